#include "table/table_dialect.h"

#include <string.h>

static const struct {
    char delimiter;
    const char *name;
} candidates[] = {{',', ","}, {';', ";"}, {'\t', "tab"}, {'|', "|"}};

// How many rows are looked at.
#define DIALECT_ROWS 50

CsvMarks dialect_marks(const TableDialect *dialect, const char *path)
{
    static const char *const endings[] = {".tsv",    ".tab",     ".tsv.gz",
                                          ".tab.gz", ".tsv.zst", ".tab.zst"};
    bool tabs = false;
    for (size_t i = 0; i < array_count(endings); i++)
        tabs = tabs || text_ends(path, endings[i]);
    return (CsvMarks){.delimiter = dialect->delimiter ? dialect->delimiter
                                   : tabs             ? '\t'
                                                      : ',',
                      .quote = dialect->quote ? dialect->quote : '"',
                      .bare = dialect->bare,
                      .comment = dialect->comment};
}

// The next record that is no comment; false if there is none whole.
static bool dialect_record(TableBlock *block, CsvRecord *ret_record)
{
    do {
        if (!table_block_record(block, (CsvCells){0}, ret_record) || ret_record->size == 0)
            return false;
        block->csv.texts_used = 0;
        block->at += ret_record->size;
    } while (ret_record->comment);
    return true;
}

// Into how many cells the delimiter cuts the header, if as many of most rows; else 0.
static size_t dialect_cells(TableBlock *block, TablePart *part, char delimiter)
{
    CsvRecord record = {0};
    part->marks.delimiter = delimiter;
    table_block_texts(block);
    block->at = 0;
    size_t cells = dialect_record(block, &record) ? record.cells : 0;
    int rows = 0;
    int alike = 0;
    while (rows < DIALECT_ROWS && dialect_record(block, &record)) {
        rows += !record.blank;
        alike += record.cells == cells && !record.blank;
    }
    block->at = 0;
    return 2 * alike >= rows ? cells : 0;
}

// Where the first delimiter stands.
static Place dialect_place(TableBlock *block, const char *name)
{
    CsvRecord header = {0};
    size_t header_end = dialect_record(block, &header) ? block->at : 0;
    size_t at = header_end - header.size;
    const char *bytes = table_block_start(block);
    Place place = table_block_place(block, 0);
    at += csv_cell_offset(bytes + at, header.size, block->csv.marks, 1) - 1;
    csv_move_place(&place, bytes, at);
    place.row = 0;
    place.value = name;
    block->at = 0;
    return place;
}

void dialect_find_delimiter(TableBlock *block, TablePart *part)
{
    const char usual = part->marks.delimiter;
    const typeof(candidates[0]) *best = NULL;
    size_t most = 1;
    CsvRecord header = {0};
    if (!dialect_record(block, &header) || header.cells > 1) {
        block->at = 0;
        return;
    }
    for (size_t i = 0; i < array_count(candidates); i++) {
        size_t cells = dialect_cells(block, part, candidates[i].delimiter);
        if (cells > most) {
            most = cells;
            best = &candidates[i];
        }
    }
    part->marks.delimiter = best ? best->delimiter : usual;
    table_block_texts(block);
    if (best)
        table_block_issue(block, TABLE_OTHER_DELIMITER, dialect_place(block, best->name));
}
