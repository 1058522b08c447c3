// Whatever is accepted as a predicate can be evaluated, and says the same of a row alone as among
// others; what is refused has a message.

#include "fuzz.h"
#include "schema/field_load.h"
#include "schema/predicate.h"

#include <string.h>

#define ROWS 3

// One field of each kind, and what stands in its rows.
static const struct {
    const char *name;
    FieldType type;
    const char *cells[ROWS];
} columns[] = {
    {"n", FIELD_INTEGER, {"-9223372036854775808", "", "7"}},
    {"x", FIELD_NUMBER, {"1e308", "NaN", "-0.5"}},
    {"t", FIELD_STRING, {"a%_b", "", "Z\xc3\xbcrich\xff"}},
    {"ok", FIELD_BOOLEAN, {"true", "false", ""}},
    {"d", FIELD_DATE, {"0001-01-01", "9999-12-31", ""}},
    {"at", FIELD_TIME, {"23:59:59", "", "00:00:00"}},
    {"m", FIELD_DATETIME, {"2024-02-29T23:59:59Z", "", "1969-12-31T00:00:00Z"}},
};

#define COLUMNS sizeof columns / sizeof columns[0]

static Field fields[COLUMNS];
static FieldValues values[COLUMNS];
static Cell cells[COLUMNS][ROWS];
static char texts[COLUMNS][ROWS][32 + BATCH_PADDING];

static void open_columns(void)
{
    static const char *trues[] = {"true"};
    static const char *falses[] = {"false"};
    static const char *nothing[] = {""};
    static const TextList missing = {nothing, 1, 1};
    for (size_t i = 0; i < COLUMNS; i++) {
        fields[i] = (Field){.name = columns[i].name,
                            .type = columns[i].type,
                            .format = "default",
                            .decimal = '.',
                            .bare = true,
                            .trues = {trues, 1, 1},
                            .falses = {falses, 1, 1}};
        field_set_missing(&fields[i], &missing);
        for (size_t row = 0; row < ROWS; row++) {
            strcpy(texts[i][row], columns[i].cells[row]);
            cells[i][row] = (Cell){texts[i][row], strlen(texts[i][row])};
        }
        field_values_reserve(&values[i], ROWS);
        field_cast_column(&fields[i], kernel_find(KERNEL_BEST), cells[i], ROWS, &values[i]);
    }
}

static void check_rows(const Predicate *predicate, Arena *arena)
{
    PredicateWork *work = predicate_work_open(predicate, arena);
    PredicateColumn together[COLUMNS];
    uint8_t truths[ROWS];
    uint8_t again[ROWS];
    const PredicateInputs *inputs = predicate_inputs(predicate);
    fuzz_demand(inputs->count <= COLUMNS);
    for (size_t i = 0; i < inputs->count; i++) {
        size_t field = inputs->items[i].field;
        together[i] = (PredicateColumn){&values[field], cells[field]};
    }
    predicate_evaluate(work, together, ROWS, truths);
    predicate_evaluate(work, together, 1, again);
    fuzz_demand(again[0] == truths[0]);
    for (size_t row = 0; row < ROWS; row++)
        fuzz_demand(truths[row] <= TRUTH_UNKNOWN);
    predicate_work_close(work);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const Predicate *predicate = NULL;
    Error err = ERROR_EMPTY;
    if (!fields[0].name)
        open_columns();
    const char *text = arena_text_sized(arena, (const char *)data, size);
    PredicateFields about = {fields, COLUMNS, NULL};
    if (!predicate_parse(text, about, (Place){0}, arena, &predicate, &err)) {
        fuzz_demand(*err.message && err.kind == ERROR_CONFIG);
        return 0;
    }
    check_rows(predicate, arena);
    return 0;
}
