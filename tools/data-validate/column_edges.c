#include "column_edges.h"

#include <string.h>

const ColumnEdges *column_edges_find(const ColumnEdgesList *list, const char *column)
{
    for (size_t i = 0; i < list->count; i++) {
        if (text_equal(list->items[i].column, column))
            return &list->items[i];
    }
    return NULL;
}

// The first that names a column is the one that counts.
static void edges_add(ColumnEdgesList *list, ColumnEdges edges, Arena *arena)
{
    if (edges.edges.count && !column_edges_find(list, edges.column))
        *list_push(arena, list) = edges;
}

// The numbers between commas; false if one is none.
static bool edges_split(const char *text, Arena *arena, Edges *ret_edges)
{
    double *at = arena_array(arena, double, EDGES_MOST);
    char *rest = arena_text(arena, text);
    size_t count = 0;
    for (bool more = true; more; count++) {
        char *number = strsep(&rest, ",");
        more = rest != NULL;
        if (count == EDGES_MOST || !text_to_real(number, &at[count]))
            return false;
    }
    *ret_edges = (Edges){at, count};
    return edges_valid(at, count);
}

static bool edges_read_text(const char *text, Arena *arena, ColumnEdgesList *list, Error *err)
{
    // A column's name may have such a sign, a number has none.
    const char *sign = strrchr(text, '=');
    ColumnEdges edges = {.demanded = true};
    if (!sign || sign == text || !edges_split(sign + 1, arena, &edges.edges))
        return error_set(err, ERROR_USAGE,
                         "option '--edges' is '%s', wanted COLUMN=NUMBER,NUMBER,… with %zu to %zu "
                         "numbers that grow",
                         text, EDGES_LEAST, EDGES_MOST);
    edges.column = arena_text_sized(arena, text, (size_t)(sign - text));
    if (column_edges_find(list, edges.column))
        return error_set(err, ERROR_USAGE, "option '--edges' names column '%s' twice",
                         edges.column);
    edges_add(list, edges, arena);
    return true;
}

bool column_edges_read(const TextList *texts, const TableSchema *schema, const Profile *baseline,
                       Arena *arena, ColumnEdgesList *ret_list, Error *err)
{
    ColumnEdgesList list = {0};
    for (size_t i = 0; i < texts->count; i++) {
        if (!edges_read_text(texts->items[i], arena, &list, err))
            return false;
    }
    for (size_t i = 0; schema && i < schema->fields.count; i++) {
        const Field *field = &schema->fields.items[i];
        edges_add(&list, (ColumnEdges){field->name, field->edges, false}, arena);
    }
    for (size_t i = 0; baseline && i < baseline->columns.count; i++) {
        const ColumnProfile *column = &baseline->columns.items[i];
        edges_add(&list, (ColumnEdges){column->name, column->edges.edges, false}, arena);
    }
    *ret_list = list;
    return true;
}

bool column_edges_settle(const ColumnEdgesList *list, Profile *profile, Error *err)
{
    for (size_t i = 0; i < profile->columns.count; i++) {
        ColumnProfile *column = &profile->columns.items[i];
        const ColumnEdges *edges = column_edges_find(list, column->name);
        if (!edges || field_type_has_edges(column->type))
            continue;
        column->edges = (EdgeCounts){0};
        // Where nothing is, nothing is known to be no number.
        if (edges->demanded && column_profile_values(column))
            return error_set(err, ERROR_USAGE,
                             "option '--edges' names column '%s' of type %s, wanted numbers",
                             column->name, field_type_name(column->type));
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].demanded && !profile_find(profile, list->items[i].column))
            return error_set(err, ERROR_USAGE,
                             "option '--edges' names column '%s', which the data do not have",
                             list->items[i].column);
    }
    return true;
}
