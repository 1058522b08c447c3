#include "findings.h"

#include <inttypes.h>
#include <string.h>

// The last place of a finding is the schema's line.
#define MOST_DATA_PLACES (REPORT_MOST_PLACES - 1)

// Several rules of a field are one group: one name of a rule, one check of the report.
typedef struct RuleGroup {
    const char *rule;
    const char *check;
    FieldRule first;
    FieldRule last;
} RuleGroup;

static const RuleGroup groups[] = {
    {"schema/type", "values have their column's type", RULE_TYPE, RULE_TYPE},
    {"schema/required", "required values are there", RULE_REQUIRED, RULE_REQUIRED},
    {"schema/unique", "unique values are unique", RULE_UNIQUE, RULE_UNIQUE},
    {"schema/enum", "values are among those allowed", RULE_ENUM, RULE_ENUM},
    {"schema/range", "values are within their bounds", RULE_MINIMUM, RULE_EXCLUSIVE_MAXIMUM},
    {"schema/length", "texts have the length they should", RULE_MIN_LENGTH, RULE_MAX_LENGTH},
    {"schema/pattern", "texts match their pattern", RULE_PATTERN, RULE_PATTERN},
    {"schema/json-schema", "JSON keeps its schema", RULE_JSON_SCHEMA, RULE_JSON_SCHEMA},
};

// Data first, then the rule; the other way round where nobody can open the data.
static void add_places(Report *report, Finding *finding, const Place *places, size_t count,
                       Place rule)
{
    bool piped = count > 0 && text_equal(places[0].file, "-");
    if (piped)
        finding_add_place(report, finding, rule);
    for (size_t i = 0; i < MIN(count, (size_t)MOST_DATA_PLACES); i++)
        finding_add_place(report, finding, places[i]);
    if (!piped)
        finding_add_place(report, finding, rule);
}

static const char *example(const Report *report, const Breach *breach)
{
    const Place *place = &breach->places.items[0];
    if (breach->places.count == 0)
        return "";
    if (text_empty(place->value))
        return arena_format(report->arena, " (line %" PRId64 ")", place->line);
    return arena_format(report->arena, ": '%s' (line %" PRId64 ")%s", place->value, place->line,
                        breach->count > 1 ? " is the first" : "");
}

static void find_breach(Report *report, const Reading *reading, const RuleGroup *group,
                        size_t position, FieldRule rule)
{
    const Field *field = &reading->schema->fields.items[position];
    const Breach *breach = schema_check_breach(reading->check, position, rule);
    const char *values = breach->count == 1 ? "value" : "values";
    const char *detail = "";
    if (breach->count == 0)
        return;
    if (rule == RULE_UNIQUE)
        detail =
            arena_format(report->arena, "; it was in row %" PRId64 " before", breach->first_row);
    if (rule == RULE_PATTERN && schema_check_too_hard(reading->check, position))
        detail = arena_format(report->arena, "; %" PRId64 " took too many steps to match",
                              schema_check_too_hard(reading->check, position));
    Finding *finding =
        rule == RULE_REQUIRED
            ? report_find(report, report_rule(report, group->rule),
                          "column '%s': %" PRId64 " required %s missing%s", field->name,
                          breach->count, breach->count == 1 ? "value is" : "values are",
                          example(report, breach))
            : report_find(report, report_rule(report, group->rule),
                          "column '%s' wants %s; %" PRId64 " %s %s not%s%s", field->name,
                          field->wanted[rule], breach->count, values,
                          breach->count == 1 ? "is" : "are", example(report, breach), detail);
    finding->count = breach->count;
    finding->check = group->check;
    add_places(report, finding, breach->places.items, breach->places.count,
               field->rule_places[rule]);
}

static void find_group(Report *report, const Reading *reading, const RuleGroup *group)
{
    int64_t judged = 0;
    int64_t breaches = 0;
    for (size_t i = 0; i < reading->schema->fields.count; i++) {
        const bool *has_rule = reading->schema->fields.items[i].has_rule;
        // What a column that is not there breaks is told by its absence.
        if (reading->columns[i] == SIZE_MAX)
            continue;
        for (FieldRule rule = group->first; rule <= group->last; rule++) {
            judged += has_rule[rule];
            breaches += schema_check_breach(reading->check, i, rule)->count;
            find_breach(report, reading, group, i, rule);
        }
    }
    if (judged == 0)
        return;
    report_add_check(report,
                     (Check){.name = group->check,
                             .verdict = breaches ? VERDICT_FAIL : VERDICT_PASS,
                             .value = arena_format(report->arena, "%" PRId64 " %s", breaches,
                                                   breaches == 1 ? "breach" : "breaches"),
                             .threshold = arena_format(report->arena,
                                                       "0 breaches of %" PRId64 " rules", judged)});
}

// False if a column of the key is not in the data.
static bool key_is_judged(const Reading *reading, const size_t *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (reading->columns[fields[i]] == SIZE_MAX)
            return false;
    }
    return true;
}

static const char *key_fields(const Report *report, const Reading *reading, const size_t *fields,
                              size_t count)
{
    TextList names = {0};
    for (size_t i = 0; i < count; i++)
        *list_push(report->arena, &names) = reading->schema->fields.items[fields[i]].name;
    return text_join(report->arena, &names, ", ");
}

// Adds the check; false if there is nothing to be found.
static bool key_check(Report *report, Check *check, bool judged, const Breach *breach)
{
    check->verdict = breach->count ? VERDICT_FAIL : VERDICT_PASS;
    if (judged) {
        check->value = arena_format(report->arena, "%" PRId64 " rows break it", breach->count);
    } else {
        check->verdict = VERDICT_INCONCLUSIVE;
        check->message = "not all of its columns are in the data";
    }
    report_add_check(report, *check);
    return judged && breach->count;
}

static void find_key(Report *report, const Reading *reading, size_t position)
{
    const TableKey *key = &reading->schema->keys.items[position];
    const Breach *breach = schema_check_key_breach(reading->check, position);
    const char *name = key_fields(report, reading, key->fields.items, key->fields.count);
    Check check = {.name = arena_format(report->arena, "%s (%s)", key->name, name)};
    if (!key_check(report, &check, key_is_judged(reading, key->fields.items, key->fields.count),
                   breach))
        return;
    Finding *finding =
        report_find(report, report_rule(report, "schema/key"),
                    "%" PRId64 " %s the %s (%s) of an earlier row, or none of "
                    "their own",
                    breach->count, breach->count == 1 ? "row has" : "rows have", key->name, name);
    finding->count = breach->count;
    finding->check = check.name;
    add_places(report, finding, breach->places.items, breach->places.count, key->place);
}

static void find_foreign_key(Report *report, const Reading *reading, size_t position)
{
    const ForeignKey *key = &reading->schema->foreign_keys.items[position];
    const Breach *breach = schema_check_foreign_breach(reading->check, position);
    const char *name = key_fields(report, reading, key->fields.items, key->fields.count);
    const char *others = text_join(report->arena, &key->names, ", ");
    const char *table = key->resource ? key->resource : "this table";
    Check check = {.name = arena_format(report->arena, "foreignKeys (%s)", name)};
    if (!key_check(report, &check, key_is_judged(reading, key->fields.items, key->fields.count),
                   breach))
        return;
    Finding *finding =
        report_find(report, report_rule(report, "schema/foreign-key"),
                    "(%s) is in no row of '%s' (%s) in %" PRId64 " %s%s", name, table, others,
                    breach->count, breach->count == 1 ? "row" : "rows", example(report, breach));
    finding->count = breach->count;
    finding->check = check.name;
    add_places(report, finding, breach->places.items, breach->places.count, key->place);
}

void find_breaches(Report *report, const Reading *reading)
{
    for (size_t i = 0; i < array_count(groups); i++)
        find_group(report, reading, &groups[i]);
    for (size_t i = 0; i < reading->schema->keys.count; i++)
        find_key(report, reading, i);
    for (size_t i = 0; i < reading->schema->foreign_keys.count; i++)
        find_foreign_key(report, reading, i);
}

static bool column_has_field(const Reading *reading, size_t column)
{
    for (size_t i = 0; i < reading->schema->fields.count; i++) {
        if (reading->columns[i] == column)
            return true;
    }
    return false;
}

static const char columns_check[] = "the columns are those of the schema";

// The columns that the data has.
static TextList columns_seen(const Report *report, const Reading *reading)
{
    const TextList *names = table_names(reading->table);
    TextList seen = {0};
    for (size_t i = 0; i < names->count; i++) {
        if (table_has_seen(reading->table, i))
            *list_push(report->arena, &seen) = names->items[i];
    }
    return seen;
}

static void find_missing_columns(Report *report, const Reading *reading, size_t *ret_found)
{
    const TableSchema *schema = reading->schema;
    const TextList names = columns_seen(report, reading);
    bool optional = schema->match == MATCH_SUPERSET || schema->match == MATCH_PARTIAL;
    for (size_t i = 0; i < schema->fields.count; i++) {
        const Field *field = &schema->fields.items[i];
        *ret_found += reading->columns[i] != SIZE_MAX;
        if (reading->columns[i] != SIZE_MAX || optional ||
            !check_applies(&field->environments, reading->environment))
            continue;
        const char *nearest = text_nearest(field->name, names.items, names.count);
        Finding *finding =
            report_find(report, report_rule(report, "schema/missing-column"),
                        "column '%s' is not in the data%s%s%s", field->name,
                        nearest ? ", which has '" : "", nearest ? nearest : "", nearest ? "'" : "");
        Place header = table_name_place(reading->table, 0);
        header.field = field->name;
        finding->check = columns_check;
        add_places(report, finding, &header, 1, field->place);
    }
}

static void find_extra_columns(Report *report, const Reading *reading)
{
    const TableSchema *schema = reading->schema;
    const TextList *names = table_names(reading->table);
    bool welcome = schema->match == MATCH_SUBSET || schema->match == MATCH_PARTIAL;
    for (size_t i = 0; i < names->count && !welcome; i++) {
        size_t first = 0;
        if (column_has_field(reading, i) || !table_has_seen(reading->table, i) ||
            (table_find(reading->table, names->items[i], &first) && first != i))
            continue;
        Finding *finding = report_find(report, report_rule(report, "schema/extra-column"),
                                       "column '%s' is not in the schema", names->items[i]);
        // Where the schema says which columns there are, a further one breaks it.
        if (schema->match != MATCH_BY_NAME)
            finding->severity = SEVERITY_ERROR;
        Place header = table_name_place(reading->table, i);
        finding->check = columns_check;
        add_places(report, finding, &header, 1, schema->match_place);
    }
}

static void find_column_order(Report *report, const Reading *reading)
{
    const TableSchema *schema = reading->schema;
    for (size_t i = 0; schema->match == MATCH_EXACT && i < schema->fields.count; i++) {
        if (reading->columns[i] == i || reading->columns[i] == SIZE_MAX)
            continue;
        Finding *finding =
            report_find(report, report_rule(report, "schema/column-order"),
                        "column '%s' is number %zu in the data, the schema has it "
                        "as number %zu",
                        schema->fields.items[i].name, reading->columns[i] + 1, i + 1);
        Place header = table_name_place(reading->table, reading->columns[i]);
        finding->check = columns_check;
        add_places(report, finding, &header, 1, schema->fields.items[i].place);
        return;
    }
}

void find_columns(Report *report, const Reading *reading)
{
    size_t found = 0;
    size_t before = report_count(report, SEVERITY_ERROR);
    find_missing_columns(report, reading, &found);
    find_extra_columns(report, reading);
    find_column_order(report, reading);
    if (found == 0 && reading->schema->match == MATCH_PARTIAL) {
        Finding *finding = report_find(report, report_rule(report, "schema/missing-column"),
                                       "none of the schema's columns is in the data");
        Place header = table_name_place(reading->table, 0);
        finding->check = columns_check;
        add_places(report, finding, &header, 1, reading->schema->match_place);
    }
    bool failed = report_count(report, SEVERITY_ERROR) > before;
    report_add_check(report, (Check){.name = columns_check,
                                     .verdict = failed ? VERDICT_FAIL : VERDICT_PASS,
                                     .value = arena_format(report->arena, "%zu found", found),
                                     .threshold = arena_format(report->arena, "%zu in the schema",
                                                               reading->schema->fields.count)});
}
