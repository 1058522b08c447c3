// Checks about the kinds of texts in a column side by side, and about the table as a whole.

#include "base/buf.h"
#include "check_findings.h"

#include <inttypes.h>
#include <math.h>

// Fewer of one type among another are a mistake; more of them make a column of codes.
#define MOST_STRAYS .1

// Lengths at which databases and spreadsheets cut texts.
static const size_t cut_lengths[] = {50,  63,  64,  100, 127, 128, 200,
                                     250, 254, 255, 256, 500, 512, 1000};

static void shape_find(const CheckTask *task, CheckTally *tally, const ShapeCount *shape,
                       int64_t values, const char *message)
{
    Finding *finding = check_find(task, tally, message);
    finding->count = values;
    check_add_places(task, finding, tally, &shape->place, 1);
}

static void find_types(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    const ShapeCount *shapes = count->shapes->shapes;
    int64_t texts = shapes[SHAPE_TEXT].count;
    int64_t numbers = shapes[SHAPE_INTEGER].count + shapes[SHAPE_PADDED].count +
                      shapes[SHAPE_POINT].count + shapes[SHAPE_COMMA].count +
                      shapes[SHAPE_LIMIT].count;
    int64_t rare = MIN(texts, numbers);
    bool rare_texts = texts < numbers;
    if (rare == 0 || (double)rare >= MOST_STRAYS * (double)(texts + numbers) ||
        check_tolerates(tally->check, rare, texts + numbers))
        return;
    const ShapeCount *first = &shapes[SHAPE_TEXT];
    for (CellShape shape = 0; shape < CELL_SHAPES && !rare_texts; shape++) {
        bool number = shape < SHAPE_TEXT || shape == SHAPE_LIMIT;
        if (number && shapes[shape].count &&
            (first == &shapes[SHAPE_TEXT] || shapes[shape].row < first->row))
            first = &shapes[shape];
    }
    shape_find(
        task, tally, first, rare,
        arena_format(task->report->arena,
                     "column '%s' has %" PRId64 " %s among %" PRId64 " %s: '%s' (line %" PRId64 ")",
                     count->column, rare, rare_texts ? "texts" : "numbers", MAX(texts, numbers),
                     rare_texts ? "numbers" : "texts", first->place.value, first->place.line));
}

static void find_nulls(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    int words = __builtin_popcount(count->shapes->nulls);
    const ShapeCount *first = &count->shapes->shapes[SHAPE_NULL];
    if (words < 2)
        return;
    shape_find(task, tally, first, first->count,
               arena_format(task->report->arena,
                            "column '%s' writes %d different words for nothing: %s", count->column,
                            words, shape_null_words(count->shapes->nulls, task->report->arena)));
}

static void find_marks(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    const ShapeCount *points = &count->shapes->shapes[SHAPE_POINT];
    const ShapeCount *commas = &count->shapes->shapes[SHAPE_COMMA];
    int64_t rare = MIN(points->count, commas->count);
    if (rare == 0 || check_tolerates(tally->check, rare, points->count + commas->count))
        return;
    const ShapeCount *first = points->count < commas->count ? points : commas;
    shape_find(task, tally, first, rare,
               arena_format(task->report->arena,
                            "column '%s' has %" PRId64 " numbers with a point and %" PRId64
                            " with a comma: '%s' (line %" PRId64 ")",
                            count->column, points->count, commas->count, first->place.value,
                            first->place.line));
}

// Codes of one length, some of which have zeros in front: shorter ones have lost them.
static void find_lost_zeros(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    const ColumnShapes *shapes = count->shapes;
    size_t usual = 0;
    int64_t shorter = 0;
    int64_t all = 0;
    for (size_t i = 0; i < array_count(shapes->digits); i++) {
        usual = shapes->digits[i] > shapes->digits[usual] ? i : usual;
        all += shapes->digits[i];
    }
    for (size_t i = 0; i < usual; i++)
        shorter += shapes->digits[i];
    bool codes = shapes->shapes[SHAPE_PADDED].count && shapes->digits[usual] * 2 > all;
    if (!codes || shorter == 0 || check_tolerates(tally->check, shorter, all))
        return;
    shape_find(
        task, tally, &shapes->shapes[SHAPE_INTEGER], shorter,
        arena_format(task->report->arena,
                     "column '%s' has codes of %zu digits, some with zeros in front; %" PRId64
                     " are shorter and may have lost theirs",
                     count->column, usual, shorter));
}

// Where a type ends is a number like others if there are greater ones.
static bool ends_at_limit(const CheckTask *task, const CheckCount *count)
{
    const ColumnProfile *column = &task->reading->profile->columns.items[count->position];
    const char *text = count->shapes->shapes[SHAPE_LIMIT].place.value;
    double limit = 0;
    if (!field_type_is_ordered(column->type) || !text_to_real(text, &limit))
        return true;
    return limit == column->moments.most || limit == column->moments.least;
}

static void find_cut(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    const ColumnShapes *shapes = count->shapes;
    const ShapeCount *limit = &shapes->shapes[SHAPE_LIMIT];
    size_t longest = 0;
    for (size_t i = 0; i < SHAPE_LONGEST; i++)
        longest = shapes->lengths[i] ? i : longest;
    if (limit->count && ends_at_limit(task, count) &&
        !check_tolerates(tally->check, limit->count, count->rows))
        shape_find(
            task, tally, limit, limit->count,
            arena_format(task->report->arena,
                         "column '%s' has %" PRId64
                         " values at which a type of a program ends: '%s' (line %" PRId64 ")",
                         count->column, limit->count, limit->place.value, limit->place.line));
    for (size_t i = 0; i < array_count(cut_lengths) && !shapes->lengths[SHAPE_LONGEST]; i++) {
        int64_t cut = shapes->lengths[cut_lengths[i]];
        if (cut_lengths[i] != longest || cut < 2 || cut <= 3 * shapes->lengths[longest - 1])
            continue;
        Place header = check_column_place(task, count->position);
        Finding *finding = check_find(task, tally,
                                      arena_format(task->report->arena,
                                                   "column '%s' has %" PRId64
                                                   " texts of exactly %zu characters and none that "
                                                   "is longer: they may have been cut",
                                                   count->column, cut, longest));
        check_add_places(task, finding, tally, &header, 1);
    }
}

static void find_same_columns(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    const CheckCounts *counts = check_run_counts(task->reading->checks);
    for (const CheckCount *before = counts->items; before < count; before++) {
        if (before->check != count->check || !before->shapes ||
            before->shapes->content != count->shapes->content)
            continue;
        Place header = check_column_place(task, count->position);
        Finding *finding = check_find(task, tally,
                                      arena_format(task->report->arena,
                                                   "columns '%s' and '%s' are equal in all rows",
                                                   before->column, count->column));
        check_add_places(task, finding, tally, &header, 1);
        return;
    }
}

void find_shapes(const CheckTask *task, const CheckCount *count, CheckTally *tally)
{
    static void (*const finders[])(const CheckTask *, const CheckCount *, CheckTally *) = {
        [SHAPES_ONE_TYPE] = find_types, [SHAPES_ONE_NULL] = find_nulls,
        [SHAPES_ONE_MARK] = find_marks, [SHAPES_ZEROS] = find_lost_zeros,
        [SHAPES_UNCUT] = find_cut,      [SHAPES_DIFFERENT] = find_same_columns,
    };
    finders[count->check->kind->what](task, count, tally);
}

static void table_find_fault(const CheckTask *task, CheckTally *tally, size_t column,
                             const char *message)
{
    Place header = check_column_place(task, column);
    check_add_places(task, check_find(task, tally, message), tally, &header, 1);
}

// A number of the table within the check's bounds.
static bool find_size(const CheckTask *task, CheckTally *tally, double size, const char *what,
                      Error *err)
{
    const DataCheck *check = tally->check;
    double low = -INFINITY;
    double high = INFINITY;
    if ((check->low.text && !text_to_real(check->low.text, &low)) ||
        (check->high.text && !text_to_real(check->high.text, &high)))
        return error_at(err, ERROR_CONFIG, check->place, "check '%s' wants numbers as bounds",
                        check->name);
    tally->value = arena_format(task->report->arena, "%.6g", size);
    if ((check->low.open ? size > low : size >= low) &&
        (check->high.open ? size < high : size <= high))
        return true;
    table_find_fault(task, tally, 0,
                     arena_format(task->report->arena, "the data has %.15g %s, wanted %s", size,
                                  what, check->wanted));
    return true;
}

static bool find_rows_changed(const CheckTask *task, CheckTally *tally, Error *err)
{
    if (task->baseline_rows <= 0) {
        tally->unsure = true;
        tally->value = "there is no earlier data to compare with";
        return true;
    }
    double ratio = (double)task->reading->profile->rows / (double)task->baseline_rows;
    return find_size(task, tally, ratio, "times the rows of the earlier data", err);
}

static bool is_listed(const Value *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].kind == VALUE_TEXT && text_equal(names->items[i].text, name))
            return true;
    }
    return false;
}

static void find_names(const CheckTask *task, CheckTally *tally)
{
    const TextList *names = table_names(task->reading->table);
    const Value *wanted = tally->check->values;
    Arena *arena = task->report->arena;
    for (size_t i = 0; i < wanted->count; i++) {
        size_t column = 0;
        const char *name = wanted->items[i].text;
        if (wanted->items[i].kind == VALUE_TEXT && !table_find(task->reading->table, name, &column))
            table_find_fault(task, tally, 0,
                             arena_format(arena, "column '%s' is not in the data", name));
    }
    for (size_t i = 0; i < names->count && tally->check->wants_all; i++) {
        if (!is_listed(wanted, names->items[i]))
            table_find_fault(
                task, tally, i,
                arena_format(arena, "column '%s' is not among those wanted", names->items[i]));
    }
}

static void find_name_order(const CheckTask *task, CheckTally *tally)
{
    const TextList *names = table_names(task->reading->table);
    const Value *wanted = tally->check->values;
    Arena *arena = task->report->arena;
    for (size_t i = 0; i < MAX(names->count, wanted->count); i++) {
        const char *name = i < names->count ? names->items[i] : "no column";
        const char *want = i < wanted->count && wanted->items[i].kind == VALUE_TEXT
                               ? wanted->items[i].text
                               : "no column";
        if (text_equal(name, want))
            continue;
        table_find_fault(task, tally, MIN(i, names->count - 1),
                         arena_format(arena, "column %zu is '%s', wanted '%s'", i + 1, name, want));
        return;
    }
}

// The column is there, at its position from 0 if one was given.
static void find_column(const CheckTask *task, CheckTally *tally)
{
    const DataCheck *check = tally->check;
    const char *name = check->columns.items[0];
    size_t column = 0;
    Arena *arena = task->report->arena;
    if (!table_find(task->reading->table, name, &column))
        table_find_fault(task, tally, 0,
                         arena_format(arena, "column '%s' is not in the data", name));
    else if (!isnan(check->number) && (double)column != check->number)
        table_find_fault(task, tally, column,
                         arena_format(arena, "column '%s' stands at position %zu, wanted %.0f",
                                      name, column, check->number));
}

// A name without case, blanks and marks.
static const char *fold_name(const char *name, Arena *arena)
{
    scoped_buf folded = BUF_EMPTY;
    for (; *name; name++) {
        char lower = *name >= 'A' && *name <= 'Z' ? (char)(*name | 0x20) : *name;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower < 0)
            buf_add_char(&folded, lower);
    }
    return buf_keep(&folded, arena);
}

static void find_look_alikes(const CheckTask *task, CheckTally *tally)
{
    const TextList *names = table_names(task->reading->table);
    Arena *arena = task->report->arena;
    const char **folded = arena_array(arena, const char *, names->count + 1);
    for (size_t i = 0; i < names->count; i++) {
        folded[i] = fold_name(names->items[i], arena);
        for (size_t k = 0; k < i; k++) {
            if (*folded[i] && text_equal(folded[i], folded[k]))
                table_find_fault(task, tally, i,
                                 arena_format(arena, "columns '%s' and '%s' look alike",
                                              names->items[k], names->items[i]));
        }
    }
}

// All rows, or those of a condition.
static bool find_rows(const CheckTask *task, const CheckCount *count, CheckTally *tally, Error *err)
{
    const char *where = count->check->where;
    if (!where)
        return find_size(task, tally, (double)task->reading->profile->rows, "rows", err);
    return find_size(task, tally, (double)count->rows,
                     arena_format(task->report->arena, "rows where %s", where), err);
}

bool find_table(const CheckTask *task, const CheckCount *count, CheckTally *tally, Error *err)
{
    switch ((CheckTable)count->check->kind->what) {
    case TABLE_ROWS:
        return find_rows(task, count, tally, err);
    case TABLE_ROWS_CHANGED:
        return find_rows_changed(task, tally, err);
    case TABLE_COLUMNS:
        return find_size(task, tally, (double)table_names(task->reading->table)->count, "columns",
                         err);
    case TABLE_NAMES:
        find_names(task, tally);
        return true;
    case TABLE_ORDER:
        find_name_order(task, tally);
        return true;
    case TABLE_EXISTS:
        find_column(task, tally);
        return true;
    case TABLE_LOOK_ALIKES:
        find_look_alikes(task, tally);
        return true;
    }
    return true;
}
