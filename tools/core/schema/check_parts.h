// check_parts: what the files of a run of checks know of each other.

#ifndef SCHEMA_CHECK_PARTS_H
#define SCHEMA_CHECK_PARTS_H

#include "schema/check_measures.h"
#include "schema/data_check_run.h"
#include "schema/predicate.h"
#include "schema/schema_parts.h"

typedef enum RowOutcome {
    ROW_SKIPPED, // not judged
    ROW_KEPT,
    ROW_BROKEN,
} RowOutcome;

// A column as some checks see it. Its cells are read once for all of them.
typedef struct BoundView {
    size_t column;
    CheckView view;
    Field field;
    bool guessed;  // no type is known: a number, else a moment
    size_t shared; // the schema's field whose values these are; SIZE_MAX: they are read here
} BoundView;

// A check on the columns of a table.
typedef struct BoundCheck {
    const DataCheck *check;
    size_t count;   // position among the counts
    size_t *views;  // one a column
    size_t columns; // how many
    Scalar low;
    Scalar high;
    Field set;          // of the values: its choices
    Fingerprints known; // of another file, or of tuples that are allowed
    Sightings *seen;    // CHECK_SEEN
    size_t label;       // position of the label's view in `views`; SIZE_MAX for none
    atomic_bool full;
    bool has_last; // CHECK_ORDER: of all rows so far
    Scalar last;
    ColumnShapes *shapes;
    MeasureSums *sums;   // CHECK_MEASURE
    double longest_gap;  // in the column's unit
    atomic_bool decided; // what rows to come have does not matter any more
    const Predicate *where;
    const Predicate *predicate;
    size_t *where_views; // of its inputs
} BoundCheck;

// What a check found in the batches of a slot.
typedef struct SlotCheck {
    int64_t rows;
    int64_t too_hard;
    Breach breach;
    SeenValues seen;
    bool has_first; // CHECK_ORDER
    Scalar first;
    Place first_place;
    Scalar last;
    ColumnShapes *shapes; // NULL until there is something
    MeasureSums *sums;    // the same
} SlotCheck;

typedef struct CheckSlot {
    Arena *arena;
    SlotCheck *checks;
    LIST(Batch) frames;
} CheckSlot;

typedef struct CheckWorker {
    Arena *arena;
    FieldValues *views;         // of those that are read here
    const FieldValues **values; // of all
    Field *fields;              // of the views, with patterns of their own
    CheckPatterns *patterns;    // one list a check
    Field **types;              // the same
    const JsonSchema **schemas; // NULL where the check has none
    PredicateWork **where;      // one a check, NULL without
    PredicateWork **predicates;
    uint8_t *outcomes;
    uint8_t *truths;
    size_t room;
} CheckWorker;

struct CheckRun {
    const CheckRunPlan *plan;
    Arena *arena;
    CheckCounts counts;
    LIST(BoundView) views;
    LIST(BoundCheck) checks;
    CheckWorker *workers;
    CheckSlot *slots;
    bool wants_frames;
};

// What a judge of rows sees.
struct CheckRows {
    const BoundCheck *bound;
    const Batch *batch;
    const FieldValues *const *values; // one a column
    const Cell *const *cells;
    const CheckPatterns *patterns;
    const Field *types;
    const JsonSchema *schema;
    const uint8_t *truths; // of the check's predicate
    uint8_t *outcomes;
    SlotCheck *found;
};

// Rows that are judged and fail a condition.
#define rows_each(rows, row)                                                                       \
    for (size_t row = 0; row < (rows)->batch->rows; row++)                                         \
        if ((rows)->outcomes[row] == ROW_KEPT)

// Judges of CHECK_ROWS, by kind; the comments of check_kinds.c say what each asks.
typedef void CheckJudge(const CheckRows *rows);
CheckJudge judge_missing, judge_interval, judge_set, judge_length, judge_patterns, judge_types,
    judge_json, judge_json_schema, judge_finite;
CheckJudge judge_predicate;
CheckJudge judge_after;
CheckJudge judge_greater, judge_equal, judge_tuples, judge_sum, judge_different;
CheckJudge judge_outer_space, judge_special, judge_mojibake, judge_personal, judge_card,
    judge_account;

// Binds one check to its columns.
bool check_bind(CheckRun *run, const DataCheck *check, Error *err) MUST_USE;

// The columns that a check is about by its own words, or all; not all of them may be there.
const TextList *check_columns(const CheckRun *run, const DataCheck *check);

// Counts a check that is not asked, for the table lacks this column.
void check_bind_absent(CheckRun *run, const DataCheck *check, const char *name);

// Counts a check for which the table has no column of its kind.
void check_bind_idle(CheckRun *run, const DataCheck *check);

// Binds a check of family CHECK_MEASURE.
bool check_bind_measures(CheckRun *run, const DataCheck *check, Error *err) MUST_USE;

// Binds a check of rows to what its predicate speaks about.
bool check_bind_predicate(CheckRun *run, const DataCheck *check, Error *err) MUST_USE;

// The same for the condition of rows that are judged.
bool check_bind_where(CheckRun *run, BoundCheck *bound, Error *err) MUST_USE;

// Rows of which its condition is not true are not judged.
void check_skip_rows(const CheckRun *run, CheckWorker *worker, size_t position, const Batch *batch);

// What its predicate says of the rows, into worker->truths.
void check_evaluate(const CheckRun *run, CheckWorker *worker, size_t position, const Batch *batch);

// What the columns say in a row that breaks a predicate: "end 2026-01-01, start 2026-02-01".
const char *check_row_text(const CheckRun *run, const CheckRows *rows, size_t row, Arena *arena);

// Puts what is wrong with a row's JSON in front of its value.
void check_tell_json(const CheckRows *rows, size_t row, Place *place, Arena *arena);

// The view of a column, made if no check has it yet.
size_t check_bind_view(CheckRun *run, size_t column, CheckView view);

// A row's values in the check's columns; `label` is left out.
uint64_t check_row_hash(const CheckRows *rows, size_t row);
ValuePrint check_row_print(const CheckRows *rows, size_t row);

void check_judge_order(const CheckRows *rows, Arena *arena);
void check_judge_seen(const CheckRows *rows, size_t frame);
void check_count_shapes(const CheckRows *rows, Arena *arena);
void check_count_measure(CheckRun *run, const CheckRows *rows, Arena *arena);
void check_fold_order(CheckRun *run, BoundCheck *bound, SlotCheck *found);
void check_fold_seen(const CheckRun *run, BoundCheck *bound, const CheckSlot *slot,
                     SlotCheck *found);
void check_fold_shapes(CheckRun *run, BoundCheck *bound, SlotCheck *found);
void check_fold_measure(BoundCheck *bound, SlotCheck *found);

#endif
