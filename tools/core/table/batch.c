#include "table/batch.h"

#include "table/csv.h"

// Where a byte of the batch's block stands.
static Place batch_place(const Batch *batch, const char *at)
{
    size_t distance = (size_t)(at - batch->origin);
    return (Place){.kind = PLACE_DATA,
                   .file = batch->file,
                   .line = batch->origin_line + csv_count_lines(batch->origin, distance),
                   .column = 1,
                   .has_byte = true,
                   .byte = batch->origin_byte + (int64_t)distance};
}

Place batch_row_place(const Batch *batch, size_t row)
{
    Place place = batch_place(batch, batch->starts[row]);
    place.row = batch_row_number(batch, row);
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
    Place place = batch_cell_in(batch, batch_row_bytes(batch, row), column,
                                batch_cell(batch, row, column), arena);
    place.row = batch_row_number(batch, row);
    return place;
}

Place batch_place_in(const Batch *batch, Cell row, size_t column, Arena *arena)
{
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
