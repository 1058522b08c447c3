// A check on the columns of a table: its views, its bounds and values as the columns' types read
// them, and the keys of another file.

#include "schema/check_parts.h"

#include "base/file.h"
#include "schema/field_load.h"

#include <math.h>
#include <string.h>

size_t check_bind_view(CheckRun *run, size_t column, CheckView view)
{
    const char *name = table_names(run->plan->table)->items[column];
    for (size_t i = 0; i < run->views.count; i++) {
        if (run->views.items[i].column == column && run->views.items[i].view == view)
            return i;
    }
    size_t first = 0;
    size_t position = table_schema_field(run->plan->schema, name);
    // Of columns with the same name the schema's field is the first one.
    if (!table_find(run->plan->table, name, &first) || first != column)
        position = SIZE_MAX;
    const Field *declared =
        position == SIZE_MAX ? NULL : &run->plan->schema->fields.items[position];
    BoundView *bound = list_push(run->arena, &run->views);
    *bound = (BoundView){.column = column, .view = view, .shared = position};
    const bool ordered = declared && field_type_is_ordered(declared->type);
    if ((view == VIEW_ORDER && ordered) || (view == VIEW_TYPED && declared)) {
        bound->field = *declared;
        return run->views.count - 1;
    }
    // Cells are their own values; whether they are missing the field knows as well.
    bound->guessed = view == VIEW_ORDER;
    bound->shared = bound->guessed ? SIZE_MAX : position;
    bound->field = (Field){.name = name,
                           .type = bound->guessed ? FIELD_NUMBER : FIELD_ANY,
                           .format = "default",
                           .decimal = '.',
                           .bare = true};
    field_set_missing(&bound->field, declared ? declared->missing : &run->plan->checks->missing);
    return run->views.count - 1;
}

static bool view_cast(const BoundView *view, const char *text, size_t size, Scalar *ret_scalar)
{
    return (view->guessed && scalar_integer(text, size, ret_scalar)) ||
           field_cast(&view->field, text, size, ret_scalar) ||
           (view->guessed && scalar_any_datetime(text, size, ret_scalar));
}

static bool bind_bound(const BoundView *view, const CheckBound *bound, Scalar *ret_scalar,
                       Error *err)
{
    const size_t size = bound->text ? strlen(bound->text) : 0;
    if (!bound->text || view_cast(view, bound->text, size, ret_scalar) ||
        scalar_number(bound->text, size, ret_scalar))
        return true;
    return error_at(err, ERROR_CONFIG, value_place(bound->value, PLACE_SCHEMA),
                    "'%s' is no bound for column '%s', which wants a %s", bound->text,
                    view->field.name, field_type_name(view->field.type));
}

// Whether all values are numbers, so that 1 is 1.0.
static bool values_are_numbers(const Value *values)
{
    bool numbers = values->count > 0;
    for (size_t i = 0; i < values->count; i++) {
        ValueKind kind = values->items[i].kind;
        numbers = numbers && (kind == VALUE_INT || kind == VALUE_REAL);
    }
    return numbers;
}

// Truth values are spelled in three ways.
static void add_truth(Field *set, bool truth, Arena *arena)
{
    static const char *const spellings[2][3] = {{"false", "False", "FALSE"},
                                                {"true", "True", "TRUE"}};
    for (size_t i = 0; i < 3; i++)
        field_add_choice(set, spellings[truth][i], strlen(spellings[truth][i]), arena);
}

static bool bind_values(CheckRun *run, BoundCheck *bound, const Field *field, Error *err)
{
    const Value *values = bound->check->values;
    bound->set = *field;
    bound->set.choices.count = 0;
    bound->set.choice_room = 0;
    bound->set.choices.items = NULL;
    bound->set.choices.room = 0;
    for (size_t i = 0; i < values->count; i++) {
        const Value *value = &values->items[i];
        Cell text = {0};
        if (value->kind == VALUE_NULL)
            continue;
        if (value->kind == VALUE_BOOL) {
            add_truth(&bound->set, value->boolean, run->arena);
            continue;
        }
        if (!field_value_text(value, run->arena, &text, err))
            return false;
        Scalar scalar = {0};
        if (!field_cast(&bound->set, text.bytes, text.size, &scalar))
            return error_at(err, ERROR_CONFIG, value_place(value, PLACE_SCHEMA),
                            "'%s' is no value of column '%s', which wants a %s", text.bytes,
                            field->name, field_type_name(field->type));
        field_add_choice(&bound->set, text.bytes, text.size, run->arena);
    }
    return true;
}

// A tuple's values hash as the cells of a row do.
static bool bind_tuples(CheckRun *run, BoundCheck *bound, Error *err)
{
    const Value *tuples = bound->check->values;
    bound->known.most = tuples->count + 1;
    for (size_t i = 0; i < tuples->count; i++) {
        const Value *tuple = &tuples->items[i];
        uint64_t hash = 0;
        if (tuple->kind != VALUE_LIST || tuple->count != bound->columns)
            return value_refuse(err, tuple, "a tuple", "a list of one value a column");
        for (size_t k = 0; k < tuple->count; k++) {
            Cell text = {"", 0};
            if (tuple->items[k].kind != VALUE_NULL &&
                !field_value_text(&tuple->items[k], run->arena, &text, err))
                return false;
            hash = key_hash(hash, hash_text(text.bytes, text.size));
        }
        fingerprints_add(&bound->known, hash, (int64_t)i + 1);
    }
    return true;
}

// The greatest value of a column, so far, into the check's lower bound.
static void keep_greatest(const CheckRun *run, BoundCheck *bound, const Cell *cell)
{
    const BoundView *view = &run->views.items[bound->views[0]];
    Scalar scalar = {0};
    if (field_is_missing(&view->field, cell) ||
        !view_cast(view, cell->bytes, cell->size, &scalar) || isnan(scalar.real))
        return;
    if (!bound->has_last || scalar_compare(&scalar, &bound->low) > 0)
        bound->low = scalar;
    bound->has_last = true;
}

static bool read_file(CheckRun *run, BoundCheck *bound, Error *err)
{
    const DataCheck *check = bound->check;
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    // The place of what is wrong outlives this.
    const char *path = path_join(run->arena, run->plan->folder, check->file);
    TablePlan plan = *run->plan->table_plan;
    plan.paths = &path;
    plan.path_count = 1;
    plan.dialect = (TableDialect){0};
    plan.format = NULL;
    plan.wanted = NULL;
    size_t *columns = arena_array(arena, size_t, bound->columns);
    if (!table_open(&plan, run->arena, &table, err))
        return false;
    for (size_t i = 0; i < bound->columns; i++) {
        const char *name = run->views.items[bound->views[i]].field.name;
        if (!table_find(table, name, &columns[i]))
            return error_at(err, ERROR_CONFIG, check->place, "file '%s' has no column '%s'", path,
                            name);
    }
    const Batch *batch = NULL;
    while (table_next(table, &batch)) {
        for (size_t row = 0; row < batch->rows; row++) {
            uint64_t hash = 0;
            if (check->kind->judge == judge_after) {
                keep_greatest(run, bound, batch_cell(batch, row, columns[0]));
                continue;
            }
            for (size_t i = 0; i < bound->columns; i++) {
                const Cell *cell = batch_cell(batch, row, columns[i]);
                hash = key_hash(hash, hash_padded_text(cell->bytes, cell->size));
            }
            fingerprints_add(&bound->known, hash, batch_row_number(batch, row));
        }
    }
    if (!table_finish(table, err))
        return false;
    if (check->kind->judge == judge_after && !bound->has_last)
        return error_at(err, ERROR_INPUT, check->place,
                        "column '%s' of file '%s' has no date and no number to be after",
                        run->views.items[bound->views[0]].field.name, path);
    if (!bound->known.full)
        return true;
    return error_set(err, ERROR_INPUT,
                     "'%s' has more different rows than fit in memory: raise '--unique-memory'",
                     path);
}

static bool bind_arguments(CheckRun *run, BoundCheck *bound, Error *err)
{
    const DataCheck *check = bound->check;
    const BoundView *view = bound->columns ? &run->views.items[bound->views[0]] : NULL;
    bool rows = check->kind->family == CHECK_ROWS;
    if (check->file)
        return read_file(run, bound, err);
    if (check->kind->judge == judge_tuples)
        return bind_tuples(run, bound, err);
    if (rows && check->values)
        return bind_values(run, bound, &view->field, err);
    if (check->kind->family != CHECK_ROWS || !(check->kind->keys & KEY_BOUNDS))
        return true;
    static const BoundView number = {
        .field = {
            .name = "", .type = FIELD_NUMBER, .format = "default", .decimal = '.', .bare = true}};
    // A length is a number whatever the column's type is.
    const BoundView *reader = check->kind->view == VIEW_ORDER ? view : &number;
    return bind_bound(reader, &check->low, &bound->low, err) &&
           bind_bound(reader, &check->high, &bound->high, err);
}

// Whether it is about a figure that the column's profile does not have.
static bool has_own_rows(const DataCheck *check)
{
    return check->kind->family == CHECK_FIGURE &&
           (check->where || (check->partition && !check->partition->values));
}

size_t check_own_figures(const DataChecks *checks, size_t width)
{
    size_t figures = 0;
    for (size_t i = 0; i < checks->items.count; i++) {
        const DataCheck *check = &checks->items.items[i];
        const bool few = check->columns.count && !check->columns_pattern;
        if (has_own_rows(check))
            figures += few ? check->columns.count : width;
    }
    return figures;
}

// One check on some columns, by their positions.
static bool bind_columns(CheckRun *run, const DataCheck *check, const size_t *columns, size_t count,
                         Error *err)
{
    const TextList *names = table_names(run->plan->table);
    CheckView view = check->kind->view;
    if (check->kind->family == CHECK_ROWS && check->values && check->kind->judge == judge_set &&
        values_are_numbers(check->values))
        view = VIEW_ORDER;
    CheckCount *counted = list_push(run->arena, &run->counts);
    *counted = (CheckCount){.check = check, .position = count ? columns[0] : SIZE_MAX};
    if (count)
        counted->column = names->items[columns[0]];
    counted->own_rows = has_own_rows(check);
    if ((check->kind->family == CHECK_FIGURE && !counted->own_rows) ||
        (check->kind->family == CHECK_TABLE && !check->where))
        return true;
    BoundCheck *bound = list_push(run->arena, &run->checks);
    *bound = (BoundCheck){.check = check,
                          .count = run->counts.count - 1,
                          .views = arena_array(run->arena, size_t, count + 1),
                          .columns = count,
                          .known = {.most = run->plan->unique_memory / FINGERPRINT_BYTES},
                          .label = SIZE_MAX};
    for (size_t i = 0; i < count; i++) {
        bound->views[i] = check_bind_view(run, columns[i], view);
        if (check->label && text_equal(check->label, names->items[columns[i]]))
            bound->label = i;
    }
    if (check->kind->family == CHECK_SEEN)
        bound->seen = sightings_open(run->plan->unique_memory, bound->label != SIZE_MAX);
    run->wants_frames |= bound->seen != NULL;
    if (check->kind->family == CHECK_SHAPES)
        bound->shapes = arena_new(run->arena, ColumnShapes);
    counted->shapes = bound->shapes;
    return bind_arguments(run, bound, err) && check_bind_where(run, bound, err);
}

void check_bind_absent(CheckRun *run, const DataCheck *check, const char *name)
{
    *list_push(run->arena, &run->counts) =
        (CheckCount){.check = check, .column = name, .absent = name, .position = SIZE_MAX};
}

void check_bind_idle(CheckRun *run, const DataCheck *check)
{
    *list_push(run->arena, &run->counts) =
        (CheckCount){.check = check, .idle = true, .position = SIZE_MAX};
}

static bool has_name(const TextList *names, const char *name)
{
    bool has = false;
    for (size_t i = 0; i < names->count && !has; i++)
        has = text_equal(names->items[i], name);
    return has;
}

const TextList *check_columns(const CheckRun *run, const DataCheck *check)
{
    const TextList *names = table_names(run->plan->table);
    if (!check->columns_pattern)
        return check->columns.count ? &check->columns : names;
    TextList *columns = arena_new(run->arena, TextList);
    for (size_t i = 0; i < check->columns.count; i++)
        *list_push(run->arena, columns) = check->columns.items[i];
    for (size_t i = 0; i < names->count; i++) {
        // A column that is named and matches as well, or has the name of another one, is one.
        if (!has_name(columns, names->items[i]) &&
            pattern_match(check->columns_pattern, names->items[i], strlen(names->items[i])) ==
                PATTERN_MATCH)
            *list_push(run->arena, columns) = names->items[i];
    }
    return columns;
}

// Whether there is nothing beside the label, if there is one.
static bool no_column_but(const TextList *columns, const char *label)
{
    return columns->count == 0 ||
           (columns->count == 1 && label && text_equal(columns->items[0], label));
}

bool check_bind(CheckRun *run, const DataCheck *check, Error *err)
{
    const TextList *wanted = check_columns(run, check);
    bool each = check->kind->columns == COLUMNS_EACH;
    size_t *columns = arena_array(run->arena, size_t, wanted->count + 1);
    size_t count = 0;
    size_t label = 0;
    bool rows = check->kind->family == CHECK_TABLE && check->kind->what == TABLE_ROWS;
    if (check->where &&
        ((check->kind->family == CHECK_TABLE && !rows) || check->kind->family == CHECK_SHAPES))
        return error_at(err, ERROR_CONFIG, check->place,
                        "check '%s' is about the whole data: it goes without 'where'", check->name);
    if (check->predicate)
        return check_bind_predicate(run, check, err);
    if (check->kind->family == CHECK_MEASURE)
        return check_bind_measures(run, check, err);
    if (check->kind->columns == COLUMNS_NONE || check->kind->family == CHECK_TABLE)
        return bind_columns(run, check, NULL, 0, err);
    if (check->label && !table_find(run->plan->table, check->label, &label)) {
        check_bind_absent(run, check, check->label);
        return true;
    }
    if (check->columns_pattern && no_column_but(wanted, check->label)) {
        check_bind_absent(run, check, check->columns_matching);
        return true;
    }
    for (size_t i = 0; i < wanted->count; i++) {
        if (check->label && text_equal(wanted->items[i], check->label))
            continue;
        bool found = table_find(run->plan->table, wanted->items[i], &columns[count]);
        if (!found)
            check_bind_absent(run, check, wanted->items[i]);
        if (!found && !each)
            return true;
        if (found && each && !bind_columns(run, check, &columns[count], 1, err))
            return false;
        count += found && !each;
    }
    if (each)
        return true;
    // The label stands among the columns once, behind those that are compared.
    if (check->label)
        columns[count++] = label;
    return bind_columns(run, check, columns, count, err);
}
