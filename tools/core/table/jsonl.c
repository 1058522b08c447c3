#include "table/jsonl.h"

#include "base/text.h"
#include "doc/json.h"

#include <stdlib.h>
#include <string.h>

// As many bytes are added up in a byte without running over.
#define FEEDS_AT_ONCE ((size_t)UINT8_MAX)

int64_t jsonl_count_lines(const char *bytes, size_t size)
{
    int64_t feeds = 0;
    for (size_t at = 0; at < size; at += FEEDS_AT_ONCE) {
        size_t end = MIN(size, at + FEEDS_AT_ONCE);
        unsigned char count = 0;
        for (size_t i = at; i < end; i++)
            count = (unsigned char)(count + (bytes[i] == '\n'));
        feeds += count;
    }
    return feeds;
}

static bool jsonl_has_high(const char *bytes, size_t size)
{
    unsigned char all = 0;
    for (size_t i = 0; i < size; i++)
        all |= (unsigned char)bytes[i];
    return all >= 0x80;
}

static bool jsonl_refuse_line(const TableBlock *block, Error *err)
{
    error_at(err, ERROR_INPUT, table_block_place(block, block->at),
             "'%s' has a line longer than %zu MiB, the most that is read", block->part->path,
             block->part->longest_row >> 20);
    return error_name(err, "jsonl/huge-line");
}

// So many bytes of the file say which columns there are, however it is cut into blocks.
#define JSONL_LOOKED_AT TABLE_BLOCK

// Adds what the line is, if it is an object; if not, that is told when its turn comes.
static void jsonl_look_at(JsonlShape *shape, const TableBlock *block, Cell line, int64_t above)
{
    scoped_arena arena = arena_open();
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    JsonOptions options = {.accept_nan = true,
                           .lines_above = above,
                           .bytes_above = block->offset + (line.bytes - table_block_own(block)),
                           .most_nodes = SIZE_MAX};
    if (json_parse(block->part->file, line.bytes, line.size, options, arena, &value, &err) &&
        value->kind == VALUE_MAP)
        jsonl_shape_add(shape, value);
}

// The shape of the first lines: the first one, and those that are whole in the bytes looked at.
static void jsonl_look(JsonlShape *shape, const TableBlock *block)
{
    const char *own = table_block_own(block);
    size_t size = MIN(block->size, JSONL_LOOKED_AT - (size_t)block->offset);
    bool ends = block->last && size < JSONL_LOOKED_AT - (size_t)block->offset;
    int64_t above = 0;
    for (size_t at = 0; at < size; above++) {
        const char *feed = memchr(own + at, '\n', (at ? size : block->size) - at);
        if (!feed && !ends && at > 0)
            return;
        size_t next = feed ? (size_t)(feed + 1 - own) : block->size;
        jsonl_look_at(shape, block, (Cell){own + at, next - at}, above);
        at = next;
    }
}

static void jsonl_name_columns(Table *table, TableBlock *block)
{
    const JsonlShape *shape = table->shape;
    Place *places = arena_array(table->arena, Place, shape->columns.count);
    for (size_t i = 0; i < shape->columns.count; i++) {
        const JsonlNode *node = &shape->nodes.items[shape->columns.items[i]];
        const char *name = jsonl_shape_path(shape, shape->columns.items[i], table->arena);
        places[i] = node->place.line ? node->place : table_block_place(block, 0);
        places[i].field = name;
        *list_push(table->arena, &table->names) = name;
    }
    table->name_places = places;
}

static bool jsonl_refuse_empty(const TableBlock *block, Error *err)
{
    error_at(err, ERROR_INPUT, table_block_place(block, 0),
             "data '%s' is empty, and without a schema nobody knows its columns",
             block->part->path);
    return error_name(err, "data/no-rows");
}

static bool jsonl_begin(Table *table, TableBlock *block, Error *err)
{
    table_block_reserve(block, 0, JSONL_LOOKED_AT + table->block_size);
    while (!block->last && ((size_t)block->offset + block->size < JSONL_LOOKED_AT ||
                            !memchr(table_block_own(block), '\n', block->size))) {
        if (block->size > block->part->longest_row)
            return jsonl_refuse_line(block, err);
        if (!table_read_more(table, block, err))
            return false;
    }
    bool known = table->wanted && table->wanted->count;
    if (table->shape || (block->size == 0 && table->part < table->part_count))
        return true;
    if (block->size == 0 && !known)
        return jsonl_refuse_empty(block, err);
    table->shape = jsonl_shape_new(table->arena);
    jsonl_look(table->shape, block);
    jsonl_shape_settle(table->shape, table->wanted);
    if (table->shape->columns.count > TABLE_MOST_COLUMNS)
        return error_at(err, ERROR_INPUT, table_block_place(block, 0),
                        "'%s' has %zu columns, at most %zu are read", block->part->path,
                        table->shape->columns.count, TABLE_MOST_COLUMNS);
    if (jsonl_shape_is_sparse(table->shape))
        return error_at(
            err, ERROR_INPUT, table_block_place(block, 0),
            "'%s' has %zu different keys on its first %zu lines, and few of them on each: "
            "keys that are data are no columns, write them as values",
            block->part->path, table->shape->columns.count, table->shape->objects);
    jsonl_name_columns(table, block);
    table_judge_names(table, block);
    return true;
}

static void jsonl_scan(TableBlock *block, const Kernel *kernel, size_t columns, bool inside)
{
    (void)kernel, (void)columns, (void)inside;
    block->scan.feeds = jsonl_count_lines(table_block_own(block), block->size);
    block->scan.high = jsonl_has_high(table_block_own(block), block->size);
}

static void jsonl_link(TableBlock *block, TableLink *link, const Kernel *kernel, size_t columns)
{
    (void)kernel, (void)columns;
    if (block->opens_part)
        *link = (TableLink){
            .carry = link->carry, .carry_room = link->carry_room, .line = 1, .row = link->row};
    table_block_reserve(block, link->carried, block->size);
    if (link->carried)
        memcpy(table_block_own(block) - link->carried, link->carry, link->carried);
    const char *feed = memrchr(table_block_own(block), '\n', block->size);
    size_t rest = feed ? (size_t)(table_block_own(block) + block->size - feed - 1)
                       : link->carried + block->size;
    block->carried = link->carried;
    block->line = link->line;
    block->row = block->next_number = link->row;
    block->high = block->scan.high || link->high;
    block->whole = block->carried + block->size - (block->last ? 0 : rest);
    block->rows = block->scan.feeds + (block->last && rest > 0);
    block->at = 0;
    block->begun = false;
    table_block_texts(block);
    table_link_keep(link, block);
    link->line += block->scan.feeds;
    link->row += block->rows;
    link->high = block->high && link->carried;
    if (link->carried > block->part->longest_row) {
        block->at = block->whole;
        block->failed = true;
        jsonl_refuse_line(block, &block->failure);
    }
}

// The place of a byte on the line that is read.
static Place jsonl_place(const TableBlock *block, size_t offset)
{
    Place place = table_block_place(block, block->at);
    place.column += (int64_t)offset;
    place.byte += (int64_t)offset;
    return place;
}

static const char *jsonl_excerpt(TableBlock *block, const char *bytes, size_t size)
{
    if (!block->arena)
        block->arena = arena_open();
    return arena_text_sized(block->arena, bytes, MIN(size, BATCH_LONGEST_VALUE));
}

// The line that is read, with its line feed if it has one.
static Cell jsonl_line(const TableBlock *block)
{
    const char *start = table_block_start(block) + block->at;
    const char *feed = memchr(start, '\n', block->whole - block->at);
    return (Cell){start, feed ? (size_t)(feed + 1 - start) : block->whole - block->at};
}

// A line that is no row: blank, or wrong.
static void jsonl_pass_line(TableBlock *block)
{
    Cell line = jsonl_line(block);
    bool ended = line.bytes[line.size - 1] == '\n';
    Cell text = {line.bytes, line.size - ended};
    size_t blanks = 0;
    while (blanks < text.size && memchr(" \t\r", text.bytes[blanks], 3))
        blanks++;
    if (blanks == text.size) {
        Place place = jsonl_place(block, 0);
        place.row = 0;
        table_block_issue(block, TABLE_BLANK_LINE, place);
        block->rows--;
    } else {
        size_t at = 0;
        TableIssueKind kind = jsonl_find_fault(text, !ended, &at);
        Place place = jsonl_place(block, at);
        place.value = jsonl_excerpt(block, text.bytes + at, text.size - at);
        table_block_issue(block, kind, place);
    }
    block->next_number++;
    block->at += line.size;
}

static void jsonl_issue_late(const JsonlReader *reader, TableBlock *block, const JsonlNote *note)
{
    scoped_arena arena = arena_open();
    Place place = jsonl_place(block, note->at - block->at);
    if (block->issues[TABLE_LATE_KEY].places.count < TABLE_ISSUE_PLACES) {
        bool known = note->node != JSONL_NOTHING;
        const char *path =
            jsonl_shape_path(reader->shape, known ? note->node : note->object, arena);
        place.value = arena_format(arena, "%s%s%.*s", path,
                                   known             ? ""
                                   : note->key.bytes ? *path ? "." : ""
                                                     : "[]",
                                   (int)MIN(note->key.size, BATCH_LONGEST_VALUE),
                                   note->key.bytes ? note->key.bytes : "");
    }
    table_block_issue(block, TABLE_LATE_KEY, place);
}

static void jsonl_note_issues(const JsonlReader *reader, TableBlock *block)
{
    for (size_t i = 0; i < reader->late.count; i++)
        jsonl_issue_late(reader, block, &reader->late.items[i]);
    for (size_t i = 0; i < reader->zeros.count; i++)
        table_block_issue(block, TABLE_NUL_BYTE,
                          jsonl_place(block, reader->zeros.items[i].at - block->at));
}

// Whether the line that is read is valid UTF-8.
static bool jsonl_line_is_text(const Table *table, const TableBlock *block)
{
    if (!block->broken)
        return true;
    Cell line = jsonl_line(block);
    return table->kernel->utf8_valid(line.bytes, line.size);
}

static void jsonl_begin_rows(const Table *table, TableBlock *block, JsonlReader *reader)
{
    const char *start = table_block_start(block);
    table_block_own(block)[block->size] = '\n';
    jsonl_reader_begin(reader, table->kernel, start, block->whole, block->csv.texts);
    block->broken = block->high && !table->kernel->utf8_valid(start, block->whole);
    block->begun = true;
}

static bool jsonl_next(const Table *table, TableBlock *block, TableSight *sight, Batch *ret_batch)
{
    JsonlReader *reader = sight->reader;
    Batch batch = table_batch(table, block, sight);
    batch.kinds = sight->kinds;
    batch.shape = table->shape;
    if (!block->begun)
        jsonl_begin_rows(table, block, reader);
    reader->text.texts_used = 0;
    reader->text.wide = false;
    while (block->at < block->whole && batch.rows < sight->stride) {
        size_t at = block->at;
        JsonlCells cells = {sight->cells + batch.rows, sight->kinds + batch.rows, sight->stride};
        if (jsonl_line_is_text(table, block) && jsonl_row_read(reader, cells, &at)) {
            jsonl_note_issues(reader, block);
            sight->starts[batch.rows++] = table_block_start(block) + block->at;
            block->at = MIN(at, block->whole);
            block->next_number++;
        } else if (batch.rows > 0) {
            break;
        } else {
            jsonl_pass_line(block);
        }
    }
    if (batch.rows == 0)
        return false;
    sight->starts[batch.rows] = table_block_start(block) + block->at;
    batch.first_row = block->next_number - (int64_t)batch.rows;
    batch.ascii = !block->high && !reader->text.wide;
    *ret_batch = batch;
    return true;
}

const TableFormat table_jsonl = {"jsonl", jsonl_begin, jsonl_scan, jsonl_link, jsonl_next};
