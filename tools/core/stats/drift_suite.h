// drift_suite: the methods by which a tool judges a column if nobody has chosen one: a team that
// comes from that tool keeps its verdicts.

#ifndef STATS_DRIFT_SUITE_H
#define STATS_DRIFT_SUITE_H

#include "stats/drift_method.h"

typedef struct DriftSuite {
    const char *name; // "evidently-default"
    const char *help;
    const char *numbers; // names of methods; NULL: by Evidently's rule of choice
    const char *categories;
    double threshold;       // NaN: the methods' own
    double label_threshold; // of labels and predictions; NaN: as for features
} DriftSuite;

extern const DriftSuite drift_suites[];
extern const size_t drift_suite_count;

const DriftSuite *drift_suite_find(const char *name); // NULL if there is none

// The method for a column with these sides.
const DriftMethod *drift_suite_method(const DriftSuite *suite, const DriftSides *sides);

#endif
