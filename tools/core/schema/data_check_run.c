#include "schema/data_check_run.h"

#include "base/fatal.h"
#include "schema/check_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void run_open_worker(const CheckRun *run, CheckWorker *worker)
{
    worker->arena = arena_open();
    worker->views = arena_array(worker->arena, FieldValues, run->views.count);
    worker->values = arena_array(worker->arena, const FieldValues *, run->views.count);
    worker->fields = arena_array(worker->arena, Field, run->views.count);
    worker->patterns = arena_array(worker->arena, CheckPatterns, run->checks.count);
    worker->types = arena_array(worker->arena, Field *, run->checks.count);
    worker->schemas = arena_array(worker->arena, const JsonSchema *, run->checks.count);
    worker->where = arena_array(worker->arena, PredicateWork *, run->checks.count);
    worker->predicates = arena_array(worker->arena, PredicateWork *, run->checks.count);
    for (size_t i = 0; i < run->views.count; i++)
        worker->fields[i] = field_again(&run->views.items[i].field, worker->arena);
    for (size_t i = 0; i < run->checks.count; i++) {
        const BoundCheck *bound = &run->checks.items[i];
        const DataCheck *check = bound->check;
        if (check->json_schema)
            worker->schemas[i] = json_schema_again(check->json_schema, worker->arena);
        if (bound->where)
            worker->where[i] = predicate_work_open(bound->where, worker->arena);
        if (bound->predicate)
            worker->predicates[i] = predicate_work_open(bound->predicate, worker->arena);
        for (size_t k = 0; k < check->patterns.count; k++)
            *list_push(worker->arena, &worker->patterns[i]) =
                pattern_again(check->patterns.items[k], worker->arena);
        worker->types[i] = arena_array(worker->arena, Field, check->types.count);
        for (size_t k = 0; k < check->types.count; k++)
            worker->types[i][k] = field_again(&check->types.items[k], worker->arena);
    }
}

bool check_run_open(const CheckRunPlan *plan, Arena *arena, CheckRun **ret_run, Error *err)
{
    CheckRun *run = arena_new(arena, CheckRun);
    CheckRunPlan *kept = arena_new(arena, CheckRunPlan);
    *kept = *plan;
    run->plan = kept;
    run->arena = arena;
    *ret_run = run;
    for (size_t i = 0; i < plan->checks->items.count; i++) {
        const DataCheck *check = &plan->checks->items.items[i];
        if (check_applies(&check->environments, plan->environment) && !check_bind(run, check, err))
            return false;
    }
    run->workers = arena_array(arena, CheckWorker, plan->workers);
    for (size_t i = 0; i < plan->workers; i++)
        run_open_worker(run, &run->workers[i]);
    run->slots = arena_array(arena, CheckSlot, plan->slots);
    for (size_t i = 0; i < plan->slots; i++)
        run->slots[i].checks = arena_array(arena, SlotCheck, run->checks.count);
    return true;
}

static Arena *slot_arena(CheckSlot *slot)
{
    if (!slot->arena)
        slot->arena = arena_open();
    return slot->arena;
}

// Where nobody has said what they are, cells that are no numbers are tried as moments, and large
// numbers as integers.
static void view_guess(FieldValues *values, const Cell *cells, size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        Scalar scalar;
        const Cell *cell = &cells[row];
        bool misfit = values->states[row] == FIELD_MISFIT;
        bool large =
            values->states[row] == FIELD_VALUE && fabs(values->reals[row]) >= SCALAR_EXACT_INTEGERS;
        if (!(misfit && scalar_any_datetime(cell->bytes, cell->size, &scalar)) &&
            !(large && scalar_integer(cell->bytes, cell->size, &scalar)))
            continue;
        values->states[row] = scalar.whole ? FIELD_WHOLE : FIELD_VALUE;
        values->reals[row] = scalar.real;
        values->integers[row] = scalar.integer;
    }
}

static void run_read_views(const CheckRun *run, size_t number, const Batch *batch)
{
    CheckWorker *worker = &run->workers[number];
    for (size_t i = 0; i < run->views.count; i++) {
        const BoundView *view = &run->views.items[i];
        const Cell *cells = batch_column(batch, view->column);
        FieldValues *values = &worker->views[i];
        if (view->shared != SIZE_MAX) {
            worker->values[i] = schema_check_values(run->plan->fields, number, view->shared);
            continue;
        }
        worker->values[i] = values;
        field_values_reserve(values, batch->stride);
        field_cast_column(&worker->fields[i], run->plan->kernel, cells, batch->rows, values);
        if (batch->kinds)
            field_hold_to_kinds(&worker->fields[i], batch_kinds(batch, view->column), batch->rows,
                                values);
        if (view->guessed)
            view_guess(values, cells, batch->rows);
    }
    if (batch->stride <= worker->room)
        return;
    free(worker->outcomes);
    free(worker->truths);
    worker->outcomes = malloc(batch->stride);
    worker->truths = malloc(batch->stride);
    if (!worker->outcomes || !worker->truths)
        fatal_out_of_memory();
    worker->room = batch->stride;
}

// Which rows are judged: by how many of the values they have.
static void rows_start(const CheckRows *rows)
{
    const BoundCheck *bound = rows->bound;
    size_t count = rows->batch->rows;
    CheckSkip skip = bound->check->skip;
    CheckColumns columns = bound->check->kind->columns;
    // A whole row is what it is; an identifier that is missing here and in the other file is none.
    bool named = bound->check->columns.count && bound->check->kind->keys & KEY_FILE;
    bool judges_missing = bound->check->kind->judge == judge_missing || skip == SKIP_NONE ||
                          (columns == COLUMNS_ALL && !named) || columns == COLUMNS_NONE;
    memset(rows->outcomes, judges_missing || skip == SKIP_ANY_MISSING ? ROW_KEPT : ROW_SKIPPED,
           count);
    for (size_t i = 0; i < bound->columns && !judges_missing; i++) {
        const uint8_t *states = rows->values[i]->states;
        for (size_t row = 0; row < count; row++) {
            bool missing = states[row] == FIELD_MISSING;
            if (skip == SKIP_ANY_MISSING && missing)
                rows->outcomes[row] = ROW_SKIPPED;
            else if (skip == SKIP_ALL_MISSING && !missing)
                rows->outcomes[row] = ROW_KEPT;
        }
    }
}

static void rows_count(const CheckRun *run, const CheckRows *rows, CheckSlot *slot)
{
    const BoundCheck *bound = rows->bound;
    SlotCheck *found = rows->found;
    int64_t broken = 0;
    int64_t judged = 0;
    for (size_t row = 0; row < rows->batch->rows; row++) {
        judged += rows->outcomes[row] != ROW_SKIPPED;
        broken += rows->outcomes[row] == ROW_BROKEN;
    }
    found->rows += judged;
    found->breach.count += broken;
    size_t column = bound->columns ? run->views.items[bound->views[0]].column : 0;
    for (size_t row = 0; row < rows->batch->rows && broken; row++) {
        if (rows->outcomes[row] != ROW_BROKEN)
            continue;
        broken--;
        if (bound->full || found->breach.places.count == BREACH_PLACES)
            break;
        Arena *arena = slot_arena(slot);
        Place *place = list_push(arena, &found->breach.places);
        *place = batch_cell_place(rows->batch, row, column, arena);
        if (bound->predicate)
            place->value = check_row_text(run, rows, row, arena);
        if (rows->schema)
            check_tell_json(rows, row, place, arena);
    }
}

// A figure is one of its own rows alone.
static void run_tell_figure(const CheckRun *run, const CheckWorker *worker, const CheckSlot *slot,
                            const CheckRows *rows)
{
    run->plan->take_figure(run->plan->context,
                           &(FigureRows){.count = rows->bound->count,
                                         .worker = (size_t)(worker - run->workers),
                                         .slot = (size_t)(slot - run->slots),
                                         .batch = rows->batch,
                                         .column = run->views.items[rows->bound->views[0]].column,
                                         .kept = rows->outcomes});
}

static void run_judge(CheckRun *run, CheckWorker *worker, CheckSlot *slot, size_t position,
                      const Batch *batch)
{
    const BoundCheck *bound = &run->checks.items[position];
    scoped_arena arena = bound->columns > 16 ? arena_open() : NULL;
    const FieldValues *few_values[16];
    const Cell *few_cells[16];
    const FieldValues **values =
        arena ? arena_array(arena, const FieldValues *, bound->columns) : few_values;
    const Cell **cells = arena ? arena_array(arena, const Cell *, bound->columns) : few_cells;
    for (size_t i = 0; i < bound->columns; i++) {
        values[i] = worker->values[bound->views[i]];
        cells[i] = batch_column(batch, run->views.items[bound->views[i]].column);
    }
    CheckRows rows = {.bound = bound,
                      .batch = batch,
                      .values = values,
                      .cells = cells,
                      .patterns = &worker->patterns[position],
                      .types = worker->types[position],
                      .schema = worker->schemas[position],
                      .truths = worker->truths,
                      .outcomes = worker->outcomes,
                      .found = &slot->checks[position]};
    rows_start(&rows);
    if (bound->where)
        check_skip_rows(run, worker, position, batch);
    if (bound->predicate)
        check_evaluate(run, worker, position, batch);
    switch (bound->check->kind->family) {
    case CHECK_ORDER:
        check_judge_order(&rows, slot_arena(slot));
        break;
    case CHECK_FIGURE:
        run_tell_figure(run, worker, slot, &rows);
        break;
    case CHECK_TABLE:
        break; // its rows are counted
    case CHECK_SEEN:
        check_judge_seen(&rows, slot->frames.count - 1);
        break;
    case CHECK_SHAPES:
        check_count_shapes(&rows, slot_arena(slot));
        break;
    case CHECK_MEASURE:
        check_count_measure(run, &rows, slot_arena(slot));
        break;
    default:
        bound->check->kind->judge(&rows);
    }
    rows_count(run, &rows, slot);
}

void check_run_batch(CheckRun *run, size_t worker, size_t slot, const Batch *batch)
{
    CheckSlot *found = &run->slots[slot];
    if (run->checks.count == 0)
        return;
    if (run->wants_frames)
        *list_push(slot_arena(found), &found->frames) = *batch;
    run_read_views(run, worker, batch);
    for (size_t i = 0; i < run->checks.count; i++)
        run_judge(run, &run->workers[worker], found, i, batch);
}

void check_run_fold(CheckRun *run, size_t slot)
{
    CheckSlot *from = &run->slots[slot];
    for (size_t i = 0; i < run->checks.count; i++) {
        BoundCheck *bound = &run->checks.items[i];
        SlotCheck *found = &from->checks[i];
        CheckCount *count = &run->counts.items[bound->count];
        if (bound->check->kind->family == CHECK_ORDER)
            check_fold_order(run, bound, found);
        if (bound->check->kind->family == CHECK_SEEN)
            check_fold_seen(run, bound, from, found);
        if (bound->check->kind->family == CHECK_SHAPES)
            check_fold_shapes(run, bound, found);
        if (bound->check->kind->family == CHECK_MEASURE)
            check_fold_measure(bound, found);
        count->rows += found->rows;
        count->too_hard += found->too_hard;
        breach_take(&count->breach, &found->breach, run->arena);
        bound->full = count->breach.places.count == BREACH_PLACES;
        SeenValues seen = found->seen;
        seen.count = 0;
        *found = (SlotCheck){.seen = seen};
    }
    if (from->arena)
        arena_close(take(from->arena));
    memset(&from->frames, 0, sizeof from->frames);
}

// With a label, what is there twice is fine unless it comes with another one: all rows count.
bool check_run_finish(CheckRun *run, Error *err)
{
    for (size_t i = 0; i < run->checks.count; i++) {
        const BoundCheck *bound = &run->checks.items[i];
        CheckCount *count = &run->counts.items[bound->count];
        int64_t values = 0;
        if (!bound->seen)
            continue;
        if (!sightings_finish(bound->seen, run->arena, &count->breach, &values, err))
            return false;
        count->first_broken = bound->label == SIZE_MAX ? values : 0;
    }
    return true;
}

const CheckCounts *check_run_counts(const CheckRun *run)
{
    return &run->counts;
}

void check_run_close(CheckRun *run)
{
    for (size_t i = 0; i < run->checks.count; i++) {
        fingerprints_release(&run->checks.items[i].known);
        if (run->checks.items[i].seen)
            sightings_close(run->checks.items[i].seen);
        if (run->checks.items[i].sums)
            measure_sums_release(run->checks.items[i].sums);
    }
    for (size_t i = 0; i < run->plan->slots && run->slots; i++) {
        for (size_t k = 0; k < run->checks.count; k++) {
            free(run->slots[i].checks[k].seen.items);
            if (run->slots[i].checks[k].sums)
                measure_sums_release(run->slots[i].checks[k].sums);
        }
        if (run->slots[i].arena)
            arena_close(run->slots[i].arena);
    }
    for (size_t i = 0; i < run->plan->workers && run->workers; i++) {
        CheckWorker *worker = &run->workers[i];
        for (size_t k = 0; k < run->views.count && worker->views; k++)
            field_values_release(&worker->views[k]);
        free(worker->outcomes);
        free(worker->truths);
        for (size_t k = 0; k < run->checks.count && worker->predicates; k++) {
            if (worker->where[k])
                predicate_work_close(worker->where[k]);
            if (worker->predicates[k])
                predicate_work_close(worker->predicates[k]);
        }
        if (worker->arena)
            arena_close(worker->arena);
    }
}
