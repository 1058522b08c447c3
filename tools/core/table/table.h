// table: a data file, read once from front to back in bounded memory, block by block. Files
// compressed by gzip or zstd are unpacked on the way; places count the unpacked bytes.
//
// Several files are parts of one table and have the same header. What is wrong with the file's
// form does not end the reading but is counted in table_issues(). Reading is sticky: after an error
// table_next() keeps returning false, and table_finish() says why.
//
// Blocks are cut every TABLE_BLOCK bytes, whatever the source and however many threads
// read: the same bytes give the same batches. Memory is at most
//   slots × (11 × (TABLE_BLOCK + the header) + 3 × the longest row)
//   + threads × 16 bytes × TABLE_BATCH_CELLS (or the columns, if those are more)
// of which eight elevenths are touched only where every byte ends a cell; slots are threads + 2.

#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/cpu.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "table/batch.h"
#include "table/table_issue.h"

#define TABLE_BLOCK        ((size_t)256 << 10)
#define TABLE_LONGEST_ROW  ((size_t)16 << 20)
#define TABLE_MOST_COLUMNS ((size_t)100000)
#define TABLE_BATCH_CELLS  ((size_t)1 << 14)

typedef struct Table Table;

// How a CSV file is written; all zero for what most are.
typedef struct TableDialect {
    char delimiter; // 0: a tab for files that end in .tsv, .tab or .tsv.gz, else a comma; unless
                    // the header has none of it, and is cut into several cells by another one
    char quote;     // 0: "
    bool bare;      // quotes mean nothing
    char comment;   // lines that start with it are passed over; 0: there are none
    bool headless;  // the first line is a row; columns are named by the plan, others column_1, …
} TableDialect;

typedef struct TablePlan {
    const char *const *paths; // "-" is standard input
    size_t path_count;
    const char *root; // files in places are relative to it; NULL: as they were given
    TableDialect dialect;
    const char *format; // "csv" (TSV too), "jsonl"; NULL: as the first file's name or content says
    const TextList *names;  // of the columns where no header says them; may be NULL
    const TextList *wanted; // paths that are columns of JSON Lines in any case; may be NULL
    CpuKernel kernel;
    // 0: TABLE_BLOCK and TABLE_LONGEST_ROW, as they are everywhere but in tests; rows may be longer
    // than blocks.
    size_t block_size;
    size_t longest_row;
} TablePlan;

// Opens the first file and reads its header. ERROR_INPUT for files that are missing, empty or not
// CSV (compressed, Parquet, UTF-16, binary, a Git LFS pointer are named).
bool table_open(const TablePlan *plan, Arena *arena, Table **ret_table, Error *err) MUST_USE;

// Whether the first line is a row, as the plan said.
bool table_is_headless(const Table *table);

// The name of the table's format.
const char *table_format(const Table *table);

// Whether a row had the column, be it without a value. False only for paths of JSON Lines that were
// asked for; of the rows that were read.
bool table_has_seen(const Table *table, size_t column);

// The names of the columns, and the place of one of them in the header.
const TextList *table_names(const Table *table);
Place table_name_place(const Table *table, size_t column);

// The header line's very bytes with its line end; none in a format without a header.
Cell table_header_bytes(const Table *table);

// The position of the first column of that name; false if there is none.
bool table_find(const Table *table, const char *name, size_t *ret_column) MUST_USE;

// The next rows, never none of them; false at the end and on an error.
bool table_next(Table *table, const Batch **ret_batch);

// True if the rows ended because the files did.
bool table_finish(const Table *table, Error *err) MUST_USE;

// What was wrong with the form so far, one entry a TableIssueKind.
const TableIssue *table_issues(const Table *table);

// Of the blocks that were read: data rows, those left out included, and bytes.
int64_t table_rows(const Table *table);
int64_t table_bytes(const Table *table);

// Of the files themselves, packed as they are: bytes that were read, by any thread, and how many
// there are; -1 where one of them is no file on a disk.
int64_t table_taken(const Table *table);
int64_t table_total(const Table *table);

// How many of `most` threads are worth their start: a further one for so many bytes of the files.
#define TABLE_THREAD_BYTES ((int64_t)8 << 20)
size_t table_useful_threads(const Table *table, size_t most);

// Reads all batches in place of table_next(), by several threads: table_finish() says how it ended.
// A batch belongs to a slot; batches of one slot come one behind the other, in the order of their
// rows, from the thread of that worker; then the slot is folded, in the order of the blocks, one
// at a time. After a failure nothing is folded.
typedef struct TableWork {
    void *context;
    size_t threads; // 1 … PARALLEL_MOST_THREADS
    void (*batch)(void *context, size_t worker, size_t slot, const Batch *batch);
    void (*fold)(void *context, size_t slot);
    bool form_only; // cells of batches need not be there: their rows are counted and judged
} TableWork;

#define TABLE_SLOTS(threads) ((threads) + 2)
#define TABLE_MOST_SLOTS     TABLE_SLOTS(PARALLEL_MOST_THREADS)

void table_map(Table *table, const TableWork *work);

// Ends the reading with an error of who folds, or has folded; table_finish() says it.
void table_fail(Table *table, const Error *err);

void table_close(Table *table);
SCOPED_CLOSE(Table *, table_close)
#define scoped_table CLEANUP(table_close_scoped) Table *

// A view of one row after the other, for readers that do not care about speed:
//
//     Row row = {0};
//     while (table_next_row(table, &row))
//         … row_cell(&row, 3) …
typedef struct Row {
    const Batch *batch;
    size_t index;
} Row;

bool table_next_row(Table *table, Row *row);

static inline const Cell *row_cell(const Row *row, size_t column)
{
    return batch_cell(row->batch, row->index, column);
}

#endif
