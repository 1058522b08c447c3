// sparkline: a series in one line of text, for where no picture can be.

#ifndef RENDER_SPARKLINE_H
#define RENDER_SPARKLINE_H

#include "report/section.h"

// At most `width` block characters; longer series show the mean of neighbours. All values share the
// range from `low` to `high`; NaN leaves a blank.
char *sparkline_text(const SectionSeries *series, double low, double high, size_t width,
                     Arena *arena);

// The smallest and largest finite value of all series of the section; bars and histograms start at
// 0. False if there is no finite value.
bool section_range(const Section *section, double *ret_low, double *ret_high) MUST_USE;

// The mean of the finite values from `first` to before `last`; NaN if there is none.
double series_mean(const SectionSeries *series, size_t first, size_t last);

#endif
