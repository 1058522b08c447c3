#include "figure_profiles.h"

#include "base/fatal.h"
#include "base/text.h"

#include <stdlib.h>

// The rows of one check and column, as far as somebody has seen them: a profile by the column's
// field, or a guess without one.
typedef struct FigureTally {
    Profile *profile;
    TableGuess *guess;
    Field field;
    FieldValues values;
} FigureTally;

typedef struct FigureItem {
    size_t shown_by;    // the first item about the same rows, counted in the same way: this one, or
                        // the one that is profiled for both
    const Field *field; // NULL: the type is guessed
    const char *name;
    const Edges *edges; // NULL: none
    FigureTally all;
    Profile *finished;
} FigureItem;

// What a worker needs: the cells of rows that are kept, side by side.
typedef struct FigureWorker {
    Arena *arena;
    FigureTally *tallies;
    Cell *cells;
    uint8_t *kinds;
    size_t room;
} FigureWorker;

typedef struct FigureSlot {
    Arena *arena;
    ColumnBlock *blocks; // GUESS_BLOCKS an item
} FigureSlot;

struct FigureProfiles {
    FigureProfilesPlan plan;
    FigureItem *items; // one a count; those without a name are not profiled
    size_t count;
    FigureWorker *workers;
    FigureSlot *slots;
};

static bool same_edges(const Edges *a, const Edges *b)
{
    if (!a || !b)
        return a == b;
    bool same = a->count == b->count;
    for (size_t i = 0; i < a->count && same; i++)
        same = a->at[i] == b->at[i];
    return same;
}

// The first of the items that has the profile of the one at `position`.
static size_t first_like(const FigureProfiles *profiles, size_t position)
{
    const CheckCounts *counts = profiles->plan.counts;
    const CheckCount *count = &counts->items[position];
    size_t i = 0;
    for (; i < position; i++) {
        const CheckCount *other = &counts->items[i];
        if (profiles->items[i].name && other->position == count->position &&
            other->check->skip == count->check->skip &&
            text_equal(other->check->where, count->check->where) &&
            same_edges(profiles->items[i].edges, profiles->items[position].edges))
            break;
    }
    return i;
}

static void tally_open(const FigureProfiles *profiles, const FigureItem *item, FigureTally *tally,
                       Arena *arena)
{
    const TextList names = {(const char **)&item->name, 1, 1};
    if (!item->name)
        return;
    if (!item->field) {
        tally->guess = table_guess_open(&names, NULL, arena);
        table_guess_expect(tally->guess, profiles->plan.texts);
        table_guess_want_all_texts(tally->guess);
        if (item->edges)
            table_guess_count_edges(tally->guess, 0, *item->edges);
        return;
    }
    tally->field = field_again(item->field, arena);
    tally->profile = profile_open(arena);
    ColumnProfile *column =
        profile_add_column(tally->profile, item->name, item->field->type, arena);
    column->format = item->field->format;
    if (item->edges)
        column_profile_count_edges(column, *item->edges, arena);
}

static void slot_clear(const FigureProfiles *profiles, FigureSlot *slot)
{
    if (slot->arena)
        arena_close(slot->arena);
    slot->arena = arena_open();
    for (size_t i = 0; i < profiles->count * GUESS_BLOCKS; i++)
        slot->blocks[i] = (ColumnBlock){.arena = slot->arena};
}

FigureProfiles *figure_profiles_open(const FigureProfilesPlan *plan, Arena *arena)
{
    FigureProfiles *profiles = arena_new(arena, FigureProfiles);
    profiles->plan = *plan;
    profiles->count = plan->counts->count;
    profiles->items = arena_array(arena, FigureItem, profiles->count + 1);
    for (size_t i = 0; i < profiles->count; i++) {
        const CheckCount *count = &plan->counts->items[i];
        FigureItem *item = &profiles->items[i];
        item->shown_by = i;
        if (!count->own_rows || !count->column)
            continue;
        const CheckPartition *partition = count->check->partition;
        item->edges = partition && !partition->values ? &partition->edges : NULL;
        item->shown_by = first_like(profiles, i);
        if (item->shown_by != i)
            continue;
        item->name = count->column;
        const size_t field = table_schema_field(plan->schema, count->column);
        item->field = field == SIZE_MAX ? NULL : &plan->schema->fields.items[field];
        tally_open(profiles, item, &item->all, arena);
    }
    profiles->workers = arena_array(arena, FigureWorker, plan->workers);
    for (size_t i = 0; i < plan->workers; i++) {
        FigureWorker *worker = &profiles->workers[i];
        worker->arena = arena_open();
        worker->tallies = arena_array(worker->arena, FigureTally, profiles->count + 1);
        for (size_t k = 0; k < profiles->count; k++)
            tally_open(profiles, &profiles->items[k], &worker->tallies[k], worker->arena);
    }
    profiles->slots = arena_array(arena, FigureSlot, plan->slots);
    for (size_t i = 0; i < plan->slots; i++) {
        profiles->slots[i].blocks =
            arena_array(arena, ColumnBlock, profiles->count * GUESS_BLOCKS + 1);
        slot_clear(profiles, &profiles->slots[i]);
    }
    return profiles;
}

static void worker_reserve(FigureWorker *worker, size_t rows)
{
    if (rows <= worker->room)
        return;
    free(worker->cells);
    free(worker->kinds);
    worker->cells = calloc(rows, sizeof *worker->cells);
    worker->kinds = calloc(rows, sizeof *worker->kinds);
    if (!worker->cells || !worker->kinds)
        fatal_out_of_memory();
    worker->room = rows;
}

// The rows that are kept, as a batch of one column.
static Batch worker_batch(FigureWorker *worker, const FigureRows *rows)
{
    Batch batch = *rows->batch;
    const Cell *cells = batch_column(rows->batch, rows->column);
    const uint8_t *kinds = batch_kinds(rows->batch, rows->column);
    worker_reserve(worker, rows->batch->stride);
    batch.columns = 1;
    batch.cells = worker->cells;
    batch.kinds = kinds ? worker->kinds : NULL;
    batch.rows = 0;
    for (size_t row = 0; row < rows->batch->rows; row++) {
        if (!rows->kept[row])
            continue;
        worker->cells[batch.rows] = cells[row];
        worker->kinds[batch.rows] = kinds ? kinds[row] : 0;
        batch.rows++;
    }
    return batch;
}

void figure_profiles_add(FigureProfiles *profiles, const FigureRows *rows)
{
    if (profiles->items[rows->count].shown_by != rows->count)
        return;
    FigureWorker *worker = &profiles->workers[rows->worker];
    FigureTally *tally = &worker->tallies[rows->count];
    ColumnBlock *blocks = &profiles->slots[rows->slot].blocks[rows->count * GUESS_BLOCKS];
    const Batch batch = worker_batch(worker, rows);
    if (tally->guess) {
        table_guess_batch(tally->guess, profiles->plan.kernel, &batch, blocks);
        return;
    }
    field_values_reserve(&tally->values, batch.stride);
    field_cast_column(&tally->field, profiles->plan.kernel, batch.cells, batch.rows,
                      &tally->values);
    if (batch.kinds)
        field_hold_to_kinds(&tally->field, batch.kinds, batch.rows, &tally->values);
    column_profile_add(&tally->profile->columns.items[0],
                       (ColumnCells){batch.cells, batch.rows, batch.ascii}, &tally->values, blocks);
}

void figure_profiles_fold(FigureProfiles *profiles, size_t slot)
{
    for (size_t i = 0; i < profiles->count; i++) {
        const FigureTally *all = &profiles->items[i].all;
        ColumnBlock *blocks = &profiles->slots[slot].blocks[i * GUESS_BLOCKS];
        if (all->guess)
            table_guess_fold(all->guess, blocks);
        else if (all->profile)
            column_profile_fold(&all->profile->columns.items[0], blocks);
    }
    slot_clear(profiles, &profiles->slots[slot]);
}

void figure_profiles_finish(FigureProfiles *profiles)
{
    for (size_t i = 0; i < profiles->count; i++) {
        FigureItem *item = &profiles->items[i];
        for (size_t k = 0; k < profiles->plan.workers && item->name; k++) {
            const FigureTally *tally = &profiles->workers[k].tallies[i];
            if (tally->guess) {
                table_guess_merge(item->all.guess, tally->guess);
                continue;
            }
            ColumnProfile *counted = &tally->profile->columns.items[0];
            column_profile_pause(counted);
            column_profile_absorb(&item->all.profile->columns.items[0], counted);
        }
        TextList missing = {0};
        item->finished = item->all.guess ? table_guess_finish(item->all.guess, &missing)
                                         : take(item->all.profile);
        if (item->finished)
            profile_settle(item->finished);
    }
}

const ColumnProfile *figure_profile(const FigureProfiles *profiles, size_t count)
{
    const Profile *finished = profiles->items[profiles->items[count].shown_by].finished;
    return finished ? &finished->columns.items[0] : NULL;
}

static void tally_close(FigureTally *tally)
{
    if (tally->guess)
        table_guess_close(tally->guess);
    if (tally->profile)
        profile_close(tally->profile);
    field_values_release(&tally->values);
}

void figure_profiles_close(FigureProfiles *profiles)
{
    for (size_t i = 0; i < profiles->count; i++) {
        tally_close(&profiles->items[i].all);
        if (profiles->items[i].finished)
            profile_close(profiles->items[i].finished);
        for (size_t k = 0; k < profiles->plan.workers; k++)
            tally_close(&profiles->workers[k].tallies[i]);
    }
    for (size_t i = 0; i < profiles->plan.workers; i++) {
        free(profiles->workers[i].cells);
        free(profiles->workers[i].kinds);
        arena_close(profiles->workers[i].arena);
    }
    for (size_t i = 0; i < profiles->plan.slots; i++)
        arena_close(profiles->slots[i].arena);
}
