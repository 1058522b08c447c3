// data_check_run: the rows of a table against its checks.
//
// Batches may be judged by several workers at once; what is found in the batches of a slot waits
// until the slot is folded, in the order of the rows, as in schema_check.h.

#ifndef SCHEMA_DATA_CHECK_RUN_H
#define SCHEMA_DATA_CHECK_RUN_H

#include "schema/check_measures.h"
#include "schema/data_check.h"
#include "schema/schema_check.h"
#include "schema/table_schema.h"
#include "table/table.h"

// What a text looks like; a text is one of the first kinds and may be any of the others.
typedef enum CellShape {
    SHAPE_INTEGER,
    SHAPE_PADDED, // digits with zeros in front
    SHAPE_POINT,  // a number with a decimal point
    SHAPE_COMMA,  // one with a decimal comma
    SHAPE_TEXT,
    SHAPE_NULL,  // a word for nothing: NA, null, None …
    SHAPE_LIMIT, // an integer at which a type of a program ends
    CELL_SHAPES,
} CellShape;

// Longer texts are counted as this long.
#define SHAPE_LONGEST ((size_t)1024)

typedef struct ShapeCount {
    int64_t count;
    int64_t row; // the first one's
    Place place;
} ShapeCount;

typedef struct ColumnShapes {
    ShapeCount shapes[CELL_SHAPES];
    unsigned nulls;   // which words for nothing, a bit each
    uint64_t content; // of all cells in their rows: equal for columns that are equal
    int64_t digits[SCALAR_LONGEST_NUMBER]; // how many texts of digits have that length
    int64_t lengths[SHAPE_LONGEST + 1];
} ColumnShapes;

// How one check went for one column, or for all of its columns together.
typedef struct CheckCount {
    const DataCheck *check;
    const char *column; // NULL: the table's
    const char *other;  // of a pair; NULL for none
    size_t position;    // of the column; SIZE_MAX for none
    const char *absent; // a column that the table does not have: nothing was judged
    bool idle;          // no column is of the check's kind: the same
    bool own_rows;      // CHECK_FIGURE: it is not about the column as its profile has it
    int64_t rows;       // judged
    Breach breach;
    int64_t first_broken; // CHECK_SEEN: how many values of `breach` were there once before it
    int64_t too_hard;     // patterns that took too many steps, counted as broken
    const ColumnShapes *shapes;
    const MeasureSums *sums; // CHECK_MEASURE
    double longest_gap;      // that is allowed, in the column's unit: that of its field,
    bool in_seconds;         // or seconds without one
} CheckCount;

typedef LIST(CheckCount) CheckCounts;

// The words for nothing that `nulls` stands for, for messages.
const char *shape_null_words(unsigned nulls, Arena *arena);

// How many columns have figures of rows of their own, at most, in a table of `width` columns.
size_t check_own_figures(const DataChecks *checks, size_t width);

typedef struct CheckRun CheckRun;

// Rows of a batch that a figure with own rows is about.
typedef struct FigureRows {
    size_t count; // position of the check and column among the counts
    size_t worker;
    size_t slot;
    const Batch *batch;
    size_t column;
    const uint8_t *kept; // one a row; 0: it is not among them
} FigureRows;

typedef struct CheckRunPlan {
    const DataChecks *checks;
    const TableSchema *schema; // NULL: none
    SchemaCheck *fields;       // has judged each batch before; NULL without schema
    const char *environment;   // NULL: none
    const Table *table;
    const TablePlan *table_plan; // how files named by checks are read
    const char *folder;          // what their names are relative to
    size_t unique_memory;
    const Kernel *kernel;
    size_t workers;
    size_t slots;
    // Takes the rows of figures with own rows, by several workers at once.
    void (*take_figure)(void *context, const FigureRows *rows);
    void *context;
} CheckRunPlan;

// Binds the checks to the table's columns and reads the files they name. ERROR_CONFIG at the
// check's place for values that are none of the column's type.
bool check_run_open(const CheckRunPlan *plan, Arena *arena, CheckRun **ret_run, Error *err)
    MUST_USE;

void check_run_batch(CheckRun *run, size_t worker, size_t slot, const Batch *batch);
void check_run_fold(CheckRun *run, size_t slot);

// What can only be said when all slots were folded, as in schema_check.h.
bool check_run_finish(CheckRun *run, Error *err) MUST_USE;

// One entry a check and column, in the order of the checks, once the run is finished; those of
// figures and of the table are there with nothing counted.
const CheckCounts *check_run_counts(const CheckRun *run);

void check_run_close(CheckRun *run);
SCOPED_CLOSE(CheckRun *, check_run_close)

#endif
