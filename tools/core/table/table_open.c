// How a part begins: its byte order mark and its header.

#include "base/fatal.h"
#include "base/file.h"
#include "table/table_dialect.h"
#include "table/table_parts.h"

#include <stdlib.h>
#include <string.h>

// Enough rows that a column is worth a loop of its own, few enough that a batch stays in the cache.
#define TABLE_BATCH_ROWS ((size_t)4096)

#define TABLE_MARK "\xef\xbb\xbf"

static const char *table_reported_path(const TablePlan *plan, const char *path, Arena *arena)
{
    if (!plan->root || text_equal(path, "-"))
        return path;
    return path_relative(arena, plan->root, path_absolute(arena, path));
}

// So many bytes of a file are read before anything is said about it.
#define TABLE_LEAST_START ((size_t)8)

bool table_read_more(Table *table, TableBlock *block, Error *err)
{
    size_t got = 0;
    size_t size = MAX(table->block_size, TABLE_LEAST_START);
    table_block_reserve(block, 0, block->size + size);
    TableInput *input = &table->open->input;
    if (!table_input_read(input, table_block_own(block) + block->size, size, &got, err))
        return false;
    block->size += got;
    block->last = input->ended;
    return true;
}

// The block's own bytes begin `size` bytes later.
static void block_skip(TableBlock *block, size_t size)
{
    block->front += size;
    block->size -= size;
    block->offset += (int64_t)size;
}

// The record with which the block begins, for which further bytes are read if they are needed.
static bool header_find_record(Table *table, TableBlock *block, CsvRecord *ret_record, Error *err)
{
    const size_t longest = block->part->longest_row;
    while (!table_block_record(block, (CsvCells){0}, ret_record)) {
        if (block->size > longest)
            return table_block_refuse_row(block, ret_record, err) || error_wrap(err, "header");
        if (!table_read_more(table, block, err))
            return error_wrap(err, "header");
        table_block_texts(block);
    }
    return ret_record->size <= longest || table_block_refuse_row(block, ret_record, err) ||
           error_wrap(err, "header");
}

// The header's record, whose cells are counted; comments in front of it are passed over.
static bool header_find(Table *table, TableBlock *block, CsvRecord *ret_record, Error *err)
{
    const char *path = block->part->path;
    if (!header_find_record(table, block, ret_record, err))
        return false;
    while (ret_record->comment) {
        block_skip(block, ret_record->size);
        block->line += ret_record->lines;
        block->header_lines += ret_record->lines;
        if (!header_find_record(table, block, ret_record, err))
            return false;
    }
    Place place = table_block_place(block, 0);
    if (ret_record->blank)
        return error_at(err, ERROR_INPUT, place,
                        "data '%s' starts with an empty line, wanted the names of its columns",
                        path);
    if (csv_has_breach(ret_record, CSV_UNCLOSED_QUOTE)) {
        csv_move_place(&place, table_block_start(block),
                       ret_record->breach_offsets[CSV_UNCLOSED_QUOTE]);
        error_at(err, ERROR_INPUT, place, "header of '%s' has a quote that is never closed", path);
        return error_name(err, "csv/unclosed-quote");
    }
    if (ret_record->cells > TABLE_MOST_COLUMNS)
        return error_at(err, ERROR_INPUT, place, "'%s' has %zu columns, at most %zu are read", path,
                        ret_record->cells, TABLE_MOST_COLUMNS);
    return true;
}

static Place header_place(const TableBlock *block, size_t offset)
{
    Place place = table_block_place(block, 0);
    place.row = 0;
    csv_move_place(&place, table_block_start(block), offset);
    return place;
}

typedef struct NamedColumn {
    const char *name;
    size_t column;
} NamedColumn;

static int named_column_compare(const void *a, const void *b)
{
    const NamedColumn *first = a;
    const NamedColumn *second = b;
    int order = strcmp(first->name, second->name);
    return order ? order : first->column < second->column ? -1 : 1;
}

// Which columns have the name of an earlier one.
static const bool *header_find_doubles(const Table *table)
{
    size_t count = table->names.count;
    NamedColumn *sorted = arena_array(table->arena, NamedColumn, count);
    bool *doubles = arena_array(table->arena, bool, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (NamedColumn){table->names.items[i], i};
    qsort(sorted, count, sizeof *sorted, named_column_compare);
    for (size_t i = 1; i < count; i++)
        doubles[sorted[i].column] = text_equal(sorted[i].name, sorted[i - 1].name);
    return doubles;
}

void table_judge_names(const Table *table, TableBlock *block)
{
    const bool *doubles = header_find_doubles(table);
    for (size_t i = 0; i < table->names.count; i++) {
        if (text_empty(table->names.items[i]))
            table_block_issue(block, TABLE_BLANK_HEADER, table->name_places[i]);
        else if (doubles[i])
            table_block_issue(block, TABLE_DUPLICATE_HEADER, table->name_places[i]);
    }
}

// A name ends at a zero byte in too many programs.
static bool header_check_zeros(const TableBlock *block, const CsvRecord *record, Error *err)
{
    return !memchr(table_block_start(block), '\0', record->size) ||
           error_set(err, ERROR_INPUT, "'%s' is binary: its first line has zero bytes",
                     block->part->path);
}

static const char *header_name(const Table *table, size_t column, Cell cell)
{
    const TextList *given = table->given_names;
    if (!table->headless)
        return arena_text_sized(table->arena, cell.bytes, cell.size);
    return given && column < given->count ? given->items[column]
                                          : arena_format(table->arena, "column_%zu", column + 1);
}

// The names of the columns in the first part, and where they stand.
static void header_set_names(Table *table, TableBlock *block, const Cell *cells,
                             const CsvRecord *record)
{
    const char *bytes = table_block_start(block);
    Place *places = arena_array(table->arena, Place, record->cells);
    Place place = header_place(block, 0);
    size_t offset = 0;
    for (size_t i = 0; i < record->cells; i++) {
        place.field = header_name(table, i, cells[i]);
        places[i] = place;
        *list_push(table->arena, &table->names) = place.field;
        size_t size = csv_cell_offset(bytes + offset, record->size - offset, block->part->marks, 1);
        if (!table->headless)
            table_judge_cell(block, place, (Cell){bytes + offset, size});
        csv_move_place(&place, bytes + offset, size);
        offset += size;
    }
    table->name_places = places;
    if (table->headless)
        return;
    table_judge_names(table, block);
    table->header = (Cell){arena_text_sized(table->arena, bytes, record->size), record->size};
}

// The names of a table that has no bytes.
static void header_take_given(Table *table, const TableBlock *block)
{
    if (table->name_places)
        return;
    table->names = *table->given_names;
    Place *places = arena_array(table->arena, Place, table->names.count);
    for (size_t i = 0; i < table->names.count; i++) {
        places[i] = header_place(block, 0);
        places[i].field = table->names.items[i];
    }
    table->name_places = places;
}

// The parts behind the first must have its names in its order.
static bool header_compare(const Table *table, const TableBlock *block, const Cell *cells,
                           const CsvRecord *record, Error *err)
{
    const TextList *names = &table->names;
    const char *path = block->part->path;
    if (record->cells != names->count)
        return error_at(err, ERROR_INPUT, table_block_place(block, 0),
                        "'%s' has %zu columns, the part before it has %zu", path, record->cells,
                        names->count);
    for (size_t i = 0; !table->headless && i < names->count; i++) {
        if (cells[i].size == strlen(names->items[i]) &&
            memcmp(cells[i].bytes, names->items[i], cells[i].size) == 0)
            continue;
        size_t offset =
            csv_cell_offset(table_block_start(block), record->size, block->part->marks, i);
        return error_at(err, ERROR_INPUT, header_place(block, offset),
                        "column %zu of '%s' is '%.*s', in the part before it '%s'", i + 1, path,
                        (int)MIN(cells[i].size, BATCH_LONGEST_VALUE), cells[i].bytes,
                        names->items[i]);
    }
    return true;
}

static bool header_read(Table *table, TableBlock *block, Error *err)
{
    CsvRecord record = {0};
    if (block->part->finds_delimiter)
        dialect_find_delimiter(block, (TablePart *)block->part);
    if (!header_find(table, block, &record, err) || !header_check_zeros(block, &record, err))
        return false;
    scoped_arena arena = arena_open();
    Cell *cells = arena_array(arena, Cell, record.cells);
    block->csv.texts_used = 0;
    if (!table_block_record(block, (CsvCells){cells, 1, record.cells}, &record)) // it was whole
        return error_set(err, ERROR_INPUT, "cannot read the header of '%s'", block->part->path);
    ((TablePart *)block->part)->line_end = record.line_end;
    if (!table->name_places)
        header_set_names(table, block, cells, &record);
    else if (!header_compare(table, block, cells, &record, err))
        return false;
    if (table->headless)
        return true;
    table_judge_record(block, &record);
    block->header_lines += record.lines;
    block_skip(block, record.size);
    return true;
}

const TableFormat table_csv = {"csv", header_read, table_block_scan, table_block_link,
                               table_block_next};

// The first part's first bytes say what the table is, where its name does not.
static bool table_find_format(Table *table, const TableBlock *block, Error *err)
{
    const char *own = table_block_own(block);
    if (!table->format && table_is_list(own, block->size))
        return error_at(
            err, ERROR_INPUT, table_block_place(block, 0),
            "'%s' is one JSON list, wanted an object on each line: `jq -c '.[]'` writes "
            "them so",
            block->part->path);
    if (!table->format)
        table->format = table_format_by_bytes(own, block->size);
    return true;
}

// A part may be empty where the columns are known without it, or come with a later part.
static bool table_may_be_empty(const Table *table)
{
    const TextList *names = table->given_names;
    return table->format == &table_jsonl || (table->headless && names && names->count);
}

bool table_open_part(Table *table, TableBlock *block, Error *err)
{
    TablePart *part = (TablePart *)block->part;
    TableInput *input = &part->input;
    if (!table_input_open(input, part->source, err))
        return false;
    table->open = part;
    part->cuts = input->pipe && !input->unpack;
    if (!table_read_more(table, block, err))
        return false;
    if (!table->format)
        table->format = table_format_by_name(part->source);
    block->carried = 0;
    block->at = 0;
    block->line = 1;
    block->header_lines = 0;
    block->next_number = 0;
    if (!table_input_recognise(input, (Cell){table_block_own(block), block->size},
                               table_block_place(block, 0), err))
        return false;
    table_block_texts(block);
    if (block->size >= strlen(TABLE_MARK) &&
        memcmp(table_block_own(block), TABLE_MARK, strlen(TABLE_MARK)) == 0) {
        table_block_issue(block, TABLE_BYTE_ORDER_MARK, table_block_place(block, 0));
        block_skip(block, strlen(TABLE_MARK));
    }
    if (block->size == 0 && !table_may_be_empty(table))
        return error_set(err, ERROR_INPUT, "data '%s' is empty, wanted a header line and rows",
                         input->path);
    if (!table_find_format(table, block, err))
        return false;
    if (block->size == 0 && table->format == &table_csv)
        header_take_given(table, block);
    else if (!table->format->begin(table, block, err))
        return false;
    table->offset = block->offset + (int64_t)block->size;
    return true;
}

// Adds a file's bytes, if it has a size.
static void table_add_total(Table *table, const char *path)
{
    int64_t size = file_size(path);
    table->total = table->total < 0 || size < 0 ? -1 : table->total + size;
}

static void table_list_parts(Table *table, const TablePlan *plan)
{
    table->part_count = plan->path_count;
    table->parts = arena_array(table->arena, TablePart, plan->path_count);
    for (size_t i = 0; i < plan->path_count; i++) {
        const char *path = plan->paths[i];
        table_add_total(table, path);
        table->parts[i] =
            (TablePart){.path = text_equal(path, "-") ? "standard input" : path,
                        .source = path,
                        .file = table_reported_path(plan, path, table->arena),
                        .marks = dialect_marks(&plan->dialect, path),
                        .finds_delimiter = !plan->dialect.delimiter,
                        .input = {.fd = -1},
                        .longest_row = plan->longest_row ? plan->longest_row : TABLE_LONGEST_ROW};
    }
}

void table_sight_open(const Table *table, TableSight *sight)
{
    size_t columns = MAX(table->names.count, (size_t)1);
    size_t rows = MIN(TABLE_BATCH_ROWS, TABLE_BATCH_CELLS / columns);
    if (sight->cells)
        return;
    sight->stride = MAX(rows, (size_t)1);
    sight->cells = calloc(columns * sight->stride, sizeof *sight->cells);
    sight->starts = calloc(sight->stride + 1, sizeof *sight->starts);
    if (table->shape) {
        sight->kinds = calloc(columns, sight->stride);
        sight->reader = jsonl_reader_open(table->shape);
    }
    if (!sight->cells || !sight->starts || (table->shape && !sight->kinds))
        fatal_out_of_memory();
}

bool table_open(const TablePlan *plan, Arena *arena, Table **ret_table, Error *err)
{
    if (plan->path_count == 0)
        return error_set(err, ERROR_USAGE, "no data file was given, wanted one at least");
    scoped_table table = calloc(1, sizeof *table);
    if (!table)
        fatal_out_of_memory();
    table->arena = arena;
    table->format = plan->format ? table_format_find(plan->format) : NULL;
    table->wanted = plan->wanted;
    table->given_names = plan->names;
    table->kernel = kernel_find(plan->kernel);
    table->block_size = plan->block_size ? plan->block_size : TABLE_BLOCK;
    table->link.row = 1;
    table->headless = plan->dialect.headless;
    table_list_parts(table, plan);
    TableBlock *first = &table->blocks[0];
    bool taken = table_take(table, first);
    // Empty parts in front of the first one that has columns leave nothing to read.
    while (taken && !first->failed && table->format == &table_jsonl && !table->shape) {
        table_input_close(&table->parts[table->part - 1].input);
        taken = table_take(table, first);
    }
    if (!taken || first->failed) {
        *err = first->failure;
        return false;
    }
    table_fold_issues(table, first);
    table->primed = true;
    *ret_table = take(table);
    return true;
}

void table_close(Table *table)
{
    if (!table)
        return;
    for (size_t i = 0; i < table->part_count; i++)
        table_input_close(&table->parts[i].input);
    table_link_release(&table->link);
    // Those that were never used are not even touched.
    for (size_t i = 0; i < array_count(table->blocks); i++) {
        if (table->blocks[i].memory)
            table_block_release(&table->blocks[i]);
    }
    for (size_t i = 0; i < array_count(table->sights); i++) {
        free(table->sights[i].cells);
        free(table->sights[i].starts);
        free(table->sights[i].kinds);
        if (table->sights[i].reader)
            jsonl_reader_close(table->sights[i].reader);
    }
    free(table);
}
