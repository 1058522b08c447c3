// json_schema: whether a JSON value keeps a JSON Schema: draft 2020-12, and what draft-07 and those
// before it spell otherwise.
//
// A schema is read once; what is not judged is refused then, by name. Judging needs no more than
// JSON_SCHEMA_MOST_STEPS steps; a value that would need more is neither kept nor broken.

#ifndef SCHEMA_JSON_SCHEMA_H
#define SCHEMA_JSON_SCHEMA_H

#include "doc/value.h"

#define JSON_SCHEMA_MOST_STEPS 1000000
#define JSON_SCHEMA_MOST_NODES ((size_t)20000) // schemas in one schema
#define JSON_SCHEMA_DEEPEST    400             // schemas that lead into each other

typedef struct JsonSchema JsonSchema;

typedef enum JsonVerdict {
    JSON_SCHEMA_KEPT,
    JSON_SCHEMA_BROKEN,
    JSON_SCHEMA_TOO_HARD,
} JsonVerdict;

// What is wrong first, and where in the value: "at /price it breaks minimum 0". It lives in the
// arena.
typedef struct JsonFault {
    const char *message;
    const Value *rule; // what the schema says
} JsonFault;

// Reads a schema. Keywords that are annotations, and those that nobody knows, say nothing; one that
// looks like a known one, one that is not judged and a reference out of the schema are each an
// ERROR_CONFIG at its place.
bool json_schema_load(const Value *schema, Arena *arena, const JsonSchema **ret_schema, Error *err)
    MUST_USE;

// The same schema for another thread, which matches patterns of its own.
const JsonSchema *json_schema_again(const JsonSchema *schema, Arena *arena);

// `ret_fault` is written unless the value keeps the schema; NULL for who does not ask.
JsonVerdict json_schema_judge(const JsonSchema *schema, const Value *value, Arena *arena,
                              JsonFault *ret_fault);

// Puts what is wrong in front of the value of the place where it is.
void json_fault_add(Place *place, const JsonFault *fault, Arena *arena);

#endif
