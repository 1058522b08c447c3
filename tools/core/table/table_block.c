#include "table/table_block.h"

#include "base/fatal.h"
#include "table/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// Where blocks begin in their memory: room for most of what is left over.
#define BLOCK_FRONT ((size_t)4096)

// How many quotes are looked at to guess where a block begins.
#define GUESS_QUOTES 8

static void *block_grow(void *memory, size_t count, size_t size)
{
    void *grown = reallocarray(memory, count, size);
    if (!grown)
        fatal_out_of_memory();
    return grown;
}

void table_block_reserve(TableBlock *block, size_t front, size_t size)
{
    front = MAX(front, BLOCK_FRONT);
    // What was skipped, a header, has moved the front.
    if (front > block->front || block->front + size + SCAN_PADDING > block->room) {
        size_t room = front + size + SCAN_PADDING;
        char *memory = block_grow(NULL, room, 1);
        if (block->size)
            memcpy(memory + front, table_block_own(block), block->size);
        free(block->memory);
        block->memory = memory;
        block->room = room;
        block->front = front;
    }
    if (size + SCAN_PADDING > block->scan_room) {
        // What was found in smaller bytes is found anew.
        free(block->scan.ends);
        free(block->scan.rows);
        free(block->scan.doubles);
        block->scan_room = size + SCAN_PADDING;
        block->scan.ends = block_grow(NULL, block->scan_room + 64, sizeof(uint32_t));
        block->scan.rows = block_grow(NULL, block->scan_room + 1, sizeof(uint32_t));
        block->scan.doubles = block_grow(NULL, block->scan_room / 64 + 1, 1);
    }
}

static bool block_ends_cell(const TableBlock *block, char byte)
{
    return byte == block->part->marks.delimiter || byte == '\n' || byte == '\r';
}

bool table_block_guess(const TableBlock *block)
{
    const char *own = table_block_own(block);
    const char *at = own;
    if (block->part->marks.bare)
        return false;
    bool flipped = false; // an odd number of quotes lies behind us
    for (int i = 0; i < GUESS_QUOTES; i++) {
        at = memchr(at, block->part->marks.quote, (size_t)(own + block->size - at));
        if (!at || at + 1 == own + block->size)
            return false;
        bool starts = block_ends_cell(block, at > own ? at[-1] : block->before);
        bool ends = block_ends_cell(block, at[1]);
        if (starts != ends)
            return ends != flipped;
        flipped = !flipped;
        at++;
    }
    return false;
}

// Blank lines, of which there are some only if a line has one end and a table several columns.
static int64_t block_count_blanks(const TableBlock *block)
{
    const Scan *scan = &block->scan;
    const char *own = table_block_own(block);
    int64_t blanks = 0;
    for (size_t row = 1; row < scan->row_count; row++) {
        if (scan->rows[row] != scan->rows[row - 1] + 1)
            continue;
        uint32_t start = scan->ends[scan->rows[row - 1]] + 1;
        uint32_t end = scan->ends[scan->rows[row]];
        blanks += start == end || (start + 1 == end && own[start] == '\r');
    }
    return blanks;
}

void table_block_scan(TableBlock *block, const Kernel *kernel, size_t columns, bool inside)
{
    CsvMarks marks = block->part->marks;
    block->guess = inside;
    block->scan.inside = inside;
    kernel->scan((ScanMarks){marks.delimiter, marks.quote, marks.bare, block->before},
                 table_block_own(block), block->size, &block->scan);
    block->blanks = columns > 1 && !block->scan.odd ? block_count_blanks(block) : 0;
}

static void link_open_part(TableLink *link, const TableBlock *block)
{
    link->inside = false;
    link->unsure = false;
    link->carried = 0;
    link->carry_lines = 0;
    link->line = block->header_lines + 1;
    link->high = false;
    link->zeros = false;
}

void table_link_keep(TableLink *link, const TableBlock *block)
{
    const char *rest = table_block_start(block) + block->whole;
    size_t size = block->carried + block->size - block->whole;
    // Where no row ended, what was left over before stays and grows.
    size_t kept = block->whole == 0 ? block->carried : 0;
    if (size > link->carry_room) {
        link->carry_room = size * 2;
        link->carry = block_grow(link->carry, link->carry_room, 1);
    }
    if (size > kept)
        memcpy(link->carry + kept, rest + kept, size - kept);
    link->carried = size;
}

static void link_take_rest(TableLink *link, const TableBlock *block)
{
    const char *rest = table_block_start(block) + block->whole;
    size_t size = block->carried + block->size - block->whole;
    table_link_keep(link, block);
    // A carriage return at the end waits for what follows it.
    link->carry_lines = csv_count_lines(rest, size) - (size && rest[size - 1] == '\r');
    link->high = block->high && size;
    link->zeros = block->zeros && size;
}

// Walks over the rows one by one.
static void block_link_rough(TableBlock *block, TableLink *link, size_t columns)
{
    CsvRecord record = {0};
    size_t all = block->carried + block->size;
    block->whole = all;
    while (block->at < block->whole && table_block_record(block, (CsvCells){0}, &record)) {
        block->csv.texts_used = 0;
        block->first_row = block->at ? block->first_row : record.size;
        block->at += record.size;
        block->rows += !record.comment && !(record.blank && columns > 1);
        link->line += record.lines;
        record = (CsvRecord){0};
    }
    link->inside = csv_has_breach(&record, CSV_UNCLOSED_QUOTE);
    block->whole = block->at;
    block->first_row = block->at ? block->first_row : all;
    block->at = 0;
}

static bool block_starts_blank(const TableBlock *block, size_t end)
{
    return end == 0 || (end == 1 && *table_block_start(block) == '\r');
}

static void block_link_scanned(TableBlock *block, TableLink *link, size_t columns)
{
    const Scan *scan = &block->scan;
    size_t all = block->carried + block->size;
    block->first_row = all;
    if (scan->row_count) {
        size_t first = block->carried + scan->ends[scan->rows[0]];
        block->first_row = first + 1;
        block->whole = block->carried + scan->ends[scan->rows[scan->row_count - 1]] + 1;
        bool blank = columns > 1 && scan->rows[0] == 0 && block_starts_blank(block, first);
        block->rows = (int64_t)scan->row_count - block->blanks - blank;
    }
    if (block->last && block->whole < all) {
        block->whole = all;
        block->rows++;
    }
    link->inside = scan->inside;
}

bool table_block_refuse_row(const TableBlock *block, const CsvRecord *record, Error *err)
{
    Place place = table_block_place(block, block->at);
    bool open = csv_has_breach(record, CSV_UNCLOSED_QUOTE);
    if (open)
        csv_move_place(&place, table_block_start(block) + block->at,
                       record->breach_offsets[CSV_UNCLOSED_QUOTE]);
    error_at(err, ERROR_INPUT, place, "'%s' has a row longer than %zu MiB, the most that is read%s",
             block->part->path, block->part->longest_row >> 20,
             open ? ": a quote is not closed before" : "");
    return error_name(err, "csv/huge-row");
}

// The first row is too long, whether it ends here or not.
static void block_fail_too_long(TableBlock *block)
{
    CsvRecord record = {0};
    block->at = 0;
    block->csv.texts_used = 0;
    (void)!table_block_record(block, (CsvCells){0}, &record);
    block->failed = true;
    table_block_refuse_row(block, &record, &block->failure);
}

void table_block_texts(TableBlock *block)
{
    char *texts = block->csv.texts;
    size_t needed = block->carried + block->size + SCAN_PADDING;
    if (needed > block->texts_room) {
        texts = block_grow(texts, needed, 1);
        block->texts_room = needed;
    }
    csv_init(&block->csv, block->part->marks);
    block->csv.texts = texts;
}

// The block as it is before any of its rows was read.
static void block_begin(TableBlock *block, const TableLink *link)
{
    const char *own = table_block_own(block);
    char end = block->size ? own[block->size - 1] : link->carried ? own[-1] : '\n';
    block->carried = link->carried;
    block->line = link->line;
    block->row = link->row;
    block->high = block->scan.high || link->high;
    block->zeros = block->scan.zeros || link->zeros;
    block->rough = block->scan.odd || link->unsure || block->part->marks.comment ||
                   (block->last && end == '\r');
    block->next_number = block->row;
    block->whole = 0;
    block->rows = 0;
    block->at = 0;
    block->next_row = 0;
    table_block_texts(block);
}

// A quote in the midst of a text looks like one that closes a cell.
static bool block_ends_in_quote(const TableBlock *block)
{
    const char *end = table_block_own(block) + block->size;
    return block->carried + block->size > 0 && !block->part->marks.bare &&
           end[-1] == block->part->marks.quote;
}

// The end of a pipe may be the end of its writer.
static void block_judge_end(TableBlock *block)
{
    const char *start = table_block_start(block);
    size_t size = block->carried + block->size;
    if (!block->last || !block->part->cuts || size == 0 || start[size - 1] == '\n' ||
        start[size - 1] == '\r')
        return;
    Place place = table_block_place(block, csv_line_start(start, size));
    place.row = 0;
    table_block_issue(block, TABLE_CUT_PIPE, place);
}

void table_block_link(TableBlock *block, TableLink *link, const Kernel *kernel, size_t columns)
{
    if (block->opens_part)
        link_open_part(link, block);
    if (block->guess != link->inside)
        table_block_scan(block, kernel, columns, link->inside);
    table_block_reserve(block, link->carried, block->size);
    if (link->carried)
        memcpy(table_block_own(block) - link->carried, link->carry, link->carried);
    block_begin(block, link);
    if (block->rough)
        block_link_rough(block, link, columns);
    else
        block_link_scanned(block, link, columns);
    int64_t lines_before = link->carry_lines;
    link_take_rest(link, block);
    link->unsure = block->rough && !link->inside && block_ends_in_quote(block);
    if (!block->rough && block->whole)
        link->line += lines_before + block->scan.feeds - link->carry_lines;
    link->row += block->rows;
    if (block->first_row > block->part->longest_row)
        block_fail_too_long(block);
    else
        block_judge_end(block);
}

bool table_block_record(TableBlock *block, CsvCells cells, CsvRecord *ret_record)
{
    return csv_record(&block->csv, table_block_start(block) + block->at,
                      block->carried + block->size - block->at, block->last, cells, ret_record);
}

Place table_block_place(const TableBlock *block, size_t offset)
{
    return (Place){.kind = PLACE_DATA,
                   .file = block->part->file,
                   .line = block->line + csv_count_lines(table_block_start(block), offset),
                   .column = 1,
                   .has_byte = true,
                   .byte = block->offset - (int64_t)block->carried + (int64_t)offset,
                   .row = block->next_number};
}

void table_block_issue(TableBlock *block, TableIssueKind kind, Place place)
{
    TableIssue *issue = &block->issues[kind];
    issue->count++;
    if (issue->places.count == TABLE_ISSUE_PLACES)
        return;
    if (!block->arena)
        block->arena = arena_open();
    place.value = arena_text(block->arena, place.value);
    *list_push(block->arena, &issue->places) = place;
}

void table_link_release(TableLink *link)
{
    free(link->carry);
    *link = (TableLink){0};
}

void table_block_release(TableBlock *block)
{
    free(block->memory);
    free(block->scan.ends);
    free(block->scan.rows);
    free(block->scan.doubles);
    free(block->csv.texts);
    if (block->arena)
        arena_close(block->arena);
    *block = (TableBlock){0};
}
