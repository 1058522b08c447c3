#include "infer.h"

#include "base/clean.h"
#include "base/utf8.h"
#include "column_texts.h"
#include "doc/quote.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

// Of a rule that all of n rows keep, fewer than 3 / n of the rows to come break it, in 95 of 100
// cases: with fewer rows than this it may be chance.
#define FIRM_LEAST_ROWS 100

// A set of values is a domain if it is small and each value repeats; it may be one if they do so on
// average.
#define DOMAIN_MOST_VALUES   ((size_t)30)
#define DOMAIN_LEAST_REPEATS 5
#define MAYBE_MOST_VALUES    ((size_t)100)

// Texts that are longer are told apart by what they say, not because they are keys.
#define KEY_LONGEST 40

// Where fewer pairs than this are equal by chance, it means nothing that none is.
#define KEY_LEAST_PAIRS 3

#define TOLD_VALUES ((size_t)5)
#define TOLD_LENGTH ((size_t)40)

static InferredRule *add_rule(InferredField *field, const char *key, const char *value, bool firm,
                              Arena *arena)
{
    InferredRule *rule = list_push(arena, &field->rules);
    *rule = (InferredRule){.key = key, .firm = firm};
    if (value)
        *list_push(arena, &rule->values) = value;
    rule->is_list = value == NULL;
    return rule;
}

static bool is_text_column(const ColumnProfile *column)
{
    return column->type == FIELD_STRING;
}

// A text that a schema can say as it is.
static bool is_sayable(const Category *category)
{
    return category->whole == category->size &&
           utf8_valid_prefix(category->text, category->size) == category->size &&
           !memchr(category->text, '\0', category->size);
}

static void infer_required(const ColumnProfile *column, InferredField *field, Arena *arena)
{
    if (column->missing || column->rows == 0)
        return;
    add_rule(field, "required", "true", column->rows >= FIRM_LEAST_ROWS, arena)->evidence =
        arena_format(arena, "none of %" PRId64 " is missing", column->rows);
}

// How many pairs of values would be equal if they were drawn from the integers between the least
// and the greatest one.
static double pairs_by_chance(const ColumnProfile *column)
{
    double count = (double)column->moments.count;
    return count * count / 2 / (column->moments.most - column->moments.least + 1);
}

static bool is_firm_key(const ColumnProfile *column)
{
    if (!column->distinct_exact || column->missing || column->rows < FIRM_LEAST_ROWS)
        return false;
    if (column->type == FIELD_INTEGER)
        return pairs_by_chance(column) >= KEY_LEAST_PAIRS;
    return is_text_column(column) && column->moments.most <= KEY_LONGEST;
}

// Measured numbers differ without being keys.
static void infer_unique(const ColumnProfile *column, InferredField *field, Arena *arena)
{
    const int64_t values = column_profile_values(column);
    const double error = 3 * column_profile_distinct_error(column) * (double)values;
    const bool all = column->distinct_exact ? column->distinct == values
                                            : fabs((double)(column->distinct - values)) <= error;
    if (!all || values < 10 || column->type == FIELD_NUMBER || column->type == FIELD_BOOLEAN)
        return;
    add_rule(field, "unique", "true", is_firm_key(column), arena)->evidence =
        column->distinct_exact ? arena_format(arena, "all %" PRId64 " values are different", values)
                               : arena_format(arena,
                                              "about %" PRId64 " different values among %" PRId64
                                              ": too many to say whether all are",
                                              column->distinct, values);
}

static void say_domain(InferredRule *rule, const char *rarest, int64_t least, Arena *arena)
{
    rule->evidence = rule->values.count == 1
                         ? arena_format(arena, "there is no other value among %" PRId64, least)
                         : arena_format(arena, "%zu values, the rarest %" PRId64 " times: %s",
                                        rule->values.count, least, rarest);
}

static void infer_texts(const ColumnProfile *column, InferredField *field, Arena *arena)
{
    const CategoryList list = categories_list(&column->texts, arena);
    if (!is_text_column(column) || !categories_exact(&column->texts) || list.count == 0 ||
        list.count > MAYBE_MOST_VALUES ||
        column->texts.count < (int64_t)list.count * DOMAIN_LEAST_REPEATS)
        return;
    for (size_t i = 0; i < list.count; i++) {
        if (!is_sayable(&list.items[i]))
            return;
    }
    const Category *rarest = &list.items[list.count - 1];
    const bool firm = list.count > 1 && list.count <= DOMAIN_MOST_VALUES &&
                      rarest->count >= DOMAIN_LEAST_REPEATS &&
                      column->texts.count >= FIRM_LEAST_ROWS;
    InferredRule *rule = add_rule(field, "enum", NULL, firm, arena);
    rule->are_texts = true;
    for (size_t i = 0; i < list.count; i++)
        *list_push(arena, &rule->values) =
            arena_text_sized(arena, list.items[i].text, list.items[i].size);
    say_domain(rule, clean_text_short(arena, rarest->text, TOLD_LENGTH), rarest->count, arena);
}

// A few integers may be codes.
static void infer_codes(const ColumnProfile *column, InferredField *field, Arena *arena)
{
    if (column->type != FIELD_INTEGER || !spread_exact(&column->spread))
        return;
    const SpreadBins bins = spread_bins(&column->spread, arena);
    const SpreadBin *rarest = NULL;
    for (size_t i = 0; i < bins.count; i++) {
        if (!rarest || bins.items[i].count < rarest->count)
            rarest = &bins.items[i];
    }
    if (!rarest || bins.count > DOMAIN_MOST_VALUES / 3 || rarest->count < DOMAIN_LEAST_REPEATS)
        return;
    InferredRule *rule = add_rule(field, "enum", NULL, false, arena);
    for (size_t i = 0; i < bins.count; i++)
        *list_push(arena, &rule->values) = arena_format(arena, "%.0f", bins.items[i].low);
    say_domain(rule, arena_format(arena, "%.0f", rarest->low), rarest->count, arena);
}

// Where numbers end by what they are; where they happened to end is no rule.
static void infer_bounds(const ColumnProfile *column, InferredField *field, Arena *arena)
{
    const Moments *moments = &column->moments;
    bool number = column->type == FIELD_INTEGER || column->type == FIELD_NUMBER;
    if (!number || moments->count == 0 || !(moments->least >= 0))
        return;
    add_rule(field, "minimum", "0", false, arena)->evidence =
        arena_format(arena, "none of %" PRId64 " is negative", moments->count);
    if (column->type == FIELD_NUMBER && moments->most <= 1)
        add_rule(field, "maximum", "1", false, arena)->evidence =
            "all lie between 0 and 1, as shares do";
}

// Codes of one length, unless they are listed.
static void infer_lengths(const ColumnProfile *column, InferredField *field, Arena *arena)
{
    const Moments *moments = &column->moments;
    const char *length = arena_format(arena, "%.0f", moments->most);
    for (size_t i = 0; i < field->rules.count; i++) {
        if (field->rules.items[i].is_list)
            return;
    }
    if (!is_text_column(column) || moments->count == 0 || moments->least != moments->most)
        return;
    add_rule(field, "minLength", length, false, arena)->evidence =
        arena_format(arena, "all %" PRId64 " texts are as long", moments->count);
    add_rule(field, "maxLength", length, false, arena)->evidence = "the same";
}

// "3 different: Adelie (152), Gentoo (124), Chinstrap (68)"; of texts that are there once
// "5 different, such as a, b, c, d, e".
static const char *told_texts(const ColumnProfile *column, Arena *arena)
{
    const CategoryList list = categories_list(&column->texts, arena);
    const bool once = list.count && list.items[0].count == 1;
    const char *text = arena_format(arena, "%s%" PRId64 " different",
                                    column->distinct_exact ? "" : "about ", column->distinct);
    for (size_t i = 0; i < MIN(list.count, TOLD_VALUES) && categories_exact(&column->texts); i++)
        text = arena_format(arena, "%s%s%s%s", text,
                            i      ? ", "
                            : once ? ", such as "
                                   : ": ",
                            clean_text_short(arena, list.items[i].text, TOLD_LENGTH),
                            once ? "" : arena_format(arena, " (%" PRId64 ")", list.items[i].count));
    if (list.count > TOLD_VALUES && categories_exact(&column->texts))
        text = arena_format(arena, "%s, …", text);
    if (!is_text_column(column) || list.count <= TOLD_VALUES)
        return text;
    if (column->moments.least == column->moments.most)
        return arena_format(arena, "%s; %.0f characters", text, column->moments.most);
    return arena_format(arena, "%s; %.0f to %.0f characters", text, column->moments.least,
                        column->moments.most);
}

// "32.1 to 59.6, quartiles 39.225, 44.45 and 48.5".
static const char *told_numbers(const ColumnProfile *column, Arena *arena)
{
    const SpreadBins bins = spread_bins(&column->spread, arena);
    const char *quartiles[3];
    for (size_t i = 0; i < 3; i++)
        quartiles[i] =
            column_number_text(column->type, spread_quantile(&bins, .25 * (double)(i + 1)), arena);
    return arena_format(arena, "%s to %s, quartiles %s%s, %s and %s",
                        column_number_text(column->type, column->moments.least, arena),
                        column_number_text(column->type, column->moments.most, arena),
                        spread_exact(&column->spread) ? "" : "about ", quartiles[0], quartiles[1],
                        quartiles[2]);
}

static const char *told_values(const ColumnProfile *column, Arena *arena)
{
    const int64_t values = column_profile_values(column);
    const char *text = column->missing ? arena_format(arena, "%" PRId64 " of %" PRId64 " missing",
                                                      column->missing, column->rows)
                                       : arena_format(arena, "%" PRId64 " value%s, none missing",
                                                      values, values == 1 ? "" : "s");
    if (values == 0 && !column->not_finite)
        return arena_format(arena, "%s: no value says what type it has", text);
    if (column->not_finite)
        text = arena_format(arena, "%s; %" PRId64 " are NaN or infinite", text, column->not_finite);
    bool ordered = field_type_is_ordered(column->type);
    if (ordered && column->moments.count == 0)
        return text;
    return arena_format(arena, "%s; %s", text,
                        ordered ? told_numbers(column, arena) : told_texts(column, arena));
}

// The upper end of Wilson's interval of a share, one-sided at 95 %, rounded up to thousandths.
static double share_ceiling(int64_t part, int64_t all)
{
    const double z = 1.6448536269514722;
    const double n = (double)all;
    const double share = (double)part / n;
    const double middle = share + z * z / (2 * n);
    const double width = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return fmin(1, ceil((middle + width) / (1 + z * z / n) * 1000) / 1000);
}

static void infer_missing_share(const ColumnProfile *column, InferredSchema *schema, Arena *arena)
{
    if (column->missing == 0 || column->missing == column->rows)
        return;
    scoped_buf text = BUF_EMPTY;
    buf_add(&text, "{check: missing-share, column: ");
    quote_yaml(&text, column->name);
    buf_format(&text, ", maximum: %.3g}", share_ceiling(column->missing, column->rows));
    *list_push(arena, &schema->checks) = (InferredCheck){
        buf_keep(&text, arena),
        arena_format(arena, "%" PRId64 " of %" PRId64 " now; more than that would hardly be chance",
                     column->missing, column->rows)};
}

static void infer_row_count(InferredSchema *schema, Arena *arena)
{
    if (schema->rows >= 2)
        *list_push(arena, &schema->checks) = (InferredCheck){
            arena_format(arena, "{check: row-count, minimum: %" PRId64 "}", schema->rows / 2),
            arena_format(arena, "half of %" PRId64, schema->rows)};
}

static void infer_field(const ColumnProfile *column, char decimal, InferredField *field,
                        Arena *arena)
{
    *field = (InferredField){.name = column->name,
                             .type = field_type_name(column->type),
                             .evidence = told_values(column, arena)};
    if (!text_equal(column->format, "default"))
        field->format = column->format;
    if (column->type == FIELD_NUMBER && decimal != '.')
        field->decimal = arena_format(arena, "%c", decimal);
    infer_required(column, field, arena);
    infer_unique(column, field, arena);
    infer_texts(column, field, arena);
    infer_codes(column, field, arena);
    infer_bounds(column, field, arena);
    infer_lengths(column, field, arena);
}

InferredSchema infer_schema(const Profile *profile, const TextList *missing, char decimal,
                            Arena *arena)
{
    InferredSchema schema = {.rows = profile->rows, .missing = missing};
    infer_row_count(&schema, arena);
    for (size_t i = 0; i < profile->columns.count; i++) {
        const ColumnProfile *column = &profile->columns.items[i];
        infer_field(column, decimal, list_push(arena, &schema.fields), arena);
        infer_missing_share(column, &schema, arena);
    }
    return schema;
}
