// table_parts: what the files of table/ know of each other: the table from inside.

#ifndef TABLE_TABLE_PARTS_H
#define TABLE_TABLE_PARTS_H

#include "base/parallel.h"
#include "table/table.h"
#include "table/table_block.h"
#include "table/table_input.h"

#include <stdatomic.h>

// Where the cells of a batch stand: one a reader of batches.
typedef struct TableSight {
    Cell *cells;
    const char **starts;
    size_t stride;
} TableSight;

struct Table {
    Arena *arena;
    const Kernel *kernel;
    size_t block_size;
    TextList names;
    const Place *name_places;
    Cell header;
    bool headless;
    TableIssue issues[TABLE_ISSUE_KINDS];

    // Where blocks are taken: the next of them is a further one of `part`, if that is open.
    TablePart *parts;
    size_t part_count;
    size_t part; // position of the next one to open
    TableInput input;
    bool open;
    int64_t offset; // of the next byte in the part
    char before;
    bool primed; // the first block was taken when the table was opened
    bool done;

    TableLink link;

    // Where blocks are folded.
    int64_t rows;
    int64_t bytes;
    bool failed;
    Error failure;
    atomic_bool stopped; // by a failure: nothing more is taken

    TableBlock blocks[TABLE_MOST_SLOTS];
    TableSight sights[PARALLEL_MOST_THREADS];
    const TableWork *work;
    Batch batch; // of table_next()
    bool reading;
};

// The next block of the table, which may fail; false at the end of all parts.
bool table_take(Table *table, TableBlock *block) MUST_USE;

// Opens block->part and reads its header and what comes with it into the block.
bool table_open_part(Table *table, TableBlock *block, Error *err) MUST_USE;

// Makes room for cells, once.
void table_sight_open(const Table *table, TableSight *sight);

// Reads the next rows of a linked block into the sight; false at its end.
bool table_block_next(const Table *table, TableBlock *block, TableSight *sight, Batch *ret_batch)
    MUST_USE;

// Takes over the issues that the block has so far.
void table_fold_issues(Table *table, TableBlock *block);

// What a record's quotes and its line end say about the file's form; it stands `at` bytes behind
// the block's first row.
void table_judge_record(TableBlock *block, const CsvRecord *record);

// The first zero byte and the first broken character of the cell at `place`, by its bytes as they
// stand in the file, the delimiter included.
void table_judge_cell(TableBlock *block, Place place, Cell cell);

// Zero bytes and broken characters in the batch's rows.
void table_judge_bytes(const Table *table, TableBlock *block, const Batch *batch);

#endif
