// suite: a Great Expectations suite (0.13 to 0.18 and 1.x, JSON or YAML) as checks of our own.
//
// Every expectation is a row of one table: it is a check of ours, or it is refused and the row says
// why. One that is not in the table is an error that names it, never passed over.

#ifndef SCHEMA_SUITE_H
#define SCHEMA_SUITE_H

#include "schema/table_schema.h"

typedef struct SuiteEntry SuiteEntry;

// Words of an expectation and what they are called in our checks; further ones that must be known.
typedef struct SuiteWord {
    const char *theirs;
    const char *ours;
} SuiteWord;

#define SUITE_MOST_WORDS 6

struct SuiteEntry {
    const char *name;  // "expect_column_values_to_be_between"
    const char *check; // the kind's name; NULL if it is refused
    const char *note;  // why it is refused, or what is different; NULL for nothing
    SuiteWord words[SUITE_MOST_WORDS];
    bool pairs; // rows are judged unless all of their values are missing, or as it says
};

extern const SuiteEntry suite_entries[];
extern const size_t suite_entry_count;

// Whether the document is a suite.
bool suite_is(const Value *document);

// Its expectations, as the checks of a schema without fields.
bool suite_read(const Value *document, Arena *arena, TableSchema *schema, Error *err) MUST_USE;

#endif
