// data_figure: figures of a column, out of its profile, against what a check asks of them.
//
// A figure that the profile knows between two bounds only is judged by both: where they disagree it
// is not judged at all, and never passes.

#ifndef JUDGE_DATA_FIGURE_H
#define JUDGE_DATA_FIGURE_H

#include "profile/profile.h"
#include "schema/data_check.h"

typedef enum FigureVerdict {
    FIGURE_KEPT,
    FIGURE_BROKEN,
    FIGURE_UNSURE,    // the profile is too coarse
    FIGURE_UNDEFINED, // the column has no such figure: a mean of texts, anything of no values
} FigureVerdict;

typedef struct FigureTask {
    const DataCheck *check; // of family CHECK_FIGURE
    const ColumnProfile *column;
    const TextList *missing; // texts that stand for nothing, where the column has no field
    bool has_now;
    int64_t now; // seconds since 1970
} FigureTask;

typedef struct FigureResult {
    FigureVerdict verdict;
    const char *value;  // what it is, as text; NULL if undefined
    const char *wanted; // "at least 3"
    const char *detail; // an example, or why it is undefined; NULL for none
    int64_t count;      // values that break it, where the figure counts some; else 1
} FigureResult;

// `ret_result->*` live in the arena. Errors are ERROR_CONFIG at the check's place: bounds that the
// column's type does not read, an age without a now.
bool figure_judge(const FigureTask *task, Arena *arena, FigureResult *ret_result, Error *err)
    MUST_USE;

// "a mean of", "": what stands in front of a figure's bounds in messages.
const char *figure_label(const DataCheck *check);

#endif
