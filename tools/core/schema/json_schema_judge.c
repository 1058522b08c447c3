// JSON values against the nodes of a JSON Schema.

#include "schema/json_schema_tree.h"

#include "base/clean.h"
#include "base/text.h"
#include "doc/json_writer.h"
#include "schema/field.h"
#include "schema/json_value.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

// How much of what a keyword says a message quotes, in characters, and of a pointer.
#define QUOTED         ((size_t)60)
#define POINTER_QUOTED ((size_t)120)

struct Judging {
    Arena *arena;
    const SchemaRule *rule; // that is judged
    int quiet;              // more than 0: what breaks now is not told
    int depth;
    int64_t steps;
    bool too_hard;
    JsonFault *fault; // NULL: nobody asks
};

static void add_pointer(Buf *out, const Spot *spot)
{
    if (!spot->up)
        return;
    add_pointer(out, spot->up);
    buf_add_char(out, '/');
    if (!spot->key)
        buf_format(out, "%zu", spot->index);
    for (size_t i = 0; spot->key && i < spot->key->size; i++) {
        char byte = spot->key->text[i];
        if (byte == '~' || byte == '/')
            buf_add(out, byte == '~' ? "~0" : "~1");
        else
            buf_add_char(out, byte);
    }
}

// What a rule is told, where that fits a message.
static const char *rule_text(const SchemaRule *rule, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    JsonWriter writer = json_writer_compact(&text);
    bool schemas = rule->word->argument >= WORD_SCHEMA && rule->value->kind != VALUE_BOOL;
    if (schemas)
        return "";
    buf_add_char(&text, ' ');
    json_value(&writer, rule->value);
    return clean_text_short(arena, buf_text(&text), QUOTED);
}

// Tells the first thing that is wrong. Always false.
static bool breaks(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    if (judging->quiet || !judging->fault || judging->fault->message)
        return false;
    scoped_buf pointer = BUF_EMPTY;
    add_pointer(&pointer, spot);
    const char *at = clean_text_short(judging->arena, buf_text(&pointer), POINTER_QUOTED);
    judging->fault->rule = rule ? rule->value : NULL;
    judging->fault->message =
        arena_format(judging->arena, "%s%s%sit breaks %s%s", *at ? "at " : "", at, *at ? " " : "",
                     rule ? rule->word->name : "a schema that is false",
                     rule ? rule_text(rule, judging->arena) : "");
    return false;
}

static bool keeps(Judging *judging, bool kept, const SchemaRule *rule, const Spot *spot)
{
    return kept || breaks(judging, rule, spot);
}

static bool node_keeps(Judging *judging, const SchemaNode *node, const Spot *spot)
{
    const SchemaRule *leading = judging->rule;
    bool kept = true;
    judging->too_hard |=
        ++judging->steps > JSON_SCHEMA_MOST_STEPS || judging->depth == JSON_SCHEMA_DEEPEST;
    if (node->refuses || judging->too_hard)
        return breaks(judging, leading, spot);
    judging->depth++;
    for (size_t i = 0; i < node->count && kept; i++) {
        const SchemaRule *rule = &node->rules[i];
        if (!rule->word->judge ||
            (rule->word->kinds && !(rule->word->kinds >> spot->value->kind & 1)))
            continue;
        judging->rule = rule;
        kept = rule->word->judge(judging, rule, spot);
    }
    judging->depth--;
    judging->rule = leading;
    return kept;
}

static bool quietly_keeps(Judging *judging, const SchemaNode *node, const Spot *spot)
{
    judging->quiet++;
    bool kept = node_keeps(judging, node, spot);
    judging->quiet--;
    return kept;
}

// A member of the spot's list or map.
static Spot member(const Spot *spot, size_t position)
{
    const Value *map = spot->value;
    return (Spot){.up = spot,
                  .key = map->kind == VALUE_MAP ? &map->keys[position] : NULL,
                  .index = position,
                  .value = &map->items[position]};
}

// Where a map has a key; its count for nowhere.
static size_t find_key(Judging *judging, const Value *map, const Value *key)
{
    size_t i = 0;
    while (i < map->count &&
           (map->keys[i].size != key->size || memcmp(map->keys[i].text, key->text, key->size) != 0))
        i++;
    judging->steps += (int64_t)(i / 16);
    return i;
}

static bool matches(Judging *judging, const Pattern *pattern, const Value *text)
{
    PatternResult result = pattern_match(pattern, text->text, text->size);
    judging->steps++;
    judging->too_hard |= result == PATTERN_TOO_HARD;
    return result == PATTERN_MATCH;
}

static Scalar number_of(const Value *value)
{
    Scalar scalar = {.whole = value->kind == VALUE_INT};
    if (value_to_real(value, &scalar.real) && scalar.whole)
        scalar.integer = value->integer;
    return scalar;
}

bool word_type(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    double number = 0;
    bool whole = value_to_real(spot->value, &number) && number == trunc(number) && isfinite(number);
    unsigned kinds = 1U << spot->value->kind | (whole ? TYPE_INTEGER : 0);
    return keeps(judging, rule->types & kinds, rule, spot);
}

bool word_enum(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    bool found = false;
    for (size_t i = 0; i < rule->value->count && !found; i++)
        found = value_equal(&rule->value->items[i], spot->value);
    judging->steps += (int64_t)rule->value->count;
    return keeps(judging, found, rule, spot);
}

bool word_const(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return keeps(judging, value_equal(rule->value, spot->value), rule, spot);
}

bool word_multiple(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return keeps(judging, json_value_is_multiple(spot->value, rule->value), rule, spot);
}

bool word_bound(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    Scalar bound = number_of(rule->value);
    Scalar number = number_of(spot->value);
    int order = scalar_compare(&number, &bound);
    bool open = text_starts(rule->word->name, "exclusive");
    bool least = text_ends(rule->word->name, "inimum");
    bool inside = (order == 0 && !open) || (least ? order > 0 : order < 0);
    return keeps(judging, inside && !isnan(number.real), rule, spot);
}

// Characters of a text, members of a list or a map.
bool word_size(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    const Value *value = spot->value;
    const Cell text = {value->text, value->size};
    int64_t size = value->kind == VALUE_TEXT ? cell_characters(&text) : (int64_t)value->count;
    bool least = text_starts(rule->word->name, "min");
    return keeps(judging, least ? size >= rule->count : size <= rule->count, rule, spot);
}

bool word_pattern(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return keeps(judging, matches(judging, rule->patterns[0], spot->value), rule, spot);
}

bool word_unique(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return keeps(judging, !rule->value->boolean || !json_value_repeats(spot->value), rule, spot);
}

// The items from `first` on against one schema.
static bool items_keep(Judging *judging, const SchemaNode *node, size_t first, const Spot *spot)
{
    for (size_t i = first; i < spot->value->count; i++) {
        const Spot item = member(spot, i);
        if (!node_keeps(judging, node, &item))
            return false;
    }
    return true;
}

// A list of schemas: the first items, each against its own.
bool word_first_items(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    for (size_t i = 0; i < MIN(rule->value->count, spot->value->count); i++) {
        const Spot item = member(spot, i);
        if (!node_keeps(judging, rule->nodes[i], &item))
            return false;
    }
    return true;
}

bool word_items(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    size_t first = rule->friends[0] ? rule->friends[0]->value->count : 0;
    return rule->value->kind == VALUE_LIST ? word_first_items(judging, rule, spot)
                                           : items_keep(judging, rule->nodes[0], first, spot);
}

// Behind `items` that are a list; else the keyword says nothing.
bool word_more_items(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    const SchemaRule *items = rule->friends[0];
    return !items || items->value->kind != VALUE_LIST ||
           items_keep(judging, rule->nodes[0], items->value->count, spot);
}

bool word_contains(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    const SchemaRule *least = rule->friends[0];
    const SchemaRule *most = rule->friends[1];
    int64_t found = 0;
    for (size_t i = 0; i < spot->value->count; i++) {
        const Spot item = member(spot, i);
        found += quietly_keeps(judging, rule->nodes[0], &item);
    }
    return keeps(judging, found >= (least ? least->count : 1), least ? least : rule, spot) &&
           keeps(judging, !most || found <= most->count, most, spot);
}

bool word_properties(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    for (size_t i = 0; i < rule->value->count; i++) {
        size_t at = find_key(judging, spot->value, &rule->value->keys[i]);
        if (at == spot->value->count)
            continue;
        const Spot item = member(spot, at);
        if (!node_keeps(judging, rule->nodes[i], &item))
            return false;
    }
    return true;
}

bool word_pattern_properties(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    for (size_t i = 0; i < spot->value->count; i++) {
        const Spot item = member(spot, i);
        for (size_t k = 0; k < rule->value->count; k++) {
            if (matches(judging, rule->patterns[k], item.key) &&
                !node_keeps(judging, rule->nodes[k], &item))
                return false;
        }
    }
    return true;
}

// Members that neither `properties` nor `patternProperties` beside it speak of.
bool word_more_properties(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    const SchemaRule *named = rule->friends[0];
    const SchemaRule *patterns = rule->friends[1];
    for (size_t i = 0; i < spot->value->count; i++) {
        const Spot item = member(spot, i);
        bool known = named && find_key(judging, named->value, item.key) < named->value->count;
        for (size_t k = 0; patterns && k < patterns->value->count && !known; k++)
            known = matches(judging, patterns->patterns[k], item.key);
        if (!known && !node_keeps(judging, rule->nodes[0], &item))
            return false;
    }
    return true;
}

bool word_names(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    for (size_t i = 0; i < spot->value->count; i++) {
        Spot name = member(spot, i);
        name.value = name.key;
        if (!node_keeps(judging, rule->nodes[0], &name))
            return false;
    }
    return true;
}

static bool has_all(Judging *judging, const Value *map, const Value *names)
{
    bool has = true;
    for (size_t i = 0; i < names->count && has; i++)
        has = find_key(judging, map, &names->items[i]) < map->count;
    return has;
}

bool word_required(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return keeps(judging, has_all(judging, spot->value, rule->value), rule, spot);
}

// What must be there, or hold, beside a member.
bool word_dependent(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    for (size_t i = 0; i < rule->value->count; i++) {
        if (find_key(judging, spot->value, &rule->value->keys[i]) == spot->value->count)
            continue;
        if (rule->nodes[i] ? !node_keeps(judging, rule->nodes[i], spot)
                           : !has_all(judging, spot->value, &rule->value->items[i]))
            return breaks(judging, rule, spot);
    }
    return true;
}

bool word_all(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    bool kept = true;
    for (size_t i = 0; i < rule->value->count && kept; i++)
        kept = node_keeps(judging, rule->nodes[i], spot);
    return kept;
}

bool word_any(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    bool kept = false;
    for (size_t i = 0; i < rule->value->count && !kept; i++)
        kept = quietly_keeps(judging, rule->nodes[i], spot);
    return keeps(judging, kept, rule, spot);
}

bool word_one(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    size_t kept = 0;
    for (size_t i = 0; i < rule->value->count && kept < 2; i++)
        kept += quietly_keeps(judging, rule->nodes[i], spot);
    return keeps(judging, kept == 1, rule, spot);
}

bool word_not(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return keeps(judging, !quietly_keeps(judging, rule->nodes[0], spot), rule, spot);
}

bool word_if(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    const SchemaRule *next = rule->friends[quietly_keeps(judging, rule->nodes[0], spot) ? 0 : 1];
    return !next || node_keeps(judging, next->nodes[0], spot);
}

bool word_reference(Judging *judging, const SchemaRule *rule, const Spot *spot)
{
    return node_keeps(judging, rule->nodes[0], spot);
}

JsonVerdict json_schema_judge(const JsonSchema *schema, const Value *value, Arena *arena,
                              JsonFault *ret_fault)
{
    JsonFault fault = {0};
    Judging judging = {.arena = arena, .fault = ret_fault ? &fault : NULL};
    const Spot whole = {.value = value};
    bool kept = node_keeps(&judging, schema->root, &whole);
    if (judging.too_hard)
        fault.message = "it takes too many steps to be judged";
    if (ret_fault)
        *ret_fault = fault;
    return judging.too_hard ? JSON_SCHEMA_TOO_HARD : kept ? JSON_SCHEMA_KEPT : JSON_SCHEMA_BROKEN;
}

void json_fault_add(Place *place, const JsonFault *fault, Arena *arena)
{
    place->value = fault->rule ? arena_format(arena, "%s (line %" PRId64 " of its schema): %s",
                                              fault->message, fault->rule->line, place->value)
                               : arena_format(arena, "%s: %s", fault->message, place->value);
}
