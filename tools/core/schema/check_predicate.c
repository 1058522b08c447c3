// Conditions on rows: what must not be false of them, and which of them are judged at all.

#include "schema/check_parts.h"

#include "base/buf.h"
#include "base/clean.h"

#include <string.h>

// Longer rows are not told in full.
#define MOST_TOLD ((size_t)8)

// The columns of the table, then the fields of the schema that it does not have.
static PredicateFields run_fields(const CheckRun *run)
{
    const TextList *names = table_names(run->plan->table);
    const TableSchema *schema = run->plan->schema;
    size_t most = names->count + (schema ? schema->fields.count : 0);
    Field *fields = arena_array(run->arena, Field, most + 1);
    bool *open = arena_array(run->arena, bool, most + 1);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++, count++) {
        fields[count] = (Field){.name = names->items[i], .type = FIELD_STRING};
        open[count] = true;
        for (size_t k = 0; schema && k < schema->fields.count; k++) {
            if (!text_equal(schema->fields.items[k].name, names->items[i]))
                continue;
            fields[count] = schema->fields.items[k];
            open[count] = false;
        }
    }
    for (size_t k = 0; schema && k < schema->fields.count; k++) {
        size_t column = 0;
        if (!table_find(run->plan->table, schema->fields.items[k].name, &column))
            fields[count++] = schema->fields.items[k];
    }
    return (PredicateFields){fields, count, open};
}

// The views of what a predicate speaks about; the name of a field that has no column in
// `ret_absent`.
static size_t *bind_inputs(CheckRun *run, const Predicate *predicate, const PredicateFields *fields,
                           const char **ret_absent)
{
    const PredicateInputs *inputs = predicate_inputs(predicate);
    const size_t columns = table_names(run->plan->table)->count;
    size_t *views = arena_array(run->arena, size_t, inputs->count + 1);
    for (size_t i = 0; i < inputs->count; i++) {
        const PredicateInput *input = &inputs->items[i];
        if (input->field >= columns) {
            *ret_absent = fields->items[input->field].name;
            continue;
        }
        bool guesses = fields->open[input->field] && input->type != FIELD_STRING;
        views[i] = check_bind_view(run, input->field, guesses ? VIEW_ORDER : VIEW_TYPED);
    }
    return views;
}

bool check_bind_where(CheckRun *run, BoundCheck *bound, Error *err)
{
    const char *absent = NULL;
    if (!bound->check->where)
        return true;
    const PredicateFields fields = run_fields(run);
    if (!predicate_parse(bound->check->where, fields, bound->check->place, run->arena,
                         &bound->where, err))
        return false;
    bound->where_views = bind_inputs(run, bound->where, &fields, &absent);
    return !absent ||
           error_at(err, ERROR_CONFIG, bound->check->place,
                    "the data has no column '%s', which says what rows are judged", absent);
}

bool check_bind_predicate(CheckRun *run, const DataCheck *check, Error *err)
{
    const PredicateFields fields = run_fields(run);
    const Predicate *predicate = NULL;
    const char *absent = NULL;
    if (!predicate_parse(check->predicate, fields, check->place, run->arena, &predicate, err))
        return false;
    size_t *views = bind_inputs(run, predicate, &fields, &absent);
    CheckCount *counted = list_push(run->arena, &run->counts);
    *counted = (CheckCount){.check = check, .position = SIZE_MAX, .absent = absent};
    counted->column = absent;
    if (absent)
        return true;
    if (predicate_inputs(predicate)->count == 0)
        return error_at(err, ERROR_CONFIG, check->place,
                        "the predicate '%s' speaks of no column of the data",
                        clean_text_short(run->arena, check->predicate, 200));
    BoundCheck *bound = list_push(run->arena, &run->checks);
    *bound = (BoundCheck){.check = check,
                          .count = run->counts.count - 1,
                          .views = views,
                          .columns = predicate_inputs(predicate)->count,
                          .label = SIZE_MAX,
                          .predicate = predicate};
    return check_bind_where(run, bound, err);
}

static void evaluate(const CheckRun *run, CheckWorker *worker, PredicateWork *work,
                     const Predicate *predicate, const size_t *views, const Batch *batch)
{
    scoped_arena arena = arena_open();
    const size_t count = predicate_inputs(predicate)->count;
    PredicateColumn *columns = arena_array(arena, PredicateColumn, count + 1);
    for (size_t i = 0; i < count; i++)
        columns[i] = (PredicateColumn){worker->values[views[i]],
                                       batch_column(batch, run->views.items[views[i]].column)};
    predicate_evaluate(work, columns, batch->rows, worker->truths);
}

void check_skip_rows(const CheckRun *run, CheckWorker *worker, size_t position, const Batch *batch)
{
    const BoundCheck *bound = &run->checks.items[position];
    evaluate(run, worker, worker->where[position], bound->where, bound->where_views, batch);
    for (size_t row = 0; row < batch->rows; row++) {
        if (worker->truths[row] != TRUTH_TRUE)
            worker->outcomes[row] = ROW_SKIPPED;
    }
}

void check_evaluate(const CheckRun *run, CheckWorker *worker, size_t position, const Batch *batch)
{
    const BoundCheck *bound = &run->checks.items[position];
    evaluate(run, worker, worker->predicates[position], bound->predicate, bound->views, batch);
}

void judge_predicate(const CheckRows *rows)
{
    rows_each(rows, row)
    {
        if (rows->truths[row] == TRUTH_FALSE)
            rows->outcomes[row] = ROW_BROKEN;
    }
}

const char *check_row_text(const CheckRun *run, const CheckRows *rows, size_t row, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    const BoundCheck *bound = rows->bound;
    const TextList *names = table_names(run->plan->table);
    for (size_t i = 0; i < MIN(bound->columns, MOST_TOLD); i++) {
        const Cell *cell = &rows->cells[i][row];
        const size_t column = run->views.items[bound->views[i]].column;
        buf_format(&text, "%s%s ", i ? ", " : "", names->items[column]);
        buf_append(&text, cell->bytes, MIN(cell->size, BATCH_LONGEST_VALUE));
        buf_add(&text, cell->size ? "" : "(empty)");
    }
    return buf_keep(&text, arena);
}
