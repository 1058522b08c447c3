// figure_profiles: profiles of the rows that a check of a figure is about, where it is not about
// all of them, or wants them counted as no other check does.
//
// Batches may be added by several workers at once; what depends on the order of the rows waits
// until its slot is folded.

#ifndef DATA_VALIDATE_FIGURE_PROFILES_H
#define DATA_VALIDATE_FIGURE_PROFILES_H

#include "profile/guess.h"
#include "schema/data_check_run.h"

typedef struct FigureProfiles FigureProfiles;

typedef struct FigureProfilesPlan {
    const CheckCounts *counts; // those with own rows get a profile
    const TableSchema *schema;
    const GuessTexts *texts; // as for columns without a field
    const Kernel *kernel;
    size_t workers;
    size_t slots;
} FigureProfilesPlan;

FigureProfiles *figure_profiles_open(const FigureProfilesPlan *plan, Arena *arena);

void figure_profiles_add(FigureProfiles *profiles, const FigureRows *rows);
void figure_profiles_fold(FigureProfiles *profiles, size_t slot);
void figure_profiles_finish(FigureProfiles *profiles);

// That of the check and column which stands at `count` among the counts; NULL if it has none.
const ColumnProfile *figure_profile(const FigureProfiles *profiles, size_t count);

void figure_profiles_close(FigureProfiles *profiles);

#endif
