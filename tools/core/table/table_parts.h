// table_parts: what the files of table/ know of each other: the table from inside.

#ifndef TABLE_TABLE_PARTS_H
#define TABLE_TABLE_PARTS_H

#include "base/parallel.h"
#include "table/jsonl_row.h"
#include "table/table.h"
#include "table/table_block.h"

#include <stdatomic.h>

// Where the cells of a batch stand: one a reader of batches.
typedef struct TableSight {
    Cell *cells;
    const char **starts;
    size_t stride;
    uint8_t *kinds;      // where the format has them, as it has
    JsonlReader *reader; // what reads JSON Lines
} TableSight;

// What is done with a block differs by format.
typedef struct TableFormat {
    const char *name;
    // Finds out the columns, at the start of a part; its first bytes are in the block.
    bool (*begin)(Table *table, TableBlock *block, Error *err);
    // By the block's bytes alone; several at once.
    void (*scan)(TableBlock *block, const Kernel *kernel, size_t columns, bool inside);
    // Puts the block behind those before it. A row that is too long makes it fail.
    void (*link)(TableBlock *block, TableLink *link, const Kernel *kernel, size_t columns);
    // Reads the next rows of a linked block into the sight; false at its end.
    bool (*next)(const Table *table, TableBlock *block, TableSight *sight, Batch *ret_batch);
} TableFormat;

extern const TableFormat table_csv;
extern const TableFormat table_jsonl;

// The format of that name; NULL for none.
const TableFormat *table_format_find(const char *name);

// The format that the file's name says; NULL if it says none.
const TableFormat *table_format_by_name(const char *path);

// Whether the file's first bytes look like a JSON list of objects.
bool table_is_list(const char *bytes, size_t size);

// The format that the file's first bytes look like.
const TableFormat *table_format_by_bytes(const char *bytes, size_t size);

struct Table {
    Arena *arena;
    const Kernel *kernel;
    size_t block_size;
    const TableFormat *format; // NULL until the first part is open
    JsonlShape *shape;         // of JSON Lines
    const TextList *wanted;
    const TextList *given_names; // of a table without a header
    TextList names;
    const Place *name_places;
    Cell header;
    bool headless;
    TableIssue issues[TABLE_ISSUE_KINDS];

    // Where blocks are taken.
    TablePart *parts;
    size_t part_count;
    size_t part;     // position of the next one to open
    TablePart *open; // whose bytes are taken; NULL between two of them
    int64_t offset;  // of the next byte in the part
    char before;
    bool primed; // the first block was taken when the table was opened
    bool done;

    TableLink link;
    bool broken; // a block failed: none behind it is linked

    int64_t total;              // bytes of all files, or -1
    int64_t closed;             // bytes that were read of parts behind us
    atomic_int_least64_t taken; // and of the one that is open; any thread may ask

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

// Reads the bytes of a block that was only measured; by several threads at once.
void table_fill(TableBlock *block);

// Opens block->part and reads its header and what comes with it into the block.
bool table_open_part(Table *table, TableBlock *block, Error *err) MUST_USE;

// Reads further bytes behind those of the block.
bool table_read_more(Table *table, TableBlock *block, Error *err) MUST_USE;

// Columns without a name of their own.
void table_judge_names(const Table *table, TableBlock *block);

// A batch of the block that has no rows yet.
Batch table_batch(const Table *table, const TableBlock *block, const TableSight *sight);

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
