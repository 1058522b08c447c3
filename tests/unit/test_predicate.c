// Predicates: three-valued logic, kinds, and what is refused and where. The rows are those that
// tests/peers holds to DuckDB, so the truths here are SQL's.

#include "base/buf.h"
#include "base/text.h"
#include "schema/field_load.h"
#include "schema/predicate.h"
#include "unit.h"

#include <math.h>
#include <string.h>

static const char *trues[] = {"true", "yes"};
static const char *falses[] = {"false", "no"};

// Two rows: in the second one everything is missing but `n`, `name` and `start`.
static const struct {
    const char *name;
    FieldType type;
    const char *cells[2];
} columns[] = {
    {"n", FIELD_INTEGER, {"7", "-3"}},
    {"big", FIELD_INTEGER, {"9007199254740993", ""}},
    {"price", FIELD_NUMBER, {"2.5", ""}},
    {"name", FIELD_STRING, {"Zürich", "a_b%c"}},
    {"status", FIELD_STRING, {"sold", ""}},
    {"ok", FIELD_BOOLEAN, {"yes", ""}},
    {"start", FIELD_DATE, {"2024-02-29", "1969-12-31"}},
    {"end date", FIELD_DATE, {"2024-03-01", ""}},
    {"seen", FIELD_DATETIME, {"2024-02-29T12:30:00Z", ""}},
    {"at", FIELD_TIME, {"08:15:00", ""}},
    {"nan", FIELD_NUMBER, {"NaN", "INF"}},
    {"misfit", FIELD_INTEGER, {"seven", "1"}},
};

#define COLUMNS array_count(columns)
#define ROWS    2

typedef struct Sheet {
    Field fields[COLUMNS];
    FieldValues values[COLUMNS];
    Cell cells[COLUMNS][ROWS];
    char texts[COLUMNS][ROWS][32 + BATCH_PADDING];
    PredicateColumn columns[COLUMNS];
} Sheet;

static void open_sheet(Sheet *sheet)
{
    static const char *nothing[] = {""};
    static const TextList missing = {nothing, 1, 1};
    *sheet = (Sheet){0};
    for (size_t i = 0; i < COLUMNS; i++) {
        Field *field = &sheet->fields[i];
        *field = (Field){.name = columns[i].name,
                         .type = columns[i].type,
                         .format = "default",
                         .decimal = '.',
                         .bare = true,
                         .trues = {trues, 2, 2},
                         .falses = {falses, 2, 2}};
        field_set_missing(field, &missing);
        for (size_t row = 0; row < ROWS; row++) {
            strcpy(sheet->texts[i][row], columns[i].cells[row]);
            sheet->cells[i][row] = (Cell){sheet->texts[i][row], strlen(columns[i].cells[row])};
        }
        field_values_reserve(&sheet->values[i], ROWS);
        field_cast_column(field, kernel_find(KERNEL_BEST), sheet->cells[i], ROWS,
                          &sheet->values[i]);
        sheet->columns[i] = (PredicateColumn){&sheet->values[i], sheet->cells[i]};
    }
}

static void close_sheet(Sheet *sheet)
{
    for (size_t i = 0; i < COLUMNS; i++)
        field_values_release(&sheet->values[i]);
}

static const PredicateColumn *inputs_of(const Predicate *predicate, const Sheet *sheet,
                                        Arena *arena)
{
    const PredicateInputs *inputs = predicate_inputs(predicate);
    PredicateColumn *columns_of = arena_array(arena, PredicateColumn, inputs->count + 1);
    for (size_t i = 0; i < inputs->count; i++)
        columns_of[i] = sheet->columns[inputs->items[i].field];
    return columns_of;
}

// The truth in both rows: t, f or u.
static const struct {
    const char *name;
    const char *text;
    const char *truths;
} truths[] = {
    {"compares integers", "n > 0", "tf"},
    {"keeps integers beyond 2^53", "big = 9007199254740992", "fu"},
    {"compares an integer with a real", "n = 7.0", "tf"},
    {"compares what is missing with nothing known", "price >= 0", "tu"},
    {"has unknown in a comparison with NULL", "n = NULL", "uu"},
    {"takes a misfit for missing", "misfit = 1", "ut"},
    {"knows what is missing", "price IS NULL", "ft"},
    {"knows what is not missing", "status <> 'sold' OR price IS NOT NULL", "tu"},
    {"lets AND settle by false", "price > 0 AND n > 100", "ff"},
    {"lets AND be unknown", "price > 0 AND n < 0", "fu"},
    {"lets OR settle by true", "price > 0 OR n < 0", "tt"},
    {"turns unknown to unknown", "NOT price > 0", "fu"},
    {"reads NOT twice", "NOT NOT n > 0", "tf"},
    {"binds AND before OR", "n > 0 OR n > 0 AND n < 0", "tf"},
    {"binds NOT before AND", "NOT n > 0 AND n > 0", "ff"},
    {"asks IS TRUE of unknown", "(price > 0) IS TRUE", "tf"},
    {"asks IS NOT TRUE of unknown", "(price > 0) IS NOT TRUE", "ft"},
    {"asks IS UNKNOWN", "(price > 0) IS UNKNOWN", "ft"},
    {"asks IS FALSE", "(n > 0) IS FALSE", "ft"},
    {"reads BETWEEN with both ends", "n BETWEEN -3 AND 7", "tt"},
    {"reads NOT BETWEEN", "n NOT BETWEEN 0 AND 7", "ft"},
    {"settles BETWEEN by one end", "n BETWEEN price AND 0", "fu"},
    {"reads IN", "n IN (1, 7, 9)", "tf"},
    {"has unknown in a list", "n IN (7, NULL)", "tu"},
    {"finds in a list behind what is unknown", "n IN (NULL, 7)", "tu"},
    {"has unknown in a negated list", "n NOT IN (7, NULL)", "fu"},
    {"reads IN of texts", "status IN ('sold', 'lent')", "tu"},
    {"compares dates with texts", "start >= '2024-01-01'", "tf"},
    {"compares two dates", "\"end date\" >= start", "tu"},
    {"compares a date with a moment", "seen >= start", "tu"},
    {"reads date constants", "start = DATE '2024-02-29'", "tf"},
    {"reads time constants", "at < TIME '08:15:01'", "tu"},
    {"reads moments", "seen = TIMESTAMP '2024-02-29 12:30:00'", "tu"},
    {"subtracts dates", "\"end date\" - start = 1", "tu"},
    {"adds days", "start + 1 = '2024-03-01'", "tf"},
    {"takes days away", "start - 1 < start", "tt"},
    {"knows years before 1970", "YEAR(start) = 1969 AND MONTH(start) = 12 AND DAY(start) = 31",
     "ft"},
    {"knows seconds", "EPOCH(seen) - EPOCH(start) = 45000", "tu"},
    {"multiplies before it adds", "n + 1 * 2 = 9", "tf"},
    {"subtracts from the left", "n - 1 - 1 = 5", "tf"},
    {"divides integers as reals", "n / 2 = 3.5", "tf"},
    {"has no quotient by zero", "n / 0 = 1", "uu"},
    {"gives the rest its sign", "n % 2 = -1", "ft"},
    {"has no rest by zero", "n % 0 = 1", "uu"},
    {"negates", "-n = -7", "tf"},
    {"keeps large sums as reals", "big * big > 8e31", "tu"},
    {"orders NaN above all", "nan > 1e308", "tt"},
    {"has NaN equal itself", "nan = nan", "tt"},
    {"compares truths", "ok", "tu"},
    {"compares truths with constants", "ok = FALSE", "fu"},
    {"orders texts by bytes", "name > 'a'", "ft"},
    {"counts characters", "LENGTH(name) = 6", "tf"},
    {"reads any run", "name LIKE 'Z%h'", "tf"},
    {"reads one character", "name LIKE 'Z_rich'", "tf"},
    {"escapes in a pattern", "name LIKE 'a!_b!%_' ESCAPE '!'", "ft"},
    {"goes back to the last run", "name LIKE '%r%i%h'", "tf"},
    {"takes the whole text", "name LIKE 'rich'", "ff"},
    {"reads any case", "name ILIKE 'z%H'", "tf"},
    {"reads NOT LIKE", "status NOT LIKE '%'", "fu"},
    {"joins texts", "name || '!' = 'Zürich!'", "tf"},
    {"joins with unknown", "name || status IS NULL", "ft"},
    {"changes case", "UPPER(status) = 'SOLD' AND LOWER('ABC') = 'abc'", "tu"},
    {"cuts texts", "SUBSTR(name, 2, 2) = 'ür'", "tf"},
    {"cuts to the end", "SUBSTR(name, 3) = 'rich'", "tf"},
    {"trims", "TRIM('  x ') = 'x'", "tt"},
    {"finds in texts", "CONTAINS(name, 'ric') AND STARTS_WITH(name, 'Z') AND ENDS_WITH(name, 'ch')",
     "tf"},
    {"takes the first known", "COALESCE(price, 0) >= 0", "tt"},
    {"takes away by NULLIF", "NULLIF(n, 7) IS NULL", "tf"},
    {"takes the greatest known", "GREATEST(price, n) = 7", "tf"},
    {"takes the least known", "LEAST(price, n) = -3", "ft"},
    {"rounds halves away from zero", "ROUND(price) = 3 AND ROUND(-2.5) = -3", "tu"},
    {"rounds to decimals", "ROUND(1.25 * n, 1) = 8.8", "tf"},
    {"rounds down and up", "FLOOR(price) = 2 AND CEIL(price) = 3", "tu"},
    {"has absolute values", "ABS(n) = 3", "ft"},
    {"chooses by condition", "CASE WHEN n > 0 THEN 'p' WHEN n < 0 THEN 'm' END = 'm'", "ft"},
    {"chooses by value", "CASE n WHEN 7 THEN TRUE ELSE FALSE END", "tf"},
    {"has nothing to choose", "CASE WHEN n > 100 THEN 1 END IS NULL", "tt"},
    {"tells different ones", "price IS DISTINCT FROM NULL", "tf"},
    {"tells same ones", "price IS NOT DISTINCT FROM 2.5", "tf"},
    {"reads names in any case", "N > 0 AND Status = 'sold'", "tf"},
    {"reads doubled quotes", "name = 'it''s'", "ff"},
    {"passes over comments", "n > 0 -- only gains\n AND n < 10", "tf"},
    {"reads a constant", "NULL", "uu"},
};

static void check_truth(void **state)
{
    const typeof(truths[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Predicate *predicate = NULL;
    Error err = ERROR_EMPTY;
    Sheet sheet;
    open_sheet(&sheet);
    if (!predicate_parse(row->text, (PredicateFields){sheet.fields, COLUMNS, NULL}, (Place){0},
                         arena, &predicate, &err))
        fail_msg("%s", err.message);
    PredicateWork *work = predicate_work_open(predicate, arena);
    uint8_t got[ROWS];
    char letters[ROWS + 1] = "";
    predicate_evaluate(work, inputs_of(predicate, &sheet, arena), ROWS, got);
    for (size_t i = 0; i < ROWS; i++)
        letters[i] = "ftu"[got[i]];
    predicate_work_close(work);
    close_sheet(&sheet);
    assert_string_equal(letters, row->truths);
}

static const struct {
    const char *name;
    const char *text;
    const char *message;
} refused[] = {
    {"names the nearest field", "n > 0 AND prise > 0",
     "character 11: there is no field 'prise'; did you mean 'price'?"},
    {"tells texts from names", "status = \"sold out\"", "a text is written in single quotes"},
    {"counts characters, not bytes", "name = 'Zürich' AND x = 1", "character 21"},
    {"does not compare numbers with texts", "n > 'a'", "character 5: a text cannot be compared"},
    {"does not compare fields of different kinds", "n = name",
     "character 5: a text cannot be compared with a number"},
    {"wants a date in a date's place", "start > '2024-02-30'", "'2024-02-30' is not a date"},
    {"wants a truth value", "n + 1", "it is a number, wanted something true or false"},
    {"wants truths around AND", "n AND TRUE", "AND wants a truth value, this is a number"},
    {"wants an end", "n >", "it ends here, wanted a value"},
    {"wants a closing parenthesis", "(n > 1", "it ends here, wanted ')'"},
    {"has nothing behind its end", "n > 1 1", "wanted AND, OR or its end, got '1'"},
    {"has no chains of comparisons", "1 < n < 3", "wanted AND, OR or its end, got '<'"},
    {"knows its functions", "FOO(n) = 1", "there is no function 'FOO'"},
    {"counts what functions take", "LENGTH(name, name) = 1", "LENGTH does not take 2 values"},
    {"wants values in functions", "COALESCE() = 1", "COALESCE does not take 0 values"},
    {"checks what functions take", "LENGTH(n) = 1", "LENGTH wants a text, this is a number"},
    {"wants closed quotes", "name = 'x", "character 8: this quote is never closed"},
    {"knows its characters", "n > 1; DROP", "character 6: nothing in a predicate"},
    {"does not add texts", "name + 1 = 2", "+ wants a number, this is a text"},
    {"wants NOT before a list only", "n NOT 1", "wanted BETWEEN, IN, LIKE or ILIKE"},
    {"wants one character to escape", "name LIKE 'a' ESCAPE 'ab'", "one ASCII character"},
    {"wants fields like keywords quoted", "end > 1", "is put in double quotes"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Predicate *predicate = NULL;
    Error err = ERROR_EMPTY;
    Sheet sheet;
    open_sheet(&sheet);
    bool parsed = predicate_parse(row->text, (PredicateFields){sheet.fields, COLUMNS, NULL},
                                  (Place){0}, arena, &predicate, &err);
    close_sheet(&sheet);
    assert_false(parsed);
    assert_int_equal(err.kind, ERROR_CONFIG);
    if (!strstr(err.message, row->message))
        fail_msg("got: %s", err.message);
}

// However deep and long: refused or read, never a crash.
static void check_bounds(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf deep = BUF_EMPTY;
    scoped_buf wide = BUF_EMPTY;
    const Predicate *predicate = NULL;
    Error err = ERROR_EMPTY;
    Sheet sheet;
    open_sheet(&sheet);
    for (size_t i = 0; i < PREDICATE_DEEPEST + 1; i++)
        buf_add(&deep, "(");
    assert_false(predicate_parse(buf_text(&deep), (PredicateFields){sheet.fields, COLUMNS, NULL},
                                 (Place){0}, arena, &predicate, &err));
    assert_non_null(strstr(err.message, "nested deeper"));
    buf_add(&wide, "n > 0");
    for (size_t i = 0; i < 1500; i++)
        buf_add(&wide, " AND n + 1 > 1");
    assert_true(predicate_parse(buf_text(&wide), (PredicateFields){sheet.fields, COLUMNS, NULL},
                                (Place){0}, arena, &predicate, &err));
    PredicateWork *work = predicate_work_open(predicate, arena);
    uint8_t got[ROWS];
    predicate_evaluate(work, inputs_of(predicate, &sheet, arena), ROWS, got);
    assert_int_equal(got[0], TRUTH_TRUE);
    assert_int_equal(got[1], TRUTH_FALSE);
    assert_int_equal(predicate_inputs(predicate)->count, 1);
    predicate_work_close(work);
    close_sheet(&sheet);
}

int main(void)
{
    const struct CMUnitTest bounds[] = {cmocka_unit_test(check_bounds)};
    return unit_run_table("truths", truths, check_truth) +
           unit_run_table("refused", refused, check_refused) +
           cmocka_run_group_tests(bounds, NULL, NULL);
}
