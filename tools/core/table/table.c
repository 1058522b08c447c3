#include "table/table.h"

#include "table/table_parts.h"

#include <string.h>

const TextList *table_names(const Table *table)
{
    return &table->names;
}

Place table_name_place(const Table *table, size_t column)
{
    // A table of JSON Lines may have no column at all.
    if (column >= table->names.count)
        return (Place){.kind = PLACE_DATA, .file = table->parts[0].file, .line = 1, .column = 1};
    return table->name_places[column];
}

bool table_is_headless(const Table *table)
{
    return table->headless;
}

const char *table_format(const Table *table)
{
    return table->format->name;
}

bool table_has_seen(const Table *table, size_t column)
{
    bool seen = !table->shape;
    for (size_t i = 0; i < array_count(table->sights) && !seen; i++)
        seen = table->sights[i].reader && table->sights[i].reader->filled[column];
    return seen;
}

Cell table_header_bytes(const Table *table)
{
    return table->header;
}

bool table_find(const Table *table, const char *name, size_t *ret_column)
{
    for (size_t i = 0; i < table->names.count; i++) {
        if (text_equal(table->names.items[i], name)) {
            *ret_column = i;
            return true;
        }
    }
    return false;
}

const TableIssue *table_issues(const Table *table)
{
    return table->issues;
}

int64_t table_rows(const Table *table)
{
    return table->rows;
}

int64_t table_bytes(const Table *table)
{
    return table->bytes;
}

int64_t table_taken(const Table *table)
{
    return atomic_load(&table->taken);
}

int64_t table_total(const Table *table)
{
    return table->total;
}

size_t table_useful_threads(const Table *table, size_t most)
{
    if (table->total < 0)
        return most;
    return MIN(most, 1 + (size_t)(table->total / TABLE_THREAD_BYTES));
}

bool table_finish(const Table *table, Error *err)
{
    if (table->failed)
        *err = table->failure;
    return !table->failed;
}

// The next bytes of the part that is open. Only what comes in its order is read here, where no more
// than one thread is at a time.
static void take_further(Table *table, TableBlock *block)
{
    TableInput *input = &table->open->input;
    block->part = table->open;
    block->opens_part = false;
    block->offset = table->offset;
    block->before = table->before;
    table_block_reserve(block, 0, table->block_size);
    block->unread = input->direct;
    if (block->unread)
        block->size = table_input_pass(input, table->block_size);
    else
        block->failed = !table_input_read(input, table_block_own(block), table->block_size,
                                          &block->size, &block->failure);
    block->last = input->ended;
    table->offset += (int64_t)block->size;
}

void table_fill(TableBlock *block)
{
    if (block->failed || !block->unread)
        return;
    char *before = table_block_own(block) - 1;
    block->unread = false;
    block->failed = !table_input_read_at(&block->part->input, block->offset - 1, before,
                                         block->size + 1, &block->failure);
    block->before = *before;
}

static void take_first(Table *table, TableBlock *block)
{
    block->part = &table->parts[table->part++];
    block->opens_part = true;
    block->offset = 0;
    block->before = '\n';
    block->unread = false;
    block->failed = !table_open_part(table, block, &block->failure);
}

bool table_take(Table *table, TableBlock *block)
{
    if (table->done || (!table->open && table->part == table->part_count))
        return false;
    block->size = 0;
    block->failure = ERROR_EMPTY;
    if (table->open)
        take_further(table, block);
    else
        take_first(table, block);
    int64_t taken = table->closed + block->part->input.taken;
    atomic_store(&table->taken, taken);
    table->done = block->failed;
    if (table->done)
        return true;
    if (block->size && !block->unread)
        table->before = table_block_own(block)[block->size - 1];
    else if (block->opens_part)
        table->before = '\n';
    if (block->last) {
        table->closed = taken;
        table->open = NULL;
    }
    return true;
}

static void table_fold_issue(Table *table, const TableBlock *block, TableIssueKind kind)
{
    const TableIssue *issue = &block->issues[kind];
    TableIssue *sum = &table->issues[kind];
    if (sum->count == 0)
        sum->cells = issue->cells;
    sum->count += issue->count;
    for (size_t i = 0; i < issue->places.count && sum->places.count < TABLE_ISSUE_PLACES; i++) {
        Place *place = list_push(table->arena, &sum->places);
        *place = issue->places.items[i];
        place->value = arena_text(table->arena, place->value);
    }
}

void table_fold_issues(Table *table, TableBlock *block)
{
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        if (block->issues[kind].count && !table->failed)
            table_fold_issue(table, block, kind);
    }
    if (block->arena)
        arena_close(take(block->arena));
    memset(block->issues, 0, sizeof block->issues);
}

void table_fail(Table *table, const Error *err)
{
    if (!table->failed)
        table->failure = *err;
    table->failed = true;
    table->stopped = true;
}

// Takes over what the block has found. False if it failed, or one before it did.
static bool table_fold(Table *table, TableBlock *block)
{
    table_fold_issues(table, block);
    if (block->failed)
        table_fail(table, &block->failure);
    if (table->failed)
        return false;
    table->rows += block->rows;
    // What a part begins with was skipped.
    table->bytes += (block->opens_part ? block->offset : 0) + (int64_t)block->size;
    return true;
}

static void table_link(Table *table, TableBlock *block)
{
    TablePart *part = (TablePart *)block->part;
    // Nobody knows where the rows begin behind a block that is missing.
    block->failed = block->failed || table->broken;
    if (!block->failed && block->last) {
        block->failed = !table_input_finish(&part->input, &block->failure);
        table_input_close(&part->input);
    }
    if (!block->failed)
        table->format->link(block, &table->link, table->kernel, table->names.count);
    table->broken = block->failed;
}

// The next block for table_next(), linked.
static bool table_advance(Table *table)
{
    TableBlock *block = &table->blocks[0];
    if (table->reading && !table_fold(table, block))
        return false;
    table->reading = table->primed || table_take(table, block);
    table->primed = false;
    if (!table->reading)
        return false;
    table_fill(block);
    if (!block->failed)
        table->format->scan(block, table->kernel, table->names.count,
                            !block->opens_part && table->link.inside);
    table_link(table, block);
    return true;
}

bool table_next(Table *table, const Batch **ret_batch)
{
    TableBlock *block = &table->blocks[0];
    table_sight_open(table, &table->sights[0]);
    while (!table->failed) {
        if (table->reading && !block->failed &&
            table->format->next(table, block, &table->sights[0], &table->batch)) {
            *ret_batch = &table->batch;
            return true;
        }
        if (!table_advance(table))
            return false;
    }
    return false;
}

bool table_next_row(Table *table, Row *row)
{
    if (row->batch && row->index + 1 < row->batch->rows) {
        row->index++;
        return true;
    }
    row->index = 0;
    return table_next(table, &row->batch);
}

// The stations of table_map().

static bool map_fetch(void *work, size_t slot)
{
    Table *table = work;
    if (table->primed) {
        // It was taken into the first slot.
        TableBlock first = table->blocks[0];
        table->blocks[0] = table->blocks[slot];
        table->blocks[slot] = first;
        table->primed = false;
        return true;
    }
    return !table->stopped && table_take(table, &table->blocks[slot]);
}

static void map_prepare(void *work, size_t slot)
{
    const Table *table = work;
    TableBlock *block = &((Table *)work)->blocks[slot];
    table_fill(block);
    if (!block->failed)
        table->format->scan(block, table->kernel, table->names.count,
                            !block->opens_part && table_block_guess(block));
}

static void map_link(void *work, size_t slot)
{
    Table *table = work;
    table_link(table, &table->blocks[slot]);
}

static void map_rows(void *work, size_t worker, size_t slot)
{
    Table *table = work;
    TableBlock *block = &table->blocks[slot];
    TableSight *sight = &table->sights[worker];
    Batch batch;
    table_sight_open(table, sight);
    while (!block->failed && table->format->next(table, block, sight, &batch))
        table->work->batch(table->work->context, worker, slot, &batch);
}

static void map_fold(void *work, size_t slot)
{
    Table *table = work;
    if (table_fold(table, &table->blocks[slot]))
        table->work->fold(table->work->context, slot);
}

void table_map(Table *table, const TableWork *work)
{
    table->work = work;
    parallel_run(&(ParallelPlan){.work = table,
                                 .threads = work->threads,
                                 .slots = TABLE_SLOTS(work->threads),
                                 .fetch = map_fetch,
                                 .prepare = map_prepare,
                                 .link = map_link,
                                 .map = map_rows,
                                 .fold = map_fold});
}
