#include "report/section.h"

#include <stdarg.h>

SectionRow *section_add_row(Section *section, Arena *arena)
{
    return list_push(arena, &section->rows);
}

void section_add_cells(Section *section, Arena *arena, ...)
{
    SectionRow *row = section_add_row(section, arena);
    va_list cells;
    va_start(cells, arena);
    for (const char *cell; (cell = va_arg(cells, const char *));)
        *list_push(arena, &row->cells) = cell;
    va_end(cells);
}

SectionSeries *section_add_series(Section *section, const char *name, Arena *arena)
{
    SectionSeries *series = list_push(arena, &section->series);
    series->name = name;
    return series;
}

void series_add(SectionSeries *series, double value, Arena *arena)
{
    *list_push(arena, &series->values) = value;
}
