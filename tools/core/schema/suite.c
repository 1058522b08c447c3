#include "schema/suite.h"

#include "schema/check_load.h"
#include "schema/suite_condition.h"
#include "schema/suite_parameter.h"

#include <string.h>

// What pandas reads as missing in a CSV file, which is what suites were written against.
static const char *const pandas_missing[] = {
    "",     "#N/A", "#N/A N/A", "#NA",  "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
    "<NA>", "N/A",  "NA",       "NULL", "NaN",     "None",     "n/a",  "nan",  "null",
};

// Arguments that say how to run or to report, or what a suite was made from.
static const char *const idle_words[] = {
    "batch_id",
    "table",
    "result_format",
    "include_config",
    "catch_exceptions",
    "meta",
    "auto",
    "profiler_config",
    "windows",
    "rendered_content",
    "parse_strings_as_datetimes",
    "allow_cross_type_comparisons",
};

// Names of types of pandas, Spark and SQL as ours.
static const struct {
    const char *names;
    const char *ours;
} type_names[] = {
    {" int int8 int16 int32 int64 uint8 uint16 uint32 uint64 integer bigint smallint tinyint long "
     "integertype longtype shorttype bytetype python_int ",
     "integer"},
    {" float float16 float32 float64 double decimal numeric number real floattype doubletype "
     "decimaltype double_precision ",
     "number"},
    {" str string object object_ o text varchar char nvarchar stringtype category unicode ",
     "string"},
    {" bool boolean booleantype bool_ ", "boolean"},
    {" datetime datetimetzdtypetype datetime64 datetime64[ns] timestamp timestamptype "
     "datetime64[us] "
     "datetime64[ns,utc] timestamptz ",
     "datetime"},
    {" date datetype ", "date"},
    {" time ", "time"},
};

// A map of our words while it is put together.
typedef struct Words {
    Arena *arena;
    const Value *at; // whose place made-up values have
    LIST(Value) keys;
    LIST(Value) items;
} Words;

static Value made_value(const Value *at, ValueKind kind)
{
    Value value = {
        .kind = kind, .line = at->line, .column = at->column, .byte = at->byte, .file = at->file};
    return value;
}

static Value made_text(const Value *at, const char *text)
{
    Value value = made_value(at, VALUE_TEXT);
    value.text = text;
    value.size = strlen(text);
    return value;
}

static void words_add(Words *words, const char *key, Value value)
{
    *list_push(words->arena, &words->keys) = made_text(&value, key);
    *list_push(words->arena, &words->items) = value;
}

static void words_add_truth(Words *words, const char *key, bool truth)
{
    Value value = made_value(words->at, VALUE_BOOL);
    value.boolean = truth;
    words_add(words, key, value);
}

static bool is_idle(const char *word)
{
    for (size_t i = 0; i < array_count(idle_words); i++) {
        if (text_equal(idle_words[i], word))
            return true;
    }
    return false;
}

static bool text_is(const Value *value, const char *text)
{
    return value && value->kind == VALUE_TEXT && text_equal(value->text, text);
}

static bool truth_of(const Value *kwargs, const char *key, bool fallback)
{
    const Value *value = value_get(kwargs, key);
    return value && value->kind == VALUE_BOOL ? value->boolean : fallback;
}

// The type of ours that a name of theirs is; NULL for none.
static const char *type_of(const char *name, Arena *arena)
{
    char *lower = arena_text(arena, name);
    for (char *at = lower; *at; at++)
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at | 0x20 : *at);
    // VARCHAR(20) is VARCHAR.
    char *bracket = strchr(lower, '(');
    if (bracket)
        *bracket = '\0';
    const char *wanted = arena_format(arena, " %s ", lower);
    for (size_t i = 0; i < array_count(type_names); i++) {
        if (strstr(type_names[i].names, wanted))
            return type_names[i].ours;
    }
    return NULL;
}

static bool translate_type(const Value *type, Arena *arena, Value *ret_type, Error *err)
{
    const char *ours = type->kind == VALUE_TEXT ? type_of(type->text, arena) : NULL;
    if (!ours)
        return error_at(err, ERROR_CONFIG, value_place(type, PLACE_SCHEMA),
                        "type '%s' is not known", type->kind == VALUE_TEXT ? type->text : "");
    *ret_type = made_text(type, ours);
    return true;
}

static bool translate_types(Words *words, const char *ours, const Value *given, Error *err)
{
    Value translated = *given;
    if (given->kind != VALUE_LIST) {
        if (!translate_type(given, words->arena, &translated, err))
            return false;
        words_add(words, ours, translated);
        return true;
    }
    Value *items = arena_array(words->arena, Value, given->count + 1);
    for (size_t i = 0; i < given->count; i++) {
        if (!translate_type(&given->items[i], words->arena, &items[i], err))
            return false;
    }
    translated.items = items;
    words_add(words, ours, translated);
    return true;
}

// One argument; true in *ret_known if it is one of the expectation.
static bool translate_word(const SuiteEntry *entry, const Value *key, const Value *value,
                           Words *words, bool *ret_known, Error *err)
{
    static const char *const as_they_are[] = {"column", "mostly"};
    for (size_t i = 0; i < array_count(as_they_are); i++) {
        if (text_equal(key->text, as_they_are[i])) {
            words_add(words, key->text, *value);
            *ret_known = true;
        }
    }
    for (size_t i = 0; i < SUITE_MOST_WORDS && entry->words[i].theirs; i++) {
        const SuiteWord *word = &entry->words[i];
        if (!text_equal(word->theirs, key->text))
            continue;
        *ret_known = true;
        if (text_starts(key->text, "type_") && !translate_types(words, word->ours, value, err))
            return false;
        if (word->ours && !text_starts(key->text, "type_"))
            words_add(words, word->ours, *value);
    }
    bool together = entry->pairs && text_equal(key->text, "column_list");
    if (together)
        words_add(words, "columns", *value);
    *ret_known |= together || (entry->pairs && text_equal(key->text, "ignore_row_if"));
    return true;
}

// Who reads row conditions: their words are told apart by themselves.
static bool check_parser(const Value *parser, Error *err)
{
    static const char *const known[] = {"pandas", "great_expectations",
                                        "great_expectations__experimental__", "spark"};
    for (size_t i = 0; i < array_count(known); i++) {
        if (parser->kind == VALUE_TEXT && text_equal(parser->text, known[i]))
            return true;
    }
    return value_refuse(err, parser, "argument 'condition_parser'",
                        "'pandas', 'spark' or 'great_expectations'");
}

static bool translate_words(const SuiteEntry *entry, const Value *kwargs, Words *words, Error *err)
{
    for (size_t i = 0; i < kwargs->count; i++) {
        const Value *key = &kwargs->keys[i];
        const Value *value = &kwargs->items[i];
        bool known = is_idle(key->text);
        if (value->kind == VALUE_NULL || known)
            continue;
        if (text_equal(key->text, "condition_parser")) {
            if (!check_parser(value, err))
                return false;
            continue;
        }
        if (text_equal(key->text, "row_condition")) {
            const char *where = NULL;
            if (!suite_condition(value, words->arena, &where, err))
                return false;
            words_add(words, "where", made_text(value, where));
            continue;
        }
        if (!translate_word(entry, key, value, words, &known, err))
            return false;
        if (!known)
            return error_at(err, ERROR_CONFIG, value_place(key, PLACE_SCHEMA),
                            "'%s' has no argument '%s'", entry->name, key->text);
    }
    return true;
}

// Which rows are left out for the values they lack.
static bool translate_skip(const Value *kwargs, Words *words, Error *err)
{
    static const SuiteWord skips[] = {
        {"both_values_are_missing", "all"},
        {"all_values_are_missing", "all"},
        {"either_value_is_missing", "any"},
        {"any_value_is_missing", "any"},
        {"neither", "never"},
        {"never", "never"},
    };
    const Value *given = value_get(kwargs, "ignore_row_if");
    if (!given || given->kind == VALUE_NULL) {
        words_add(words, "skip", made_text(words->at, "all"));
        return true;
    }
    for (size_t i = 0; i < array_count(skips); i++) {
        if (given->kind == VALUE_TEXT && text_equal(given->text, skips[i].theirs)) {
            words_add(words, "skip", made_text(given, skips[i].ours));
            return true;
        }
    }
    return value_refuse(err, given, "argument 'ignore_row_if'",
                        "'both_values_are_missing', 'either_value_is_missing' or 'neither'");
}

// The two columns of a pair, as a list.
static void translate_pair(const Value *kwargs, Words *words)
{
    const Value *first = value_get(kwargs, "column_A");
    const Value *second = value_get(kwargs, "column_B");
    if (!first || !second)
        return;
    Value *items = arena_array(words->arena, Value, 2);
    items[0] = *first;
    items[1] = *second;
    Value columns = made_value(first, VALUE_LIST);
    columns.items = items;
    columns.count = 2;
    words_add(words, "columns", columns);
}

// What expectations say beside the words of their table.
static bool translate_rest(const SuiteEntry *entry, const Value *kwargs, Words *words, Error *err)
{
    const Value *method = value_get(kwargs, "method");
    const Value *exact = value_get(kwargs, "exact_match");
    const Value *escape = value_get(kwargs, "escape");
    if (entry->pairs) {
        translate_pair(kwargs, words);
        if (!translate_skip(kwargs, words, err))
            return false;
    }
    if (exact && exact->kind == VALUE_NULL)
        words_add_truth(words, "exact", false);
    if (text_equal(entry->check, "greater"))
        words_add_truth(words, "strictly", !truth_of(kwargs, "or_equal", false));
    if (text_equal(entry->check, "most-common-in"))
        words_add_truth(words, "strictly", !truth_of(kwargs, "ties_okay", false));
    if (text_equal(entry->check, "z-scores"))
        words_add_truth(words, "strictly", !truth_of(kwargs, "double_sided", true));
    if (text_ends(entry->name, "_dateutil_parseable"))
        words_add(words, "format", made_text(words->at, "any"));
    if (text_ends(entry->name, "_dateutil_parseable") || value_get(kwargs, "strftime_format"))
        words_add(words, "type", made_text(words->at, "datetime"));
    if (method && !text_is(method, "iqr") && !text_is(method, "std"))
        return value_refuse(err, method, "argument 'method'", "'iqr' or 'std'");
    if (text_equal(entry->check, "outliers") && !value_get(kwargs, "multiplier")) {
        Value usual = made_value(words->at, VALUE_REAL);
        usual.real = 1.5;
        usual.raw = "1.5";
        words_add(words, "value", usual);
    }
    return !escape || escape->kind == VALUE_NULL ||
           value_refuse(err, escape, "argument 'escape'", "none: a backslash escapes");
}

static bool suite_add_check(Words *words, TableSchema *schema, Error *err)
{
    Value map = made_value(words->at, VALUE_MAP);
    DataCheck check;
    map.keys = words->keys.items;
    map.items = words->items.items;
    map.count = words->keys.count;
    if (!check_load(&map, words->arena, &check, err))
        return false;
    *list_push(words->arena, &schema->checks.items) = check;
    return true;
}

// How a quantile that lies between two values is told: by the nearer one, unless it says 'linear'.
static bool quantile_is_nearest(const Value *kwargs, bool *ret_nearest, Error *err)
{
    const Value *rule = value_get(kwargs, "allow_relative_error");
    bool linear = text_is(rule, "linear");
    *ret_nearest = !linear;
    return !rule || rule->kind == VALUE_NULL || (rule->kind == VALUE_BOOL && !rule->boolean) ||
           linear || text_is(rule, "nearest") ||
           value_refuse(err, rule, "argument 'allow_relative_error'",
                        "false, 'nearest' or 'linear'");
}

// One check for each quantile.
static bool suite_add_quantiles(const Words *words, const Value *kwargs, TableSchema *schema,
                                Error *err)
{
    const Value *ranges = value_get(kwargs, "quantile_ranges");
    const Value *quantiles = value_get(ranges, "quantiles");
    const Value *bounds = value_get(ranges, "value_ranges");
    bool nearest = true;
    if (!quantile_is_nearest(kwargs, &nearest, err))
        return false;
    if (!quantiles || !bounds || quantiles->kind != VALUE_LIST || bounds->kind != VALUE_LIST ||
        quantiles->count != bounds->count)
        return value_refuse(err, ranges ? ranges : words->at, "argument 'quantile_ranges'",
                            "'quantiles' and as many 'value_ranges'");
    for (size_t i = 0; i < quantiles->count; i++) {
        const Value *range = &bounds->items[i];
        Words one = {.arena = words->arena, .at = words->at};
        if (range->kind != VALUE_LIST || range->count != 2)
            return value_refuse(err, range, "a range", "a list of two bounds");
        for (size_t k = 0; k < words->keys.count; k++)
            words_add(&one, words->keys.items[k].text, words->items.items[k]);
        words_add(&one, "quantile", quantiles->items[i]);
        words_add(&one, "minimum", range->items[0]);
        words_add(&one, "maximum", range->items[1]);
        words_add_truth(&one, "nearest", nearest);
        if (!suite_add_check(&one, schema, err))
            return false;
    }
    return true;
}

static bool suite_find_entry(const Value *type, const SuiteEntry **ret_entry, Error *err)
{
    const char *names[128];
    size_t count = MIN(suite_entry_count, array_count(names));
    for (size_t i = 0; i < suite_entry_count; i++) {
        const SuiteEntry *entry = &suite_entries[i];
        names[MIN(i, count - 1)] = entry->name;
        // Up to 0.15 the A and B of pairs were written large.
        if (!text_equal_any_case(entry->name, type->text))
            continue;
        *ret_entry = entry;
        return entry->check ||
               error_at(err, ERROR_CONFIG, value_place(type, PLACE_SCHEMA),
                        "expectation '%s' cannot be judged: %s", entry->name, entry->note);
    }
    const char *nearest = text_nearest(type->text, names, count);
    return error_at(err, ERROR_CONFIG, value_place(type, PLACE_SCHEMA),
                    "expectation '%s' is not known%s%s%s", type->text,
                    nearest ? ", did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

// What the words of a query select must be no row: what it asks for must not be true of any.
static bool translate_query(const SuiteEntry *entry, const Value *kwargs, Words *words, Error *err)
{
    const Value *query = value_get(kwargs, "unexpected_rows_query");
    const char *condition = NULL;
    if (!text_equal(entry->check, "predicate"))
        return true;
    if (!query || !suite_query(query, words->arena, &condition, err))
        return query || value_refuse(err, kwargs, "the arguments", "'unexpected_rows_query'");
    words_add(words, "predicate",
              made_text(query, arena_format(words->arena, "NOT (%s)", condition)));
    return true;
}

static bool suite_add(const Value *document, const Value *expectation, TableSchema *schema,
                      Arena *arena, Error *err)
{
    const Value *type = value_get(expectation, "type");
    const Value *given = value_get(expectation, "kwargs");
    const Value *severity = value_get(expectation, "severity");
    const SuiteEntry *entry = NULL;
    type = type ? type : value_get(expectation, "expectation_type");
    if (!type || type->kind != VALUE_TEXT || !given || given->kind != VALUE_MAP)
        return value_refuse(err, expectation, "an expectation",
                            "a map with 'type' (or 'expectation_type') and 'kwargs'");
    Value arguments;
    const Value *kwargs = &arguments;
    if (!suite_find_entry(type, &entry, err) ||
        !suite_parameters(document, given, arena, &arguments, err))
        return false;
    Words words = {.arena = arena, .at = type};
    // Outliers by standard deviations are those by standard scores.
    bool scores = text_is(value_get(kwargs, "method"), "std");
    words_add(&words, "check", made_text(type, scores ? "z-scores" : entry->check));
    words_add(&words, "name", made_text(type, entry->name));
    // A suite says `critical` where it says nothing.
    words_add(&words, "severity",
              severity && severity->kind != VALUE_NULL ? *severity : made_text(type, "critical"));
    if (!translate_words(entry, kwargs, &words, err) ||
        !translate_rest(entry, kwargs, &words, err) || !translate_query(entry, kwargs, &words, err))
        return false;
    if (text_equal(entry->check, "quantile"))
        return suite_add_quantiles(&words, kwargs, schema, err);
    return suite_add_check(&words, schema, err);
}

bool suite_is(const Value *document)
{
    const Value *expectations = value_get(document, "expectations");
    return expectations && expectations->kind == VALUE_LIST && !value_get(document, "fields");
}

// Versions 0.13 to 0.18 and 1.x write the same of what is read here.
static bool suite_check_version(const Value *document, Error *err)
{
    const Value *version = value_get(value_get(document, "meta"), "great_expectations_version");
    if (!version || version->kind != VALUE_TEXT)
        return true;
    bool known = text_starts(version->text, "1.");
    for (int minor = 13; minor <= 18 && !known; minor++) {
        char prefix[8] = {'0', '.', '1', (char)('0' + minor % 10), '\0'};
        known = text_starts(version->text, prefix);
    }
    return known ||
           error_at(err, ERROR_CONFIG, value_place(version, PLACE_SCHEMA),
                    "suite is of Great Expectations %s, wanted 0.13 to 0.18 or 1.x", version->text);
}

bool suite_read(const Value *document, Arena *arena, TableSchema *schema, Error *err)
{
    const Value *expectations = value_get(document, "expectations");
    schema->path = document->file;
    schema->match = MATCH_PARTIAL;
    schema->match_place = value_place(expectations, PLACE_SCHEMA);
    for (size_t i = 0; i < array_count(pandas_missing); i++)
        *list_push(arena, &schema->checks.missing) = pandas_missing[i];
    if (!suite_check_version(document, err))
        return false;
    if (expectations->count == 0)
        return value_refuse(err, expectations, "key 'expectations'", "one expectation at least");
    for (size_t i = 0; i < expectations->count; i++) {
        if (!suite_add(document, &expectations->items[i], schema, arena, err))
            return false;
    }
    return true;
}
