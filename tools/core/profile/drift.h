// drift: whether a column's values are still distributed as they were.
//
// By default a column has drifted if the difference is both large (numbers: Kolmogorov-Smirnov
// distance; categories: total variation) and more than chance would make (p-value of KS or of
// chi-square, adjusted over all columns by Benjamini and Hochberg). Neither alone will do: with few
// rows chance makes large differences, with many rows the smallest difference is certain. Another
// method decides by its own figure alone. With fewer rows than `least_rows` on either side nothing
// is concluded.
//
// Categories which less than five rows of the smaller side are expected to have are pooled. Texts
// that hardly repeat are compared by their lengths. The share of missing values is a column of its
// own, always by the default.

#ifndef PROFILE_DRIFT_H
#define PROFILE_DRIFT_H

#include "profile/drift_rule.h"
#include "profile/profile.h"

typedef enum DriftKind {
    DRIFT_NUMBERS,
    DRIFT_CATEGORIES,
    DRIFT_LENGTHS,
    DRIFT_MISSING,
} DriftKind;

typedef enum DriftVerdict {
    DRIFT_NONE,
    DRIFT_FOUND,
    DRIFT_TOO_FEW,   // rows
    DRIFT_UNCERTAIN, // the profiles are too coarse to tell on which side of the limit it is
    DRIFT_UNDEFINED, // the method has no figure for such values
    DRIFT_IGNORED,
} DriftVerdict;

// What the method of a rule says.
typedef struct DriftMeasured {
    const DriftMethod *method; // NULL: judged by effect and evidence
    DriftFigure figure;
    double least; // of what it decides by; both that itself where all values are known
    double most;
    bool known; // false: nothing is known of the ends
} DriftMeasured;

typedef struct Drift {
    DriftKind kind;
    DriftVerdict verdict;
    const char *column;
    const DriftRule *rule;
    double threshold;
    DriftMeasured measured;
    double effect;      // 0 … 1
    double effect_most; // what it may be at most; `effect` if that is exact
    double p;           // NaN if it was not tested
    double adjusted_p;  // of the default rule
    int64_t before;     // values on each side
    int64_t now;
    // Numbers: Wasserstein distance in standard deviations of before. Categories: PSI, shares below
    // 0.01 counted as 0.01.
    double second;
    const char *where; // "Adelie", "at most 43.2", "from 40 to 43.2": what changed most
    double share_before;
    double share_now;
} Drift;

typedef LIST(Drift) DriftList;

const char *drift_kind_name(DriftKind kind);    // "numbers", "categories", …
const char *drift_measure_name(DriftKind kind); // "KS distance", "total variation"
const char *drift_second_name(DriftKind kind);  // "Wasserstein / sd", "PSI (floor 0.01)"

// Compares the columns that both have with types that can be compared: an entry for a column's
// values, and one for its missing ones if there are any. ERROR_CONFIG if a method was chosen for a
// column of a kind it is not for.
bool drift_compare(const Profile *before, const Profile *now, const DriftPlan *plan, Arena *arena,
                   DriftList *ret_list, Error *err) MUST_USE;

// Whether values of the two types can be compared: both numbers, both times of the same kind, or
// both texts.
bool drift_comparable(FieldType before, FieldType now);

#endif
