// jsonl_row: the objects of a JSON Lines file as rows of cells, one after the other.
//
// A line mostly has the keys of the line before it, in the same order. So what stands between two
// values (`,"price":`) is remembered with the value in front of it: if the same bytes follow a
// value again, they lead to the same column, and nothing needs to be read between them. Rows are
// read as if nothing were remembered.

#ifndef TABLE_JSONL_ROW_H
#define TABLE_JSONL_ROW_H

#include "table/jsonl_shape.h"
#include "table/jsonl_text.h"

// Longer bytes between two values, or with more keys in them, are read anew each time.
#define JSONL_LINK_BYTES 48
#define JSONL_LINK_KEYS  3
#define JSONL_LINKS      4 // of one value

// The next value's place in the tree and in the row.
typedef struct JsonlTarget {
    uint32_t node; // JSONL_NOTHING at the end of a line
    uint32_t column;
    bool raw;
} JsonlTarget;

typedef struct JsonlLink {
    uint64_t words[2]; // its first 16 bytes,
    uint64_t masks[2]; // and which of them count
    char bytes[JSONL_LINK_BYTES];
    uint32_t size;
    JsonlTarget target;
    uint32_t keys[JSONL_LINK_KEYS];
    uint32_t key_count;
} JsonlLink;

typedef struct JsonlLinks {
    JsonlLink *items; // JSONL_LINKS, the likeliest first; NULL before the first one
    uint32_t count;
} JsonlLinks;

// Values that no column has, and texts with zero bytes.
typedef struct JsonlNote {
    size_t at;       // offset of the value
    uint32_t node;   // JSONL_NOTHING if the shape has none; then
    uint32_t object; // that in which it is,
    Cell key;        // and its key; none for an item of a list
} JsonlNote;

typedef struct JsonlReader {
    const JsonlShape *shape;
    JsonlText text;
    JsonMask *masks;
    size_t mask_room;
    JsonlLinks *links; // a node
    uint32_t row;      // counts rows; never 0
    uint32_t *keys;    // a node: the row that had its key last
    uint32_t *filled;  // a column: the row that had a cell for it last
    LIST(JsonlNote) late;
    LIST(JsonlNote) zeros;
    Arena *arena; // of the links and notes
} JsonlReader;

// Where the cells of a row go.
typedef struct JsonlCells {
    Cell *cells;
    uint8_t *kinds;
    size_t stride;
} JsonlCells;

JsonlReader *jsonl_reader_open(const JsonlShape *shape);
void jsonl_reader_close(JsonlReader *reader);

// The lines to be read next; a line feed stands behind them. Texts of cells go to `texts`, which
// has room for as many bytes.
void jsonl_reader_begin(JsonlReader *reader, const Kernel *kernel, const char *bytes, size_t size,
                        char *texts);

// Reads the line at *at and moves behind it. False if it is not an object, or not valid. The notes
// are those of the row.
bool jsonl_row_read(JsonlReader *reader, JsonlCells cells, size_t *at) MUST_USE;

#endif
