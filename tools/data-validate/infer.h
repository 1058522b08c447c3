// infer: a Table Schema that the data it was inferred from satisfies.
//
// Types are those that all values have. A rule is firm if it was kept often enough for chance to be
// a poor reason; what else these rows keep is a suggestion, which YAML says behind a # and JSON not
// at all. docs/schema.md says which rules are which.

#ifndef DATA_VALIDATE_INFER_H
#define DATA_VALIDATE_INFER_H

#include "base/buf.h"
#include "profile/profile.h"

typedef struct InferredRule {
    const char *key;
    TextList values; // one, unless it is a list
    bool is_list;
    bool are_texts; // the values are texts; else numbers or `true`
    bool firm;
    const char *evidence;
} InferredRule;

typedef struct InferredField {
    const char *name;
    const char *type;
    const char *format;       // NULL: the type's own
    const char *decimal;      // the mark; NULL: a point
    const char *evidence;     // what was seen of the values
    LIST(InferredRule) rules; // constraints, in the order in which they are written
} InferredField;

// A check of a column, or of the table: never firm.
typedef struct InferredCheck {
    const char *text; // a map in one line
    const char *evidence;
} InferredCheck;

typedef struct InferredSchema {
    const char *source; // what the data is called
    int64_t rows;
    const TextList *missing; // the texts that stand for nothing
    LIST(InferredField) fields;
    LIST(InferredCheck) checks;
} InferredSchema;

// `decimal` is the mark of numbers; the strings live in the arena.
InferredSchema infer_schema(const Profile *profile, const TextList *missing, char decimal,
                            Arena *arena);

// YAML with the evidence as comments.
void infer_write_yaml(const InferredSchema *schema, Buf *out);

// The firm rules.
void infer_write_json(const InferredSchema *schema, Buf *out);

#endif
