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

// A value of a list as a column may have it.
typedef struct FigureWanted {
    Cell text;
    double number; // of columns with order
    bool possible; // the column may have it
    bool truth;    // it is true or false
} FigureWanted;

// One for each of the list's values.
const FigureWanted *figure_wanted_values(const ColumnProfile *column, const Value *list,
                                         Arena *arena);

// Whether a value that the column has is the one of a list.
bool figure_value_is(const ColumnProfile *column, const FigureValue *value,
                     const FigureWanted *wanted);

#endif
