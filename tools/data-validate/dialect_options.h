// dialect_options: what the command line says about how a file is written.

#ifndef DATA_VALIDATE_DIALECT_OPTIONS_H
#define DATA_VALIDATE_DIALECT_OPTIONS_H

#include "base/error.h"
#include "table/table.h"

// As they were given; NULL for what was not.
typedef struct DialectTexts {
    const char *delimiter;
    const char *quote;
    const char *comment;
    const char *header;
} DialectTexts;

#define DIALECT_HEADER "first-line" // in place of it: DIALECT_NONE
#define DIALECT_NONE   "none"

// The decimal mark, a point or a comma.
bool dialect_read_decimal(const char *text, char *ret_decimal, Error *err) MUST_USE;

// ERROR_USAGE for what is no single character, cannot be told from a line end, or is there twice.
bool dialect_read(const DialectTexts *texts, TableDialect *ret_dialect, Error *err) MUST_USE;

#endif
