#include "table/batch.h"

#include "table/csv.h"

Place batch_row_place(const Batch *batch, size_t row)
{
    const char *start = batch->starts[row];
    size_t distance = (size_t)(start - batch->origin);
    return (Place){.kind = PLACE_DATA,
                   .file = batch->file,
                   .line = batch->origin_line + csv_count_lines(batch->origin, distance),
                   .column = 1,
                   .has_byte = true,
                   .byte = batch->origin_byte + (int64_t)distance,
                   .row = batch_row_number(batch, row)};
}

Place batch_cell_place(const Batch *batch, size_t row, size_t column, Arena *arena)
{
    Cell bytes = batch_row_bytes(batch, row);
    const Cell *cell = batch_cell(batch, row, column);
    CsvMarks marks = {batch->delimiter, batch->quote};
    size_t offset = csv_cell_offset(bytes.bytes, bytes.size, marks, column);
    size_t line_start = csv_line_start(bytes.bytes, offset);
    Place place = batch_row_place(batch, row);
    // A cell behind one with line ends in it stands on a later line than its row starts.
    place.line += csv_count_lines(bytes.bytes, line_start);
    place.column = (int64_t)(offset - line_start) + 1;
    place.field = batch->names[column];
    place.value = arena_text_sized(arena, cell->bytes, MIN(cell->size, BATCH_LONGEST_VALUE));
    return place;
}
