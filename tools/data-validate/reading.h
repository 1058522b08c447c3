// reading: one pass over the data: its form, its values against a schema, its profile.

#ifndef DATA_VALIDATE_READING_H
#define DATA_VALIDATE_READING_H

#include "column_edges.h"
#include "figure_profiles.h"
#include "profile/drift_rule.h"
#include "profile/guess.h"
#include "profile/profile.h"
#include "row_sample.h"
#include "schema/data_check_run.h"
#include "schema/schema_check.h"
#include "table/table.h"

// Called after each block, by one thread at a time.
typedef struct ReadingWatch {
    void (*tell)(void *context, const Table *table);
    void *context;
} ReadingWatch;

typedef struct ReadingPlan {
    const char *const *paths;
    size_t path_count;
    const char *root;
    const char *format; // as in TablePlan
    TableDialect dialect;
    GuessTexts texts;          // of columns without a field
    const TableSchema *schema; // NULL: types are guessed
    const ColumnEdgesList *edges;
    ReadingWatch watch; // NULL: nobody
    size_t threads;     // 1 … PARALLEL_MOST_THREADS,
    bool fewer_threads; // where more would not read faster
    CpuKernel kernel;
    int64_t memory;          // bytes that the statistics may take
    size_t unique_memory;    // for the values of one column or key that must be unique
    const DriftPlan *kept;   // its methods want the values of their columns; NULL: none do
    bool sampled;            // some rows are kept in their order
    bool form_only;          // the values are not looked at: the profile has no rows
    size_t kept_values;      // so many different ones of each
    bool checked;            // the schema's checks are asked, those
    const char *environment; // of this environment; NULL: of all
} ReadingPlan;

typedef struct Reading {
    Table *table;
    const TableSchema *schema;
    const char *environment; // which is judged; NULL: all
    size_t *columns;         // of the schema's fields in the table; SIZE_MAX for absent ones
    SchemaCheck *check;      // NULL without schema
    CheckRun *checks;        // NULL if they are not asked
    FigureProfiles *figures; // of checks with own rows; NULL if none are asked
    Profile *profile;        // the table's columns in their order
    TableGuess *guess;       // of those without a field, while it is read
    TextList missing;        // the texts that stand for nothing, where they were guessed
    bool is_part;            // of a table: it may have no rows
    RowSample rows;          // some of them, if the plan wants them
} Reading;

// Reads all rows. False if that could not be done; what is wrong with the data is in the reading.
bool reading_run(const ReadingPlan *plan, Arena *arena, Reading *ret_reading, Error *err) MUST_USE;

// The column of that name is there twice or has none, so that a profile cannot name it.
bool reading_refuse_names(const Reading *reading, Error *err) MUST_USE;

void reading_release(Reading *reading);
#define scoped_reading CLEANUP(reading_release) Reading

#endif
