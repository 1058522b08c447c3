// json_schema_tree: a JSON Schema as it is judged: nodes, each with the rules of its keywords.

#ifndef SCHEMA_JSON_SCHEMA_TREE_H
#define SCHEMA_JSON_SCHEMA_TREE_H

#include "pattern/pattern.h"
#include "schema/json_schema.h"

typedef struct SchemaNode SchemaNode;
typedef struct SchemaRule SchemaRule;
typedef struct Judging Judging;

// A place in the value that is judged.
typedef struct Spot {
    const struct Spot *up; // NULL: the whole
    const Value *key;      // of a map's member; NULL: a list's
    size_t index;
    const Value *value;
} Spot;

typedef bool NodeJudge(Judging *judging, const SchemaRule *rule, const Spot *spot);

// What a keyword is told.
typedef enum WordArgument {
    WORD_IGNORED, // an annotation
    WORD_REFUSED,
    WORD_ANY,
    WORD_BOOL,
    WORD_NUMBER,
    WORD_COUNT, // an integer of 0 or more
    WORD_LIST,
    WORD_TYPES,
    WORD_TEXTS,
    WORD_PATTERN,
    WORD_SCHEMA,
    WORD_SCHEMAS,      // a list
    WORD_SCHEMA_MAP,   // a schema a name
    WORD_PATTERN_MAP,  // a schema a pattern
    WORD_ITEMS,        // a schema, or a list of them
    WORD_DEPENDENCIES, // a schema or a list of names a name
    WORD_REFERENCE,
} WordArgument;

typedef struct SchemaWord {
    const char *name;
    WordArgument argument;
    unsigned kinds;         // of values that it is about, a bit for each ValueKind; 0: all
    NodeJudge *judge;       // NULL: another keyword looks at it
    const char *friends[2]; // keywords beside it that its judge looks at
} SchemaWord;

struct SchemaRule {
    const SchemaWord *word;
    const Value *value; // what the keyword is told
    const SchemaRule *friends[2];
    const SchemaNode *
        *nodes; // WORD_SCHEMA: one; else one for each item, NULL where it is no schema
    const Pattern **patterns;
    unsigned types; // WORD_TYPES: as SchemaWord.kinds
    int64_t count;  // WORD_COUNT
};

// Keywords that are told a schema for each item, or one alone.
static inline size_t schema_rule_nodes(const SchemaRule *rule)
{
    bool one = rule->word->argument == WORD_SCHEMA || rule->word->argument == WORD_REFERENCE ||
               (rule->word->argument == WORD_ITEMS && rule->value->kind != VALUE_LIST);
    return one ? 1 : rule->value->count;
}

struct SchemaNode {
    const Value *at;
    bool refuses; // the schema is `false`
    SchemaRule *rules;
    size_t count;
};

struct JsonSchema {
    const Value *document;
    const SchemaNode *root;
};

// The judges of keywords, named after them.
NodeJudge word_type, word_enum, word_const, word_multiple, word_bound, word_size, word_pattern,
    word_unique, word_items, word_more_items, word_contains, word_properties,
    word_pattern_properties, word_more_properties, word_names, word_required, word_dependent,
    word_all, word_any, word_one, word_not, word_if, word_reference, word_first_items;

extern const SchemaWord schema_words[];
extern const size_t schema_word_count;

const SchemaWord *schema_word_find(const char *name); // NULL for none

// The kinds of values of a type's name; 0 for none. `integer` has a bit of its own.
#define TYPE_INTEGER (1U << 31)
unsigned schema_type_kinds(const char *name);

// Where schemas are known by address.
typedef struct SchemaAddress {
    const char *uri; // with the fragment of an anchor, else without
    const Value *at;
} SchemaAddress;

typedef LIST(SchemaAddress) SchemaAddresses;

// A reference as an address: `reference` as it is read where `base` is.
const char *schema_uri_join(const char *base, const char *reference, Arena *arena);

// What an address names, and the base that holds there; NULL if the schema has it not.
const Value *schema_uri_find(const SchemaAddresses *addresses, const char *uri, Arena *arena,
                             const char **ret_base);

#endif
