// figure_measure: what each figure of a column is.

#ifndef JUDGE_FIGURE_MEASURE_H
#define JUDGE_FIGURE_MEASURE_H

#include "judge/data_figure.h"

// What a figure is, or between which bounds; NaN for what is not defined.
typedef struct Figure {
    double low;
    double high;
    bool of_column; // it has the column's unit, so that dates are shown as dates
    const char *detail;
    int64_t count;
} Figure;

// The figure that the check is about; exact where its ends are equal.
Figure figure_measure(const FigureTask *task, Arena *arena);

// One of them: the divergence from the check's partition, in nats.
Figure figure_divergence(const FigureTask *task, Arena *arena);

// What is wanted of figures that count what should not be; NULL for those with bounds.
const char *figure_wanted(CheckFigure figure);

// What it counts; NULL for a mere number.
const char *figure_unit(CheckFigure figure);

#endif
