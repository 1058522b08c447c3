// section: a table or a chart in a report.

#ifndef REPORT_SECTION_H
#define REPORT_SECTION_H

#include "base/arena.h"
#include "base/text.h"

typedef enum SectionKind {
    SECTION_TABLE,     // columns, rows
    SECTION_HISTOGRAM, // x_labels has the bounds of bins (one more than values), or one label a bin
    SECTION_LINE,      // one value an x label, one line a series
    SECTION_BAR,       // one bar an x label and series
} SectionKind;

typedef struct SectionRow {
    LIST(const char *) cells;
} SectionRow;

typedef struct SectionSeries {
    const char *name;    // "this run", "baseline"
    LIST(double) values; // NaN leaves a gap
} SectionSeries;

typedef struct Section {
    SectionKind kind;
    const char *title;
    const char *unit;           // of the values; NULL for none
    TextList columns;           // SECTION_TABLE; of a chart the head of what is told below it
    LIST(SectionRow) rows;      // the same
    TextList x_labels;          // charts
    LIST(SectionSeries) series; // charts
    bool detail;                // for pages only
} Section;

// Rows and series that were added before may move when one is added.
SectionRow *section_add_row(Section *section, Arena *arena);
// Adds the texts up to a closing NULL as a row.
void section_add_cells(Section *section, Arena *arena, ...) __attribute__((sentinel));
SectionSeries *section_add_series(Section *section, const char *name, Arena *arena);
void series_add(SectionSeries *series, double value, Arena *arena);

const char *section_kind_name(SectionKind kind); // "table", "histogram", "line", "bar"

#endif
