// column_texts: what a column's profile says, as short texts for tables.

#ifndef DATA_VALIDATE_COLUMN_TEXTS_H
#define DATA_VALIDATE_COLUMN_TEXTS_H

#include "findings.h"

// A number, or a date, of a column of that type; "" for NaN.
const char *column_number_text(FieldType type, double number, Arena *arena);

// The most frequent texts, with how often each is there; where not all are known, with the bounds
// of that. Where each is there once, some of them.
const char *column_top_texts(const ColumnProfile *column, Arena *arena);

#endif
