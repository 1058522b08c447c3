// column_edges: between which edges the numbers of which columns are counted: as the option says,
// else the schema, else the baseline, so that both can be compared.

#ifndef DATA_VALIDATE_COLUMN_EDGES_H
#define DATA_VALIDATE_COLUMN_EDGES_H

#include "profile/profile.h"
#include "schema/table_schema.h"

typedef struct ColumnEdges {
    const char *column;
    Edges edges;
    bool demanded; // by the option: the column must be there and have numbers
} ColumnEdges;

typedef LIST(ColumnEdges) ColumnEdgesList;

// `texts` are COLUMN=NUMBER,NUMBER,… each; schema and baseline may be NULL.
bool column_edges_read(const TextList *texts, const TableSchema *schema, const Profile *baseline,
                       Arena *arena, ColumnEdgesList *ret_list, Error *err) MUST_USE;

// NULL for none.
const ColumnEdges *column_edges_find(const ColumnEdgesList *list, const char *column);

// Counts of columns whose values turned out to be no numbers are taken away; false if they, or
// columns that are not there, were demanded.
bool column_edges_settle(const ColumnEdgesList *list, Profile *profile, Error *err) MUST_USE;

#endif
