#include "base/fatal.h"
#include "base/file.h"
#include "table/table_parts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Enough rows that a column is worth a loop of its own, few enough that a batch stays in the cache.
#define TABLE_BATCH_ROWS ((size_t)4096)

#define TABLE_MARK "\xef\xbb\xbf"

static char table_delimiter(const Table *table)
{
    const char *path = table->plan.paths[table->part];
    if (table->plan.delimiter)
        return table->plan.delimiter;
    return text_ends(path, ".tsv") || text_ends(path, ".tab") ? '\t' : ',';
}

static const char *table_reported_path(const Table *table)
{
    const char *path = table->plan.paths[table->part];
    if (!table->plan.root || text_equal(path, "-"))
        return path;
    return path_relative(table->arena, table->plan.root, path_absolute(table->arena, path));
}

// Reads until the header is whole and counts its cells.
static bool table_find_header(Table *table, CsvRecord *ret_record, Error *err)
{
    TableInput *input = &table->input;
    for (;;) {
        char *texts = realloc(table->csv.texts, input->room + 1);
        if (!texts)
            fatal_out_of_memory();
        table->csv.texts = texts;
        table->texts_room = input->room;
        if (csv_record(&table->csv, input->bytes + input->at, input->size - input->at, input->last,
                       (CsvCells){0}, ret_record))
            break;
        // What is in front (a byte order mark) is dropped by reading on.
        if (!table_input_more(input, err))
            return error_wrap(err, "header");
    }
    table->csv.texts_used = 0;
    if (ret_record->blank)
        return error_at(err, ERROR_INPUT, table_record_place(table),
                        "data '%s' starts with an empty line, wanted the names of its columns",
                        input->path);
    if (ret_record->breaches & CSV_UNCLOSED_QUOTE)
        return error_at(err, ERROR_INPUT, table_record_place(table),
                        "header of '%s' has a quote that is never closed", input->path);
    if (ret_record->cells > TABLE_MOST_COLUMNS)
        return error_at(err, ERROR_INPUT, table_record_place(table),
                        "'%s' has %zu columns, at most %zu are read", input->path,
                        ret_record->cells, TABLE_MOST_COLUMNS);
    return true;
}

static Place table_header_place(const Table *table, size_t offset)
{
    Place place = table_record_place(table);
    place.column = (int64_t)offset + 1;
    place.row = 0;
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
static const bool *table_find_doubles(const Table *table)
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

// Takes over the names of the first part.
static void table_set_names(Table *table, const Cell *cells, const CsvRecord *record)
{
    const char *bytes = table->input.bytes + table->input.at;
    Place *places = arena_array(table->arena, Place, record->cells);
    size_t offset = 0;
    for (size_t i = 0; i < record->cells; i++) {
        const char *name = arena_text_sized(table->arena, cells[i].bytes, cells[i].size);
        places[i] = table_header_place(table, offset);
        places[i].field = name;
        *list_push(table->arena, &table->names) = name;
        offset += csv_cell_offset(bytes + offset, record->size - offset, table->csv.delimiter, 1);
    }
    const bool *doubles = table_find_doubles(table);
    for (size_t i = 0; i < record->cells; i++) {
        if (cells[i].size == 0)
            table_issue(table, TABLE_BLANK_HEADER, places[i]);
        else if (doubles[i])
            table_issue(table, TABLE_DUPLICATE_HEADER, places[i]);
    }
    table->name_places = places;
    table->header = (Cell){arena_text_sized(table->arena, bytes, record->size), record->size};
}

// The parts behind the first must have its names in its order.
static bool table_compare_names(const Table *table, const Cell *cells, const CsvRecord *record,
                                Error *err)
{
    const TextList *names = &table->names;
    if (record->cells != names->count)
        return error_at(err, ERROR_INPUT, table_record_place(table),
                        "'%s' has %zu columns, the part before it has %zu", table->input.path,
                        record->cells, names->count);
    for (size_t i = 0; i < names->count; i++) {
        if (cells[i].size != strlen(names->items[i]) ||
            memcmp(cells[i].bytes, names->items[i], cells[i].size) != 0)
            return error_at(
                err, ERROR_INPUT,
                table_header_place(table, csv_cell_offset(table->input.bytes + table->input.at,
                                                          record->size, table->csv.delimiter, i)),
                "column %zu of '%s' is '%.*s', in the part before it '%s'", i + 1,
                table->input.path, (int)MIN(cells[i].size, BATCH_LONGEST_VALUE), cells[i].bytes,
                names->items[i]);
    }
    return true;
}

static void table_make_room(Table *table)
{
    size_t columns = table->names.count;
    size_t rows = MIN(TABLE_BATCH_ROWS, TABLE_BATCH_CELLS / columns);
    table->batch.stride = MAX(rows, (size_t)1);
    table->batch.columns = columns;
    table->batch.names = table->names.items;
    table->cells = arena_array(table->arena, Cell, columns * table->batch.stride);
    table->records = arena_array(table->arena, Record, table->batch.stride);
    table->batch.cells = table->cells;
    table->batch.records = table->records;
}

static bool table_read_header(Table *table, Error *err)
{
    CsvRecord record = {0};
    if (!table_find_header(table, &record, err))
        return false;
    TableInput *input = &table->input;
    Cell *cells = arena_array(table->arena, Cell, record.cells);
    CsvCells room = {cells, 1, record.cells};
    bool whole = csv_record(&table->csv, input->bytes + input->at, input->size - input->at,
                            input->last, room, &record);
    if (!whole) // it was a moment ago
        return error_set(err, ERROR_INPUT, "cannot read the header of '%s'", input->path);
    table_judge_record(table, &record);
    if (table->name_places) {
        if (!table_compare_names(table, cells, &record, err))
            return false;
    } else {
        table_set_names(table, cells, &record);
        table_make_room(table);
    }
    input->at += record.size;
    table->line += record.lines;
    table->csv.texts_used = 0;
    return true;
}

bool table_open_part(Table *table, Error *err)
{
    char *texts = table->csv.texts;
    csv_init(&table->csv, table_delimiter(table));
    table->csv.texts = texts;
    table->batch.delimiter = table->csv.delimiter;
    table->file = table_reported_path(table);
    table->batch.file = table->file;
    table->line = 1;
    table->line_end = CSV_NO_LINE_END;
    if (!table_input_open(&table->input, table->plan.paths[table->part], err))
        return false;
    if (table->input.size >= strlen(TABLE_MARK) &&
        memcmp(table->input.bytes, TABLE_MARK, strlen(TABLE_MARK)) == 0) {
        table_issue(table, TABLE_BYTE_ORDER_MARK, table_record_place(table));
        table->input.at = strlen(TABLE_MARK);
    }
    return table_read_header(table, err);
}

bool table_open(const TablePlan *plan, Arena *arena, Table **ret_table, Error *err)
{
    if (plan->path_count == 0)
        return error_set(err, ERROR_USAGE, "no data file was given, wanted one at least");
    scoped_table table = calloc(1, sizeof *table);
    if (!table)
        fatal_out_of_memory();
    table->arena = arena;
    table->plan = *plan;
    table->input.fd = -1;
    if (!table_open_part(table, err))
        return false;
    *ret_table = take(table);
    return true;
}

void table_close(Table *table)
{
    if (!table)
        return;
    table_input_close(&table->input);
    free(table->csv.texts);
    free(table);
}
