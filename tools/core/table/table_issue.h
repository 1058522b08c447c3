// table_issue: what can be wrong with the form of a data file, counted, with the first places.

#ifndef TABLE_TABLE_ISSUE_H
#define TABLE_TABLE_ISSUE_H

#include "base/arena.h"
#include "base/place.h"

typedef enum TableIssueKind {
    TABLE_SHORT_ROW,        // fewer cells than the header; the row is in no batch
    TABLE_LONG_ROW,         // more cells than the header; the row is in no batch
    TABLE_BLANK_LINE,       // between rows of a table with several columns; no row
    TABLE_QUOTE_IN_CELL,    // a quote in a cell that does not start with one; taken literally
    TABLE_TEXT_AFTER_QUOTE, // text between a closing quote and the delimiter; appended
    TABLE_UNCLOSED_QUOTE,   // a quote that is open at the end of the file; the row is in no batch
    TABLE_MIXED_LINE_ENDS,  // a line that ends otherwise than the first one did
    TABLE_LONE_CR,          // a carriage return without a line feed ends the line
    TABLE_NUL_BYTE,         // a zero byte in a cell
    TABLE_BAD_UTF8,         // a cell that is not valid UTF-8; in JSON Lines no row
    TABLE_BYTE_ORDER_MARK,  // EF BB BF at the start of a file; skipped
    TABLE_CUT_PIPE,         // the last line of a pipe, without a line end
    TABLE_OTHER_DELIMITER,  // the file is cut into cells by another byte than its name says
    TABLE_DUPLICATE_HEADER, // a column name that was there before
    TABLE_BLANK_HEADER,     // a column without a name
    // Of JSON Lines: but for the last kind there is no row.
    TABLE_NO_OBJECT,     // a line that does not start with an object
    TABLE_DUPLICATE_KEY, // an object has a key twice
    TABLE_BAD_ESCAPE,    // a backslash that starts no escape
    TABLE_SURROGATE,     // half of a pair of UTF-16 units
    TABLE_CONTROL_BYTE,  // a control character in a text
    TABLE_BAD_NUMBER,    // a leading zero or plus, a point without digits, NaN, Infinity
    TABLE_EXTRA_COMMA,   // a comma behind the last member or item
    TABLE_TOO_DEEP,      // objects and lists nested deeper than is read
    TABLE_BROKEN_LINE,   // a line that ends before its object does
    TABLE_CUT_LINE,      // the last one of them, without a line feed
    TABLE_BAD_JSON,      // anything else
    TABLE_LATE_KEY,      // a value whose path is no column: the first lines did not have it
    TABLE_ISSUE_KINDS,
} TableIssueKind;

// Each kind keeps this many places; it counts on.
#define TABLE_ISSUE_PLACES 100

typedef struct TableIssue {
    int64_t count;
    int64_t cells; // TABLE_SHORT_ROW, TABLE_LONG_ROW: how many cells the first such row has
    LIST(Place) places;
} TableIssue;

#endif
