// figure_values: the different values of a column with their counts, as far as its profile tells
// them apart.

#ifndef JUDGE_FIGURE_VALUES_H
#define JUDGE_FIGURE_VALUES_H

#include "judge/data_figure.h"

typedef struct FigureValue {
    const char *text; // of columns without order; else as people write it
    size_t size;
    double low; // of columns with order: the value, or the ends of its bin
    double high;
    int64_t count;
} FigureValue;

typedef struct FigureValues {
    LIST(FigureValue) items;
    int64_t count; // of all together
    bool exact;    // every different value is there
} FigureValues;

// In order of the values, or the most frequent first where they have none.
FigureValues figure_values(const FigureTask *task, Arena *arena);

// A number of the column as people write it: dates as dates.
const char *figure_text(const ColumnProfile *column, double number, Arena *arena);

// A text as a number of the column's type: a date in days, a moment in seconds.
bool figure_number(const ColumnProfile *column, const char *text, double *ret_number) MUST_USE;

// Whether a value that the column has is the one of a list.
bool figure_value_is(const ColumnProfile *column, const FigureValue *value, const Value *wanted,
                     Arena *arena);

#endif
