#include "table/batch.h"

#include "table/csv.h"
#include "table/jsonl.h"

// Where a byte of the batch's block stands.
static Place batch_place(const Batch *batch, const char *at)
{
    size_t distance = (size_t)(at - batch->origin);
    int64_t lines = batch->shape ? jsonl_count_lines(batch->origin, distance)
                                 : csv_count_lines(batch->origin, distance);
    return (Place){.kind = PLACE_DATA,
                   .file = batch->file,
                   .line = batch->origin_line + lines,
                   .column = 1,
                   .has_byte = true,
                   .byte = batch->origin_byte + (int64_t)distance};
}

void batch_advance(Batch *batch, const char *row)
{
    Place place = batch_place(batch, row);
    batch->origin = row;
    batch->origin_line = place.line;
    batch->origin_byte = place.byte;
}

Place batch_row_place(const Batch *batch, size_t row)
{
    Place place = batch_place(batch, batch->starts[row]);
    place.row = batch_row_number(batch, row);
    return place;
}

// A JSON value is shown as it stands in the file: "12" is not 12.
static Place batch_value_in(const Batch *batch, Cell row, size_t column, Arena *arena)
{
    Place place = batch_place(batch, row.bytes);
    Cell value = {row.bytes, 0};
    place.field = batch->names[column];
    if (!jsonl_find_value(batch->shape, batch->shape->columns.items[column], row, &value))
        value = (Cell){row.bytes, 0};
    place.column += value.bytes - row.bytes;
    place.byte += value.bytes - row.bytes;
    place.value = arena_text_sized(arena, value.bytes, MIN(value.size, BATCH_LONGEST_VALUE));
    return place;
}

static Place batch_cell_in(const Batch *batch, Cell row, size_t column, const Cell *cell,
                           Arena *arena)
{
    size_t offset = csv_cell_offset(row.bytes, row.size, batch->marks, column);
    Place place = batch_place(batch, row.bytes);
    // A cell behind one with line ends in it stands on a later line than its row starts.
    csv_move_place(&place, row.bytes, offset);
    place.field = batch->names[column];
    place.value = arena_text_sized(arena, cell->bytes, MIN(cell->size, BATCH_LONGEST_VALUE));
    return place;
}

Place batch_cell_place(const Batch *batch, size_t row, size_t column, Arena *arena)
{
    Cell bytes = batch_row_bytes(batch, row);
    Place place = batch->shape
                      ? batch_value_in(batch, bytes, column, arena)
                      : batch_cell_in(batch, bytes, column, batch_cell(batch, row, column), arena);
    place.row = batch_row_number(batch, row);
    return place;
}

Place batch_place_in(const Batch *batch, Cell row, size_t column, Arena *arena)
{
    if (batch->shape)
        return batch_value_in(batch, row, column, arena);
    Csv csv;
    csv_init(&csv, batch->marks);
    csv.texts = arena_alloc(arena, row.size + 1);
    Cell *cells = arena_array(arena, Cell, batch->columns);
    CsvRecord record = {0};
    // The row was read before: it is whole.
    bool read =
        csv_record(&csv, row.bytes, row.size, true, (CsvCells){cells, 1, batch->columns}, &record);
    return batch_cell_in(batch, row, column, read ? &cells[column] : &(Cell){"", 0}, arena);
}
