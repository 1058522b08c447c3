// drift_sides: the two sides of a column as methods of drift take them. Private to the folder.

#ifndef PROFILE_DRIFT_SIDES_H
#define PROFILE_DRIFT_SIDES_H

#include "profile/drift.h"

// Counts of the same categories on both sides.
typedef struct Paired {
    double *before;
    double *now;
    const char **names;
    size_t count;
} Paired;

Paired paired_new(size_t room, Arena *arena);
void paired_add(Paired *paired, const char *name, double before, double now);

// The categories of both sides, all of them kept. Those of which fewer than `least` are expected on
// the smaller side are pooled as the last, PAIRED_RARE.
#define PAIRED_RARE "(rare ones)"
Paired paired_categories(const Categories *before, const Categories *now, double least,
                         Arena *arena);

// A number of such a column for people.
const char *drift_number_text(FieldType type, double number, Arena *arena);

// Measures a column by the method of its rule, if there is one for such values, and says what
// changed most; drift->kind is set. ERROR_CONFIG if it was chosen for this column and is for
// others.
bool drift_measure_by_method(const ColumnProfile *before, const ColumnProfile *now, Arena *arena,
                             Drift *drift, Error *err) MUST_USE;

#endif
