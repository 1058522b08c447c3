// validate_read: reading data as the options say.

#ifndef DATA_VALIDATE_VALIDATE_READ_H
#define DATA_VALIDATE_VALIDATE_READ_H

#include "cli/tool.h"
#include "dialect_options.h"
#include "drift_check.h"
#include "reading.h"

// What the rows of main.c fill.
typedef struct ValidateOptions {
    TextList data;
    const char *schema;
    const char *baseline;
    const char *reference;
    const char *format;
    const char *label;
    int64_t rows;
    int64_t seed;
    DialectTexts dialect;
    TextList missing;
    TextList edges;
    const char *decimal;
    int64_t threads;
    const char *kernel;
    int64_t memory;
    int64_t unique_memory;
    const char *environment;
    const char *now;
    const char *serving;
    const char *version;
    DriftGiven drift;
} ValidateOptions;

#define FORMAT_FOUND "auto"

typedef struct ValidateInput {
    const TableSchema *schema; // loaded once: it may come by a pipe; NULL for none
    const char *const *paths;
    size_t count;
    const DriftPlan *kept;   // columns whose values are kept for its methods; NULL for none
    const Profile *baseline; // whose edges count; NULL for none
    bool checked;            // by the schema's checks
    bool sampled;            // rows are kept, to see whether they are in an order
    bool form_only;          // nothing is asked of the values
} ValidateInput;

// Reads the files, and shows how far it has come.
bool validate_read(const Run *run, const ValidateInput *input, Reading *ret_reading, Error *err)
    MUST_USE;

// What verbs read that compare with nothing.
bool validate_read_data(const Run *run, Reading *ret_reading, Error *err) MUST_USE;

// The threads and the kernel.
bool validate_processor(const ValidateOptions *given, ReadingPlan *plan, Error *err) MUST_USE;

// Whether standard input is what at most one of the options names. ERROR_USAGE.
bool validate_one_pipe(const ValidateOptions *given, Error *err) MUST_USE;

// The schema for the data at `path`; NULL if none was given.
bool validate_schema(const Run *run, const char *path, const TableSchema **ret_schema, Error *err)
    MUST_USE;

// The name of the format that was asked for; NULL where it is to be found out.
const char *validate_format(const ValidateOptions *given);

#endif
