// table_block: a piece of a file, found to consist of rows.
//
// A block comes by its bytes alone, several are scanned at once on the guess whether they begin in
// quotes, and are then linked one behind the other, where every guess is verified: what the block
// before it left over (the start of a row) is put in front, and it becomes known on which line and
// in which row it begins. From there on a block can be read without its neighbours.

#ifndef TABLE_TABLE_BLOCK_H
#define TABLE_TABLE_BLOCK_H

#include "base/error.h"
#include "table/csv.h"
#include "table/kernel.h"
#include "table/table_input.h"
#include "table/table_issue.h"

typedef struct TablePart {
    const char *source; // "-" is standard input
    const char *path;   // for messages
    const char *file;   // for places
    CsvMarks marks;
    bool finds_delimiter; // the one in `marks` is a first guess
    size_t longest_row;   // longer than a block
    bool cuts;            // a line without an end at its end may have been cut: a pipe
    CsvLineEnd line_end;  // of its header, which the other lines are held to
    TableInput input;     // open from its first block's taking to its last one's linking
} TablePart;

typedef struct TableBlock {
    const TablePart *part;
    bool opens_part;
    bool last;      // the part ends with it
    int64_t offset; // of its own first byte in the part
    int64_t header_lines;

    char *memory;
    size_t room;
    size_t front; // where its own bytes start in `memory`; what was left over stands before them
    size_t size;  // of its own bytes
    char before;  // the byte in front of them
    bool unread;  // they and the byte before are still to be read, by table_fill()

    Scan scan;
    size_t scan_room;
    bool guess;     // what was taken for `inside` when it was scanned
    int64_t blanks; // blank lines behind the first row
    bool begun;     // rows of JSON Lines are being read,
    bool broken;    // and some byte of theirs is not valid UTF-8

    // From here on set by linking.
    bool rough;       // rows must be read by csv_record(): the scan proves nothing
    size_t carried;   // bytes that were left over
    size_t whole;     // bytes of whole rows, from the first carried one
    size_t first_row; // bytes of the first row, as far as they are here
    int64_t line;     // on which the first row starts
    int64_t row;      // the first row's number
    int64_t rows;
    bool high; // bytes beyond ASCII
    bool zeros;

    // While its rows are read.
    Csv csv;
    size_t texts_room;
    size_t at;           // bytes of whole rows that were read
    size_t next_row;     // in scan.rows
    int64_t next_number; // of the next row

    TableIssue issues[TABLE_ISSUE_KINDS];
    Arena *arena; // of the issues; NULL while there are none
    bool failed;
    Error failure;
} TableBlock;

// What one block leaves to the next.
typedef struct TableLink {
    bool inside;
    bool unsure; // the last byte is a quote, and whether it closes a cell is not seen from behind
    char *carry;
    size_t carried;
    size_t carry_room;
    int64_t carry_lines;
    int64_t line; // on which the carry starts
    int64_t row;
    bool high;
    bool zeros;
} TableLink;

// Makes room for `size` bytes of its own behind `front` others; keeps what is there.
void table_block_reserve(TableBlock *block, size_t front, size_t size);

static inline char *table_block_own(const TableBlock *block)
{
    return block->memory + block->front;
}

// The first byte of its first row.
static inline char *table_block_start(const TableBlock *block)
{
    return table_block_own(block) - block->carried;
}

// Makes room for the texts of cells that are not in the file as such, and begins anew with them.
void table_block_texts(TableBlock *block);

// Finds the structure, taking the first byte to stand in quotes or not.
void table_block_scan(TableBlock *block, const Kernel *kernel, size_t columns, bool inside);

// Whether the block seems to begin in quotes.
bool table_block_guess(const TableBlock *block);

// Puts the block behind those before it. A row that is too long makes it fail.
void table_block_link(TableBlock *block, TableLink *link, const Kernel *kernel, size_t columns);

// The bytes behind the block's whole rows are left to the next block.
void table_link_keep(TableLink *link, const TableBlock *block);

void table_link_release(TableLink *link);

// Reads the record behind `at` by csv_record(); false if it does not end within the whole rows.
bool table_block_record(TableBlock *block, CsvCells cells, CsvRecord *ret_record) MUST_USE;

// Says that the row behind `at`, as far as csv_record() has read it, is too long. Always false.
bool table_block_refuse_row(const TableBlock *block, const CsvRecord *record, Error *err);

// Where the byte at `offset` from the first row's start stands.
Place table_block_place(const TableBlock *block, size_t offset);

// Counts an issue; keeps the place if there is room.
void table_block_issue(TableBlock *block, TableIssueKind kind, Place place);

void table_block_release(TableBlock *block);

#endif
