#include "reading.h"
#include "reading_memory.h"

#include "base/file.h"
#include "process/memory_use.h"

// Where the schema's fields stand in the table, and which columns are left without a field.
static size_t *reading_find_fields(const Table *table, const TableSchema *schema, bool *free,
                                   Arena *arena)
{
    size_t *columns = arena_array(arena, size_t, schema->fields.count);
    for (size_t i = 0; i < schema->fields.count; i++) {
        columns[i] = SIZE_MAX;
        if (table_find(table, schema->fields.items[i].name, &columns[i]))
            free[columns[i]] = false;
    }
    return columns;
}

static const Field *reading_field(const Reading *reading, size_t column)
{
    for (size_t i = 0; reading->schema && i < reading->schema->fields.count; i++) {
        if (reading->columns[i] == column)
            return &reading->schema->fields.items[i];
    }
    return NULL;
}

// Whether a drift method wants the column's values themselves.
static bool reading_keeps(const ReadingPlan *plan, const char *name)
{
    if (!plan->kept || drift_is_ignored(plan->kept, name))
        return false;
    const DriftChoice choice = drift_plan_rule(plan->kept, name)->choice;
    return choice.method || choice.suite;
}

// What is asked of columns beside their profile.
static void reading_ask_guessed(const ReadingPlan *plan, const TextList *names, TableGuess *guess)
{
    for (size_t i = 0; i < names->count; i++) {
        const ColumnEdges *edges = column_edges_find(plan->edges, names->items[i]);
        if (edges)
            table_guess_count_edges(guess, i, edges->edges);
        if (reading_keeps(plan, names->items[i]))
            table_guess_keep(guess, i, plan->kept_values);
    }
}

// Columns with a field have its type; the others get theirs from the guess.
static Profile *reading_open_profile(const ReadingPlan *plan, const Reading *reading, Arena *arena)
{
    const TextList *names = table_names(reading->table);
    Profile *profile = profile_open(arena);
    for (size_t i = 0; i < names->count; i++) {
        const Field *field = reading_field(reading, i);
        ColumnProfile *column =
            profile_add_column(profile, names->items[i], field ? field->type : FIELD_STRING, arena);
        column->format = field ? field->format : column->format;
        const ColumnEdges *edges = column_edges_find(plan->edges, names->items[i]);
        if (edges)
            column_profile_count_edges(column, edges->edges, arena);
        if (reading_keeps(plan, names->items[i]))
            column_profile_keep(column, plan->kept_values);
    }
    return profile;
}

// Whether the bytes come once only.
static bool reading_is_stream(const ReadingPlan *plan)
{
    for (size_t i = 0; i < plan->path_count; i++) {
        if (text_equal(plan->paths[i], "-") || file_is_stream(plan->paths[i]))
            return true;
    }
    return false;
}

// What one worker counts: added up when all rows are in, in whatever order.
typedef struct ReadingWorker {
    Arena *arena;
    Profile *profile;
    TableGuess *guess;
} ReadingWorker;

// What depends on the order in which it is added up: a slot keeps that of its block.
typedef struct ReadingSlot {
    Arena *arena; // of what its block keeps
    ColumnBlock *columns;
    ColumnBlock *guessed;
    RowSample rows;
} ReadingSlot;

typedef struct ReadingPass {
    const ReadingPlan *plan;
    Reading *reading;
    const Kernel *kernel;
    size_t width;
    size_t threads;
    bool tight;            // its statistics might take more memory than they may,
    int64_t memory_before; // and this was taken before
    bool *free;            // columns without a field
    GuessTexts guess_texts;
    ReadingWorker *workers;
    ReadingSlot *slots;
} ReadingPass;

// The texts of a block that was folded are given back.
static void slot_empty(ReadingSlot *slot, size_t width)
{
    arena_close(slot->arena);
    slot->arena = arena_open();
    for (size_t i = 0; i < width; i++)
        slot->columns[i] = (ColumnBlock){.arena = slot->arena};
    for (size_t i = 0; i < GUESS_BLOCKS * width; i++)
        slot->guessed[i] = (ColumnBlock){.arena = slot->arena};
}

static void pass_open_workers(ReadingPass *pass, const bool *texts, Arena *arena)
{
    const TextList *names = table_names(pass->reading->table);
    pass->workers = arena_array(arena, ReadingWorker, pass->threads);
    pass->slots = arena_array(arena, ReadingSlot, TABLE_SLOTS(pass->threads));
    for (size_t i = 0; i < pass->threads; i++) {
        ReadingWorker *worker = &pass->workers[i];
        worker->arena = arena_open();
        worker->profile = reading_open_profile(pass->plan, pass->reading, worker->arena);
        worker->guess = table_guess_open(names, pass->free, worker->arena);
        table_guess_expect(worker->guess, &pass->guess_texts);
        reading_ask_guessed(pass->plan, names, worker->guess);
        for (size_t column = 0; column < pass->width; column++) {
            if (texts[column])
                table_guess_want_texts(worker->guess, column);
        }
    }
    for (size_t i = 0; i < TABLE_SLOTS(pass->threads); i++) {
        pass->slots[i].columns = arena_array(arena, ColumnBlock, pass->width);
        pass->slots[i].guessed = arena_array(arena, ColumnBlock, GUESS_BLOCKS * pass->width);
        slot_empty(&pass->slots[i], pass->width);
        if (pass->plan->sampled)
            pass->slots[i].rows = row_sample_new(pass->width, arena);
    }
    if (pass->plan->sampled)
        pass->reading->rows = row_sample_new(pass->width, arena);
}

static void pass_close_workers(ReadingPass *pass)
{
    for (size_t i = 0; i < pass->threads && pass->workers; i++) {
        ReadingWorker *worker = &pass->workers[i];
        if (!worker->arena)
            continue;
        profile_close(worker->profile);
        table_guess_close(worker->guess);
        arena_close(worker->arena);
    }
    for (size_t i = 0; i < TABLE_SLOTS(pass->threads) && pass->slots; i++)
        arena_close(pass->slots[i].arena);
}

static void pass_batch(void *context, size_t number, size_t slot, const Batch *batch)
{
    ReadingPass *pass = context;
    const Reading *reading = pass->reading;
    ReadingWorker *worker = &pass->workers[number];
    if (pass->plan->form_only)
        return;
    ColumnBlock *blocks = pass->slots[slot].columns;
    if (reading->check)
        schema_check_batch(reading->check, number, slot, batch);
    if (reading->checks)
        check_run_batch(reading->checks, number, slot, batch);
    for (size_t i = 0; reading->schema && i < reading->schema->fields.count; i++) {
        size_t column = reading->columns[i];
        if (column == SIZE_MAX)
            continue;
        column_profile_add(&worker->profile->columns.items[column],
                           (ColumnCells){batch_column(batch, column), batch->rows, batch->ascii},
                           schema_check_values(reading->check, number, i), &blocks[column]);
    }
    worker->profile->rows += (int64_t)batch->rows;
    table_guess_batch(worker->guess, pass->kernel, batch, pass->slots[slot].guessed);
    if (pass->plan->sampled)
        row_sample_batch(&pass->slots[slot].rows, batch);
}

static void pass_fold(void *context, size_t slot)
{
    ReadingPass *pass = context;
    Reading *reading = pass->reading;
    ReadingSlot *block = &pass->slots[slot];
    if (reading->check)
        schema_check_fold(reading->check, slot);
    if (reading->checks)
        check_run_fold(reading->checks, slot);
    if (reading->figures)
        figure_profiles_fold(reading->figures, slot);
    for (size_t i = 0; i < pass->width; i++)
        column_profile_fold(&reading->profile->columns.items[i], &block->columns[i]);
    table_guess_fold(reading->guess, block->guessed);
    if (pass->plan->sampled) {
        row_sample_merge(&reading->rows, &block->rows);
        row_sample_clear(&block->rows, &reading->rows);
    }
    slot_empty(block, pass->width);
    if (pass->tight)
        reading_memory_check(pass->plan->memory, pass->memory_before, reading->table);
    if (pass->plan->watch.tell)
        pass->plan->watch.tell(pass->plan->watch.context, reading->table);
}

// Adds up what the workers have counted.
static void pass_merge(ReadingPass *pass)
{
    Profile *profile = pass->reading->profile;
    for (size_t i = 0; i < pass->threads; i++) {
        const ReadingWorker *worker = &pass->workers[i];
        profile->rows += worker->profile->rows;
        for (size_t column = 0; column < pass->width; column++) {
            ColumnProfile *counted = &worker->profile->columns.items[column];
            column_profile_pause(counted);
            column_profile_absorb(&profile->columns.items[column], counted);
        }
        table_guess_merge(pass->reading->guess, worker->guess);
    }
}

// Columns that were not all counted as the texts which they turned out to be; true if there are.
static bool pass_wants_texts(const ReadingPass *pass, bool *texts)
{
    bool wants = false;
    for (size_t i = 0; i < pass->width; i++) {
        bool lacks = pass->free[i] && table_guess_lacks_texts(pass->reading->guess, i);
        texts[i] = texts[i] || lacks;
        wants = wants || lacks;
    }
    return wants;
}

static void pass_take_guesses(const ReadingPass *pass)
{
    Reading *reading = pass->reading;
    scoped_profile guessed = table_guess_finish(reading->guess, &reading->missing);
    for (size_t i = 0; i < pass->width; i++) {
        if (!pass->free[i])
            continue;
        ColumnProfile empty = reading->profile->columns.items[i];
        reading->profile->columns.items[i] = guessed->columns.items[i];
        guessed->columns.items[i] = empty;
    }
}

static void pass_run(ReadingPass *pass, const bool *texts, Arena *arena)
{
    pass->memory_before = pass->tight ? memory_in_use() : 0;
    pass_open_workers(pass, texts, arena);
    table_map(pass->reading->table, &(TableWork){.context = pass,
                                                 .threads = pass->threads,
                                                 .form_only = pass->plan->form_only,
                                                 .batch = pass_batch,
                                                 .fold = pass_fold});
    pass_merge(pass);
}

static void pass_take_figure(void *context, const FigureRows *rows)
{
    const ReadingPass *pass = context;
    figure_profiles_add(pass->reading->figures, rows);
}

static bool reading_open_checks(const ReadingPlan *plan, ReadingPass *pass,
                                const TablePlan *table_plan, Arena *arena, Error *err)
{
    const CheckRunPlan checks = {.checks = &plan->schema->checks,
                                 .schema = plan->schema,
                                 .fields = pass->reading->check,
                                 .environment = plan->environment,
                                 .table = pass->reading->table,
                                 .table_plan = table_plan,
                                 .folder = path_folder(arena, plan->schema->path),
                                 .unique_memory = plan->unique_memory,
                                 .kernel = pass->kernel,
                                 .workers = pass->threads,
                                 .slots = TABLE_SLOTS(pass->threads),
                                 .take_figure = pass_take_figure,
                                 .context = pass};
    if (!check_run_open(&checks, arena, &pass->reading->checks, err))
        return false;
    const FigureProfilesPlan figures = {.counts = check_run_counts(pass->reading->checks),
                                        .schema = plan->schema,
                                        .texts = &pass->guess_texts,
                                        .kernel = pass->kernel,
                                        .workers = pass->threads,
                                        .slots = TABLE_SLOTS(pass->threads)};
    pass->reading->figures = figure_profiles_open(&figures, arena);
    return true;
}

// Without a header the columns are the schema's fields, in their order; those of JSON Lines are
// there even if the first lines do not have them.
static const TextList *reading_names(const ReadingPlan *plan, Arena *arena)
{
    TextList *names = arena_new(arena, TextList);
    for (size_t i = 0; plan->schema && i < plan->schema->fields.count; i++)
        *list_push(arena, names) = plan->schema->fields.items[i].name;
    return names;
}

// A field whose key no row has had is not in the data. Where there are no rows, nobody can tell.
static void reading_lose_fields(Reading *reading)
{
    if (table_rows(reading->table) == 0)
        return;
    for (size_t i = 0; reading->schema && i < reading->schema->fields.count; i++) {
        if (reading->columns[i] != SIZE_MAX && !table_has_seen(reading->table, reading->columns[i]))
            reading->columns[i] = SIZE_MAX;
    }
}

static bool reading_open(const ReadingPlan *plan, ReadingPass *pass, Arena *arena, Error *err)
{
    Reading *reading = pass->reading;
    const TextList *names = reading_names(plan, arena);
    TablePlan table_plan = {.paths = plan->paths,
                            .path_count = plan->path_count,
                            .root = plan->root,
                            .format = plan->format,
                            .wanted = names,
                            .dialect = plan->dialect,
                            .names = names,
                            .kernel = plan->kernel};
    if (!table_open(&table_plan, arena, &reading->table, err))
        return false;
    pass->width = table_names(reading->table)->count;
    if (plan->fewer_threads)
        pass->threads = table_useful_threads(reading->table, pass->threads);
    if (!plan->form_only) {
        size_t counted = pass->width;
        if (plan->schema && plan->checked)
            counted += check_own_figures(&plan->schema->checks, pass->width);
        pass->threads = reading_memory_threads(plan->memory, counted, pass->threads);
        pass->tight = reading_memory_is_tight(plan->memory, counted);
    }
    pass->free = arena_array(arena, bool, pass->width);
    for (size_t i = 0; i < pass->width; i++)
        pass->free[i] = true;
    if (plan->schema) {
        reading->columns = reading_find_fields(reading->table, plan->schema, pass->free, arena);
        reading->check = schema_check_open(&(SchemaPlan){.schema = plan->schema,
                                                         .columns = reading->columns,
                                                         .unique_memory = plan->unique_memory,
                                                         .kernel = pass->kernel,
                                                         .workers = pass->threads,
                                                         .slots = TABLE_SLOTS(pass->threads)},
                                           arena);
        if (!schema_check_refer(reading->check, &table_plan, err) ||
            (plan->checked && !reading_open_checks(plan, pass, &table_plan, arena, err)))
            return false;
    }
    reading->profile = reading_open_profile(plan, reading, arena);
    reading->guess = table_guess_open(table_names(reading->table), pass->free, arena);
    table_guess_expect(reading->guess, &plan->texts);
    reading_ask_guessed(plan, table_names(reading->table), reading->guess);
    return true;
}

// One pass over the data. `*texts` are the columns to be counted as texts, NULL before the first
// pass; true in *ret_again if further ones should have been.
static bool reading_pass(const ReadingPlan *plan, Arena *arena, bool **texts, Reading *ret_reading,
                         bool *ret_again, Error *err)
{
    scoped_reading reading = {.schema = plan->schema, .environment = plan->environment};
    ReadingPass pass CLEANUP(pass_close_workers) = {.plan = plan,
                                                    .reading = &reading,
                                                    .kernel = kernel_find(plan->kernel),
                                                    .threads = MAX(plan->threads, (size_t)1),
                                                    .guess_texts = plan->texts};
    if (!reading_open(plan, &pass, arena, err))
        return false;
    if (!*texts) {
        *texts = arena_array(arena, bool, pass.width);
        for (size_t i = 0; i < pass.width; i++)
            (*texts)[i] = reading_is_stream(plan);
    }
    pass_run(&pass, *texts, arena);
    if (!table_finish(reading.table, err))
        return false;
    *ret_again = pass_wants_texts(&pass, *texts);
    if (*ret_again)
        return true;
    if ((reading.check && !schema_check_finish(reading.check, err)) ||
        (reading.checks && !check_run_finish(reading.checks, err)))
        return false;
    pass_take_guesses(&pass);
    reading_lose_fields(&reading);
    if (!column_edges_settle(plan->edges, reading.profile, err))
        return false;
    profile_settle(reading.profile);
    if (reading.figures)
        figure_profiles_finish(reading.figures);
    *ret_reading = reading;
    reading = (Reading){0};
    return true;
}

bool reading_run(const ReadingPlan *plan, Arena *arena, Reading *ret_reading, Error *err)
{
    bool *texts = NULL;
    bool again = true;
    while (again) {
        if (!reading_pass(plan, arena, &texts, ret_reading, &again, err))
            return false;
    }
    return true;
}

bool reading_refuse_names(const Reading *reading, Error *err)
{
    static const TableIssueKind kinds[] = {TABLE_DUPLICATE_HEADER, TABLE_BLANK_HEADER};
    for (size_t i = 0; i < array_count(kinds); i++) {
        const TableIssue *issue = &table_issues(reading->table)[kinds[i]];
        if (issue->count)
            return error_at(err, ERROR_INPUT, issue->places.items[0],
                            "column name '%s' is there twice or empty: columns need names of their "
                            "own",
                            issue->places.items[0].field);
    }
    return true;
}

void reading_release(Reading *reading)
{
    if (reading->check)
        schema_check_close(reading->check);
    if (reading->checks)
        check_run_close(reading->checks);
    if (reading->figures)
        figure_profiles_close(reading->figures);
    if (reading->profile)
        profile_close(reading->profile);
    if (reading->guess)
        table_guess_close(reading->guess);
    table_close(reading->table);
}
