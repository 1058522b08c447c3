#include "table/batch.h"

#include "table/csv.h"

Place batch_row_place(const Batch *batch, size_t row)
{
    const Record *record = &batch->records[row];
    return (Place){.kind = PLACE_DATA,
                   .file = batch->file,
                   .line = record->line,
                   .column = 1,
                   .has_byte = true,
                   .byte = record->byte,
                   .row = record->row};
}

Place batch_cell_place(const Batch *batch, size_t row, size_t column, Arena *arena)
{
    const Record *record = &batch->records[row];
    const Cell *cell = batch_cell(batch, row, column);
    size_t offset = csv_cell_offset(record->bytes, record->size, batch->delimiter, column);
    // A cell behind one with line ends in it stands on a later line than its row starts.
    size_t line_start = offset;
    while (line_start > 0 && record->bytes[line_start - 1] != '\n' &&
           record->bytes[line_start - 1] != '\r')
        line_start--;

    Place place = batch_row_place(batch, row);
    place.line += csv_count_lines(record->bytes, line_start);
    place.column = (int64_t)(offset - line_start) + 1;
    place.field = batch->names[column];
    place.value = arena_text_sized(arena, cell->bytes, MIN(cell->size, BATCH_LONGEST_VALUE));
    return place;
}
