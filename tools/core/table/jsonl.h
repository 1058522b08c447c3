// jsonl: tables of JSON Lines: an object a line, whose values are the cells of a row.
//
// A line feed ends a line whatever stands before it, for JSON has none inside of its texts. So a
// row's number is that of its line among those of all parts, blank ones included.

#ifndef TABLE_JSONL_H
#define TABLE_JSONL_H

#include "table/table_parts.h"

// What is wrong with a line that jsonl_row_read() refuses, and where. `cut`: the file ends behind
// it without a line feed.
TableIssueKind jsonl_find_fault(Cell line, bool cut, size_t *ret_at);

// How many lines end within the bytes. A carriage return is a blank.
int64_t jsonl_count_lines(const char *bytes, size_t size);

// Where the value of a node stands in a row: its bytes as they are there. False if the row has
// none.
bool jsonl_find_value(const JsonlShape *shape, uint32_t node, Cell row, Cell *ret_value) MUST_USE;

#endif
