#include "label.h"

#include "base/text.h"
#include "table/table.h"

#include <string.h>

static const char *const usual_names[] = {"label", "labels",  "target",   "class",
                                          "y",     "outcome", "category", "diagnosis"};

// The different values of one column, as long as they are few.
typedef struct LabelColumn {
    size_t count; // LABEL_MOST_CLASSES + 1: too many
    Cell values[LABEL_MOST_CLASSES];
} LabelColumn;

static void label_look(LabelColumn *column, const Cell *cell, Arena *arena)
{
    if (column->count > LABEL_MOST_CLASSES)
        return;
    for (size_t i = 0; i < column->count; i++) {
        if (column->values[i].size == cell->size &&
            memcmp(column->values[i].bytes, cell->bytes, cell->size) == 0)
            return;
    }
    if (column->count < LABEL_MOST_CLASSES)
        column->values[column->count] =
            (Cell){arena_text_sized(arena, cell->bytes, cell->size), cell->size};
    column->count++;
}

static bool label_is_usual(const char *name)
{
    for (size_t i = 0; i < array_count(usual_names); i++) {
        if (text_equal_any_case(name, usual_names[i]))
            return true;
    }
    return false;
}

static const char *label_best(const TextList *names, const LabelColumn *columns, size_t count)
{
    const char *best = NULL;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].count < 2 || columns[i].count > LABEL_MOST_CLASSES)
            continue;
        if (label_is_usual(names->items[i]))
            return names->items[i];
        if (!best)
            best = names->items[i];
    }
    return best;
}

bool label_choose(const char *path, Arena *arena, const char **ret_label, Error *err)
{
    scoped_arena own = arena_open();
    scoped_table table = NULL;
    if (!table_open(&(TablePlan){.paths = &path, .path_count = 1}, own, &table, err))
        return false;
    const TextList *names = table_names(table);
    size_t count = MIN(names->count, LABEL_MOST_COLUMNS);
    LabelColumn *columns = arena_array(own, LabelColumn, count);
    Row row = {0};
    bool more = true;
    for (int i = 0; i < LABEL_MOST_ROWS && (more = table_next_row(table, &row)); i++) {
        for (size_t c = 0; c < count; c++)
            label_look(&columns[c], row_cell(&row, c), own);
    }
    if (!more && !table_finish(table, err))
        return false;
    *ret_label = arena_text(arena, label_best(names, columns, count));
    return true;
}
