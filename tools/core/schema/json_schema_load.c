// A JSON Schema as its document says it, made ready to be judged.

#include "schema/json_schema_tree.h"

#include "base/clean.h"
#include "base/text.h"
#include "schema/field_load.h"

#include <assert.h>
#include <math.h>
#include <string.h>

// Most keywords that are known, for suggestions.
#define MOST_WORDS 96

typedef struct LoadedNode {
    const Value *at;
    const SchemaNode *node;
} LoadedNode;

// A reference that waits until all addresses are known.
typedef struct Waiting {
    const Value *value;
    const char *uri;
    const SchemaNode **node;
} Waiting;

typedef struct Loader {
    Arena *arena;
    bool lonely; // up to draft-07 nothing counts beside a '$ref'
    SchemaAddresses addresses;
    LIST(LoadedNode) nodes;
    LIST(Waiting) waiting;
} Loader;

static bool load_node(Loader *loader, const Value *at, const char *base,
                      const SchemaNode **ret_node, Error *err) MUST_USE;

static bool refuse_word(const Value *value, const SchemaWord *word, const char *wanted, Error *err)
{
    scoped_arena arena = arena_open();
    return value_refuse(err, value, arena_format(arena, "keyword '%s'", word->name), wanted);
}

static bool load_texts(const Value *list, const SchemaWord *word, Error *err)
{
    for (size_t i = 0; i < list->count || list->kind != VALUE_LIST; i++) {
        if (list->kind != VALUE_LIST || list->items[i].kind != VALUE_TEXT)
            return refuse_word(list, word, "a list of texts", err);
    }
    return true;
}

static bool load_types(SchemaRule *rule, Error *err)
{
    const Value *value = rule->value;
    bool one = value->kind == VALUE_TEXT;
    if (!one && !load_texts(value, rule->word, err))
        return false;
    for (size_t i = 0; i < (one ? 1 : value->count); i++) {
        const Value *name = one ? value : &value->items[i];
        unsigned kinds = schema_type_kinds(name->text);
        rule->types |= kinds;
        if (!kinds)
            return refuse_word(name, rule->word,
                               "'null', 'boolean', 'object', 'array', 'number', 'string' or "
                               "'integer'",
                               err);
    }
    return true;
}

static bool load_count(SchemaRule *rule, Error *err)
{
    double number = 0;
    bool whole = value_to_real(rule->value, &number) && number == trunc(number);
    if (!whole || number < 0 || number > 0x1p53)
        return refuse_word(rule->value, rule->word, "an integer of 0 or more", err);
    rule->count = (int64_t)number;
    return true;
}

static bool load_number(const SchemaRule *rule, Error *err)
{
    double number = 0;
    bool positive = text_equal(rule->word->name, "multipleOf");
    if (value_to_real(rule->value, &number) && isfinite(number) && (number > 0 || !positive))
        return true;
    return refuse_word(rule->value, rule->word, positive ? "a number above 0" : "a number", err);
}

static bool load_pattern(Loader *loader, const Value *text, const Pattern **ret_pattern, Error *err)
{
    return pattern_new(text->text, PATTERN_ANYWHERE, value_place(text, PLACE_SCHEMA), loader->arena,
                       ret_pattern, err);
}

// The schemas in a list or a map; of a map by patterns its keys as well.
static bool load_members(Loader *loader, SchemaRule *rule, const char *base, Error *err)
{
    const Value *value = rule->value;
    WordArgument argument = rule->word->argument;
    bool listed = argument == WORD_SCHEMAS || argument == WORD_ITEMS;
    if (value->kind != (listed ? VALUE_LIST : VALUE_MAP))
        return refuse_word(value, rule->word, listed ? "a list of schemas" : "a map", err);
    if (argument == WORD_PATTERN_MAP)
        rule->patterns = arena_array(loader->arena, const Pattern *, value->count);
    for (size_t i = 0; i < value->count; i++) {
        const Value *item = &value->items[i];
        if (rule->patterns && !load_pattern(loader, &value->keys[i], &rule->patterns[i], err))
            return false;
        if (argument == WORD_DEPENDENCIES && item->kind == VALUE_LIST) {
            if (!load_texts(item, rule->word, err))
                return false;
        } else if (!load_node(loader, item, base, &rule->nodes[i], err)) {
            return false;
        }
    }
    return true;
}

static bool load_argument(Loader *loader, SchemaRule *rule, const char *base, Error *err)
{
    const Value *value = rule->value;
    size_t nodes = schema_rule_nodes(rule);
    if (rule->word->argument >= WORD_SCHEMA)
        rule->nodes = arena_array(loader->arena, const SchemaNode *, nodes + 1);
    switch (rule->word->argument) {
    case WORD_BOOL:
        return value->kind == VALUE_BOOL || refuse_word(value, rule->word, "true or false", err);
    case WORD_LIST:
        return value->kind == VALUE_LIST || refuse_word(value, rule->word, "a list", err);
    case WORD_NUMBER:
        return load_number(rule, err);
    case WORD_COUNT:
        return load_count(rule, err);
    case WORD_TYPES:
        return load_types(rule, err);
    case WORD_TEXTS:
        return load_texts(value, rule->word, err);
    case WORD_PATTERN:
        rule->patterns = arena_array(loader->arena, const Pattern *, 1);
        return value->kind == VALUE_TEXT ? load_pattern(loader, value, rule->patterns, err)
                                         : refuse_word(value, rule->word, "a text", err);
    case WORD_SCHEMA:
        return load_node(loader, value, base, rule->nodes, err);
    case WORD_ITEMS:
        return value->kind == VALUE_LIST ? load_members(loader, rule, base, err)
                                         : load_node(loader, value, base, rule->nodes, err);
    case WORD_REFERENCE:
        if (value->kind != VALUE_TEXT)
            return refuse_word(value, rule->word, "a text", err);
        *list_push(loader->arena, &loader->waiting) =
            (Waiting){value, schema_uri_join(base, value->text, loader->arena), rule->nodes};
        return true;
    case WORD_SCHEMAS:
    case WORD_SCHEMA_MAP:
    case WORD_PATTERN_MAP:
    case WORD_DEPENDENCIES:
        return load_members(loader, rule, base, err);
    default:
        return true;
    }
}

// What a keyword that is not known could have been: words of one's own are ignored, as the standard
// has it, and slips are not.
static bool check_unknown(const Value *key, Error *err)
{
    const char *names[MOST_WORDS];
    size_t count = MIN(schema_word_count, (size_t)MOST_WORDS);
    for (size_t i = 0; i < count; i++)
        names[i] = schema_words[i].name;
    const char *nearest = text_nearest(key->text, names, count);
    scoped_arena arena = arena_open();
    return !nearest || error_at(err, ERROR_CONFIG, value_place(key, PLACE_SCHEMA),
                                "keyword '%s' of a JSON Schema is not known, did you mean '%s'?",
                                clean_text_short(arena, key->text, 80), nearest);
}

// The addresses by which a schema is known.
static const char *load_addresses(Loader *loader, const Value *at, const char *base)
{
    static const char *const anchors[] = {"$anchor", "$dynamicAnchor"};
    const Value *id = value_get(at, "$id");
    if (id && id->kind == VALUE_TEXT) {
        const char *uri = schema_uri_join(base, id->text, loader->arena);
        size_t size = strcspn(uri, "#");
        bool anchor = *id->text == '#' && id->size > 1;
        base = anchor ? base : arena_text_sized(loader->arena, uri, size);
        *list_push(loader->arena, &loader->addresses) = (SchemaAddress){anchor ? uri : base, at};
    }
    for (size_t i = 0; i < array_count(anchors); i++) {
        const Value *anchor = value_get(at, anchors[i]);
        if (anchor && anchor->kind == VALUE_TEXT)
            *list_push(loader->arena, &loader->addresses) =
                (SchemaAddress){arena_format(loader->arena, "%s#%s", base, anchor->text), at};
    }
    return base;
}

static bool load_rule(Loader *loader, const Value *at, size_t position, const char *base,
                      SchemaNode *node, Error *err)
{
    const Value *key = &at->keys[position];
    const SchemaWord *word = schema_word_find(key->text);
    if (!word)
        return check_unknown(key, err);
    if (word->argument == WORD_REFUSED)
        return error_at(err, ERROR_CONFIG, value_place(key, PLACE_SCHEMA),
                        "keyword '%s' of a JSON Schema is not judged", word->name);
    if (word->argument == WORD_IGNORED)
        return true;
    SchemaRule *rule = &node->rules[node->count++];
    *rule = (SchemaRule){.word = word, .value = &at->items[position]};
    return load_argument(loader, rule, base, err);
}

static void load_friends(SchemaNode *node)
{
    for (size_t i = 0; i < node->count; i++) {
        for (size_t k = 0; k < node->count; k++) {
            const char *name = node->rules[k].word->name;
            for (size_t f = 0; f < array_count(node->rules[i].friends); f++) {
                const char *wanted = node->rules[i].word->friends[f];
                if (wanted && text_equal(wanted, name))
                    node->rules[i].friends[f] = &node->rules[k];
            }
        }
    }
}

static bool load_node(Loader *loader, const Value *at, const char *base,
                      const SchemaNode **ret_node, Error *err)
{
    SchemaNode *node = arena_new(loader->arena, SchemaNode);
    const Value *reference = value_get(at, "$ref");
    if (loader->nodes.count == JSON_SCHEMA_MOST_NODES)
        return error_at(err, ERROR_CONFIG, value_place(at, PLACE_SCHEMA),
                        "a JSON Schema has more than %zu schemas in it", JSON_SCHEMA_MOST_NODES);
    if (at->kind != VALUE_MAP && at->kind != VALUE_BOOL)
        return value_refuse(err, at, "a JSON Schema", "a map, true or false");
    node->at = at;
    node->refuses = at->kind == VALUE_BOOL && !at->boolean;
    *ret_node = node;
    *list_push(loader->arena, &loader->nodes) = (LoadedNode){at, node};
    bool alone = loader->lonely && reference;
    if (!alone)
        base = load_addresses(loader, at, base);
    node->rules = arena_array(loader->arena, SchemaRule, at->count + 1);
    for (size_t i = 0; i < at->count; i++) {
        bool counts = !alone || &at->items[i] == reference ||
                      text_equal(at->keys[i].text, "$defs") ||
                      text_equal(at->keys[i].text, "definitions");
        if (counts && !load_rule(loader, at, i, base, node, err))
            return false;
    }
    load_friends(node);
    return true;
}

static const SchemaNode *loaded_node(const Loader *loader, const Value *at)
{
    for (size_t i = 0; i < loader->nodes.count; i++) {
        if (loader->nodes.items[i].at == at)
            return loader->nodes.items[i].node;
    }
    return NULL;
}

// What a reference names may be a schema that no keyword leads to.
static bool load_references(Loader *loader, Error *err)
{
    for (size_t i = 0; i < loader->waiting.count; i++) {
        const Waiting waiting = loader->waiting.items[i];
        const char *base = "";
        const Value *at = schema_uri_find(&loader->addresses, waiting.uri, loader->arena, &base);
        if (!at)
            return error_at(err, ERROR_CONFIG, value_place(waiting.value, PLACE_SCHEMA),
                            "'$ref' to '%s' finds nothing in its schema, and other files are not "
                            "read: put what it names under '$defs'",
                            waiting.value->text);
        *waiting.node = loaded_node(loader, at);
        if (!*waiting.node && !load_node(loader, at, base, waiting.node, err))
            return false;
    }
    return true;
}

// Which draft it is, by its '$schema'; without one the latest.
static bool load_draft(Loader *loader, const Value *schema, Error *err)
{
    static const struct {
        const char *uri;
        bool lonely;
    } drafts[] = {
        {"json-schema.org/draft/2020-12/schema", false},
        {"json-schema.org/draft/2019-09/schema", false},
        {"json-schema.org/draft-07/schema", true},
        {"json-schema.org/draft-06/schema", true},
        {"json-schema.org/draft-04/schema", true},
        {"json-schema.org/schema", false},
    };
    const char *uri = NULL;
    if (!value_read_text(schema, "$schema", &uri, err))
        return false;
    for (size_t i = 0; uri && i < array_count(drafts); i++) {
        const char *host = strstr(uri, "json-schema.org");
        size_t size = strlen(drafts[i].uri);
        loader->lonely = drafts[i].lonely;
        if (host && strncmp(host, drafts[i].uri, size) == 0 && (!host[size] || host[size] == '#'))
            return true;
    }
    loader->lonely = false;
    return !uri || value_refuse(err, value_get(schema, "$schema"), "keyword '$schema'",
                                "draft 2020-12, 2019-09, -07, -06 or -04 of json-schema.org");
}

bool json_schema_load(const Value *schema, Arena *arena, const JsonSchema **ret_schema, Error *err)
{
    Loader loader = {.arena = arena};
    JsonSchema *loaded = arena_new(arena, JsonSchema);
    loaded->document = schema;
    *list_push(arena, &loader.addresses) = (SchemaAddress){"", schema};
    if (!load_draft(&loader, schema, err) || !load_node(&loader, schema, "", &loaded->root, err) ||
        !load_references(&loader, err))
        return false;
    *ret_schema = loaded;
    return true;
}

const JsonSchema *json_schema_again(const JsonSchema *schema, Arena *arena)
{
    const JsonSchema *again = NULL;
    Error err = ERROR_EMPTY;
    bool loaded = json_schema_load(schema->document, arena, &again, &err);
    assert(loaded); // it was loaded once
    (void)loaded;
    return again;
}
