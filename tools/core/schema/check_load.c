#include "schema/check_load.h"

#include "base/buf.h"
#include "schema/check_scope.h"
#include "schema/field_load.h"

#include <math.h>
#include <string.h>

// Reads what one key says; the keys of a kind are read in this order.
typedef bool CheckReader(const Value *map, Arena *arena, DataCheck *check, Error *err);

#define MOST_KEYS 40

static bool read_bound(const Value *map, const char *key, Arena *arena, CheckBound *ret_bound,
                       Error *err)
{
    const Value *value = value_get(map, key);
    Cell text = {0};
    if (!value || value->kind == VALUE_NULL)
        return true;
    // Python writes -Infinity and Infinity for no bound.
    if (value->kind == VALUE_REAL && isinf(value->real))
        return (value->real > 0) == text_ends(key, "aximum") ||
               value_refuse(err, value, "a bound", "one that some value is within");
    if (!field_value_text(value, arena, &text, err))
        return false;
    ret_bound->text = text.bytes;
    ret_bound->value = value;
    return true;
}

static bool check_bounds_order(const CheckBound *low, const CheckBound *high, Error *err)
{
    Scalar least;
    Scalar most;
    if (!low->text || !high->text || !scalar_number(low->text, strlen(low->text), &least) ||
        !scalar_number(high->text, strlen(high->text), &most))
        return true; // days and times are compared once it is known what the column holds
    int order = scalar_compare(&least, &most);
    if (order < 0 || (order == 0 && !low->open && !high->open))
        return true;
    return error_at(err, ERROR_CONFIG, value_place(high->value, PLACE_SCHEMA),
                    "a check wants %s %s and %s %s: no value is both",
                    low->open ? "more than" : "at least", low->text,
                    high->open ? "less than" : "at most", high->text);
}

static bool read_bounds(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    CheckBound low = {0};
    CheckBound high = {0};
    if (!read_bound(map, "exclusiveMinimum", arena, &low, err) ||
        !read_bound(map, "exclusiveMaximum", arena, &high, err))
        return false;
    low.open = low.text != NULL;
    high.open = high.text != NULL;
    if (!read_bound(map, "minimum", arena, &low, err) ||
        !read_bound(map, "maximum", arena, &high, err) ||
        !value_read_bool(map, "strictMinimum", &low.open, err) ||
        !value_read_bool(map, "strictMaximum", &high.open, err))
        return false;
    if (!check_bounds_order(&low, &high, err))
        return false;
    check->low = low;
    check->high = high;
    scoped_buf wanted = BUF_EMPTY;
    if (low.text)
        buf_format(&wanted, "%s %s", low.open ? "more than" : "at least", low.text);
    if (low.text && high.text)
        buf_add(&wanted, " and ");
    if (high.text)
        buf_format(&wanted, "%s %s", high.open ? "less than" : "at most", high.text);
    check->wanted = buf_keep(&wanted, arena);
    return true;
}

// Some of a list's values, for messages.
static const char *list_text(const Value *list, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    for (size_t i = 0; i < MIN(list->count, (size_t)20); i++) {
        const Value *item = &list->items[i];
        Cell cell = {0};
        buf_add(&text, i ? ", " : "");
        if (item->kind == VALUE_LIST)
            buf_format(&text, "(%s)", list_text(item, arena));
        else if (field_value_text(item, arena, &cell, &err))
            buf_format(&text, "'%s'", cell.bytes);
    }
    if (list->count > 20)
        buf_format(&text, " and %zu more", list->count - 20);
    return buf_keep(&text, arena);
}

static bool read_values(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    if (!value_read_list(map, "values", &check->values, err))
        return false;
    if (check->values)
        check->wanted = list_text(check->values, arena);
    return true;
}

// SQL's LIKE as a regular expression: % is any text, _ any character, a backslash takes them as
// they are.
static const char *like_pattern(const char *like, Arena *arena)
{
    scoped_buf pattern = BUF_EMPTY;
    for (const char *at = like; *at; at++) {
        bool literal = *at == '\\' && at[1];
        at += literal;
        if (!literal && *at == '%')
            buf_add(&pattern, "(?s:.*)");
        else if (!literal && *at == '_')
            buf_add(&pattern, "(?s:.)");
        else if (strchr("\\^$.|?*+()[]{}", *at))
            buf_format(&pattern, "\\%c", *at);
        else
            buf_add_char(&pattern, *at);
    }
    return buf_keep(&pattern, arena);
}

static bool add_pattern(const Value *value, bool whole, Arena *arena, DataCheck *check, Error *err)
{
    const Pattern *pattern = NULL;
    bool like = check->kind->keys & KEY_LIKE;
    if (value->kind != VALUE_TEXT)
        return value_refuse(err, value, "a pattern", "a text");
    const char *text = like ? like_pattern(value->text, arena) : value->text;
    if (!pattern_new(text, whole || like ? PATTERN_WHOLE : PATTERN_ANYWHERE,
                     value_place(value, PLACE_SCHEMA), arena, &pattern, err))
        return false;
    *list_push(arena, &check->patterns) = pattern;
    check->wanted =
        check->wanted ? arena_format(arena, "%s, %s", check->wanted, value->text) : value->text;
    return true;
}

// A pattern is found anywhere, unless `whole` says that it matches from end to end.
static bool read_patterns(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const Value *list = NULL;
    const Value *one = value_get(map, "pattern");
    const char *match = "any";
    bool whole = false;
    if (!value_read_list(map, "patterns", &list, err) ||
        !value_read_bool(map, "whole", &whole, err) || !value_read_text(map, "match", &match, err))
        return false;
    if (!text_equal(match, "any") && !text_equal(match, "all"))
        return value_refuse(err, value_get(map, "match"), "key 'match'", "'any' or 'all'");
    check->wants_all = text_equal(match, "all");
    if (one && !add_pattern(one, whole, arena, check, err))
        return false;
    for (size_t i = 0; list && i < list->count; i++) {
        if (!add_pattern(&list->items[i], whole, arena, check, err))
            return false;
    }
    return true;
}

// A text that stands where another value does.
static Value text_value(const Value *at, const char *text)
{
    Value value = *at;
    value.kind = VALUE_TEXT;
    value.text = text;
    value.size = strlen(text);
    return value;
}

// A type is read as that of a field; several as one field each.
static bool read_types(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const Value *list = NULL;
    const Value *one = value_get(map, "type");
    if (!value_read_list(map, "types", &list, err))
        return false;
    for (size_t i = 0; i < (list ? list->count : one ? 1 : 0); i++) {
        const Value *type = list ? &list->items[i] : one;
        const Value *format = value_get(map, "format");
        const Value keys[] = {text_value(type, "name"), text_value(type, "type"),
                              text_value(type, "format")};
        const Value items[] = {text_value(type, "value"), *type, format ? *format : *type};
        Value field = *map;
        field.keys = keys;
        field.items = items;
        field.count = format ? 3 : 2;
        static const TextList none = {0};
        if (!field_load(&field, &none, arena, list_push(arena, &check->types), err))
            return false;
        const char *wanted = check->types.items[i].wanted[RULE_TYPE];
        check->wanted = i ? arena_format(arena, "%s or %s", check->wanted, wanted) : wanted;
    }
    return true;
}

static bool read_strictly(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    (void)arena;
    return value_read_bool(map, "strictly", &check->strictly, err);
}

// How many distances of the quartiles are far out, as Tukey has it.
#define USUAL_FENCES 3.0

static bool read_number(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    bool fences = check->kind->family == CHECK_FIGURE && check->kind->what == FIGURE_OUTLIERS;
    check->number = fences ? USUAL_FENCES : NAN;
    if (!value_read_real(map, "value", &check->number, err))
        return false;
    if (!isnan(check->number))
        check->wanted = arena_format(arena, "%.15g", check->number);
    return true;
}

static bool read_quantile(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    (void)arena;
    if (!value_read_real(map, "quantile", &check->quantile, err) ||
        !value_read_bool(map, "nearest", &check->nearest, err))
        return false;
    if (!(check->quantile >= 0 && check->quantile <= 1))
        return value_refuse(err, value_get(map, "quantile"), "key 'quantile'",
                            "a number between 0 and 1");
    return true;
}

static bool read_file(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    (void)arena;
    if (!value_read_text(map, "file", &check->file, err))
        return false;
    check->wanted = check->file;
    return true;
}

static bool read_label(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    (void)arena;
    return value_read_text(map, "label", &check->label, err);
}

static bool read_age(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const char *text = NULL;
    int64_t ms = 0;
    if (!value_read_text(map, "maximumAge", &text, err))
        return false;
    if (text && !text_to_duration(text, &ms))
        return value_refuse(err, value_get(map, "maximumAge"), "key 'maximumAge'",
                            "a duration such as 36h or 2d");
    check->age = ms / 1000;
    check->wanted = arena_format(arena, "a latest value at most %s old", text);
    return true;
}

static bool read_skip(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    static const char *const names[] = {"any", "all", "never"};
    const char *text = NULL;
    (void)arena;
    if (!value_read_text(map, "skip", &text, err))
        return false;
    for (size_t i = 0; text && i < array_count(names); i++) {
        if (text_equal(text, names[i])) {
            check->skip = (CheckSkip)i;
            return true;
        }
    }
    return !text || value_refuse(err, value_get(map, "skip"), "key 'skip'",
                                 "'any', 'all' or 'never': rows that lack so many of the values");
}

static bool read_names(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    check->wants_all = true;
    if (!value_read_list(map, "names", &check->values, err) ||
        !value_read_bool(map, "exact", &check->wants_all, err))
        return false;
    if (check->values)
        check->wanted = list_text(check->values, arena);
    return true;
}

// A length of time with its unit, or a number.
static bool read_gap(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const Value *gap = value_get(map, "maximumGap");
    int64_t ms = 0;
    Cell text = {0};
    if (!gap)
        return true;
    check->is_time = gap->kind == VALUE_TEXT;
    bool read =
        check->is_time ? text_to_duration(gap->text, &ms) : value_to_real(gap, &check->number);
    if (check->is_time)
        check->number = (double)ms / 1000;
    if (!read || !(check->number > 0) || !isfinite(check->number))
        return value_refuse(err, gap, "key 'maximumGap'",
                            "a duration such as 36h or 1d, or a number more than 0");
    if (!field_value_text(gap, arena, &text, err))
        return false;
    check->wanted = arena_format(arena, "no gap longer than %s", text.bytes);
    return true;
}

static bool read_sign(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    (void)arena;
    return value_read_bool(map, "signed", &check->is_signed, err);
}

static bool read_predicate(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    (void)arena;
    if (!value_read_text(map, "predicate", &check->predicate, err))
        return false;
    check->wanted = check->predicate;
    return true;
}

static bool read_schema(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const Value *schema = value_get(map, "schema");
    return !schema || json_schema_load(schema, arena, &check->json_schema, err);
}

static bool read_partition(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    return check_partition_load(map, arena, &check->partition, err);
}

// The names of each key. Where the key is needed, one of the first `enough` must be there.
static const struct {
    CheckKey key;
    size_t enough;
    const char *names[7];
    CheckReader *read;
} check_keys[] = {
    {KEY_BOUNDS,
     4,
     {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "strictMinimum",
      "strictMaximum"},
     read_bounds},
    {KEY_VALUES, 1, {"values"}, read_values},
    {KEY_PATTERN, 2, {"pattern", "patterns", "match", "whole"}, read_patterns},
    {KEY_TYPE, 2, {"type", "types", "format"}, read_types},
    {KEY_STRICT, 1, {"strictly"}, read_strictly},
    {KEY_NUMBER, 1, {"value"}, read_number},
    {KEY_QUANTILE, 1, {"quantile", "nearest"}, read_quantile},
    {KEY_FILE, 1, {"file"}, read_file},
    {KEY_LABEL, 1, {"label"}, read_label},
    {KEY_AGE, 1, {"maximumAge"}, read_age},
    {KEY_SKIP, 1, {"skip"}, read_skip},
    {KEY_NAMES, 1, {"names", "exact"}, read_names},
    {KEY_PREDICATE, 1, {"predicate"}, read_predicate},
    {KEY_GAP, 1, {"maximumGap"}, read_gap},
    {KEY_SIGN, 1, {"signed"}, read_sign},
    {KEY_SCHEMA, 1, {"schema"}, read_schema},
    {KEY_PARTITION, 1, {"partition", "tailWeight", "internalWeight"}, read_partition},
};

static bool check_read_keys(const Value *map, Arena *arena, DataCheck *check, Error *err)
{
    const char *known[MOST_KEYS] = {"check",  "column",         "columns",      "tolerance",
                                    "mostly", "severity",       "environments", "name",
                                    "where",  "columnsMatching"};
    size_t count = 10;
    for (size_t i = 0; i < array_count(check_keys); i++) {
        for (size_t k = 0; check->kind->keys & check_keys[i].key && check_keys[i].names[k]; k++)
            known[count++] = check_keys[i].names[k];
    }
    if (!value_check_keys(map, "a check", known, count, err))
        return false;
    for (size_t i = 0; i < array_count(check_keys); i++) {
        bool given = false;
        for (size_t k = 0; k < check_keys[i].enough; k++)
            given = given || value_get(map, check_keys[i].names[k]);
        if (check->kind->needs & check_keys[i].key && !given)
            return error_at(err, ERROR_CONFIG, check->place, "check '%s' needs '%s'", check->name,
                            check_keys[i].names[0]);
        if (check->kind->keys & check_keys[i].key && !check_keys[i].read(map, arena, check, err))
            return false;
    }
    return true;
}

static bool check_find_kind(const Value *map, DataCheck *check, Error *err)
{
    const char *name = NULL;
    if (map->kind != VALUE_MAP)
        return value_refuse(err, map, "a check", "a map with 'check'");
    if (!value_read_text(map, "check", &name, err))
        return false;
    if (text_empty(name))
        return error_at(err, ERROR_CONFIG, value_place(map, PLACE_SCHEMA),
                        "a check has no 'check'");
    check->kind = check_kind_find(name);
    if (check->kind)
        return true;
    const char *names[128];
    size_t count = MIN(check_kind_count, array_count(names));
    for (size_t i = 0; i < count; i++)
        names[i] = check_kinds[i].name;
    const char *nearest = text_nearest(name, names, count);
    return error_at(err, ERROR_CONFIG, value_place(value_get(map, "check"), PLACE_SCHEMA),
                    "check '%s' is not known%s%s%s", name, nearest ? ", did you mean '" : "",
                    nearest ? nearest : "", nearest ? "'?" : "");
}

bool check_load(const Value *map, Arena *arena, DataCheck *ret_check, Error *err)
{
    DataCheck check = {.place = value_place(map, PLACE_SCHEMA), .number = NAN};
    if (!check_find_kind(map, &check, err))
        return false;
    check.name = check.kind->name;
    check.negative = check.kind->negative;
    const Value *environments = value_get(map, "environments");
    if (!value_read_text(map, "name", &check.name, err) ||
        !value_read_text(map, "where", &check.where, err) ||
        !check_read_columns(map, arena, &check, err) || !check_read_keys(map, arena, &check, err) ||
        !check_read_tolerance(map, &check, err) || !check_read_severity(map, &check, err) ||
        (environments &&
         !field_load_texts(environments, "environments", arena, &check.environments, err)))
        return false;
    bool spaced = check.kind->wants && check.wanted;
    if (check.strictly && check.kind->family == CHECK_ORDER)
        check.wanted = arena_format(arena, "strictly %s", check.kind->wants);
    else if (check.kind->wants)
        check.wanted = arena_format(arena, "%s%s%s", check.kind->wants, spaced ? " " : "",
                                    spaced ? check.wanted : "");
    *ret_check = check;
    return true;
}

// `end >= start` alone is a predicate.
static bool check_load_text(const Value *value, Arena *arena, DataCheck *ret_check, Error *err)
{
    const Value keys[] = {text_value(value, "check"), text_value(value, "predicate")};
    const Value items[] = {text_value(value, "predicate"), *value};
    Value map = *value;
    map.kind = VALUE_MAP;
    map.keys = keys;
    map.items = items;
    map.count = 2;
    return check_load(&map, arena, ret_check, err);
}

bool checks_load(const Value *list, Arena *arena, DataChecks *checks, Error *err)
{
    if (list->kind != VALUE_LIST)
        return value_refuse(err, list, "key 'checks'", "a list of checks");
    for (size_t i = 0; i < list->count; i++) {
        DataCheck check;
        const Value *item = &list->items[i];
        if (!(item->kind == VALUE_TEXT ? check_load_text : check_load)(item, arena, &check, err))
            return false;
        *list_push(arena, &checks->items) = check;
    }
    return true;
}
