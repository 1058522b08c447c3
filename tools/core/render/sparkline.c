#include "render/sparkline.h"

#include "base/buf.h"

#include <math.h>

bool section_range(const Section *section, double *ret_low, double *ret_high)
{
    double low = INFINITY;
    double high = -INFINITY;
    for (size_t i = 0; i < section->series.count; i++) {
        const SectionSeries *series = &section->series.items[i];
        for (size_t j = 0; j < series->values.count; j++) {
            double value = series->values.items[j];
            low = isfinite(value) && value < low ? value : low;
            high = isfinite(value) && value > high ? value : high;
        }
    }
    if (low > high)
        return false;
    if (section->kind != SECTION_LINE) {
        low = MIN(low, 0);
        high = MAX(high, 0);
    }
    *ret_low = low;
    *ret_high = high;
    return true;
}

double series_mean(const SectionSeries *series, size_t first, size_t last)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = first; i < last; i++) {
        if (!isfinite(series->values.items[i]))
            continue;
        sum += series->values.items[i];
        count++;
    }
    return count ? sum / (double)count : NAN;
}

char *sparkline_text(const SectionSeries *series, double low, double high, size_t width,
                     Arena *arena)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    scoped_buf line = BUF_EMPTY;
    size_t count = series->values.count;
    size_t shown = MIN(count, width);
    for (size_t i = 0; i < shown; i++) {
        double mean = series_mean(series, i * count / shown, (i + 1) * count / shown);
        // Halves, since the difference of two huge numbers may not be finite.
        double share = high > low ? (mean / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
        if (!isfinite(share))
            buf_add_char(&line, ' ');
        else
            buf_add(&line, blocks[MIN((size_t)(fmax(share, 0) * 8), (size_t)7)]);
    }
    return buf_keep(&line, arena);
}
