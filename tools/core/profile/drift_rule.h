// drift_rule: how drift is judged: by which method, with which limits, and as what, for each column
// as a schema's `drift:` section says, else for all.

#ifndef PROFILE_DRIFT_RULE_H
#define PROFILE_DRIFT_RULE_H

#include "base/text.h"
#include "doc/value.h"
#include "stats/drift_suite.h"

#define DRIFT_EFFECT       0.1
#define DRIFT_SIGNIFICANCE 0.01
#define DRIFT_LEAST_ROWS   30
#define DRIFT_MOST_BINS    1000

// What the default rule is called where methods are named.
#define DRIFT_DEFAULT_METHOD "effect-and-evidence"

// What a column is to the model.
typedef enum DriftRole {
    DRIFT_FEATURE,
    DRIFT_LABEL,
    DRIFT_PREDICTION,
} DriftRole;

// Method or suite; neither: effect and evidence.
typedef struct DriftChoice {
    const DriftMethod *method;
    const DriftSuite *suite;
} DriftChoice;

typedef struct DriftRule {
    const char *column; // NULL: all that have no rule of their own
    DriftChoice choice;
    bool chosen;          // for this very column: it must be of a kind that the method is for
    double threshold;     // NaN: the method's own; of the default rule the effect
    double significance;  // of the default rule
    size_t bins;          // 0: by the method's own rule,
    bool by_edges;        // or those between which the profiles have counted
    const char *severity; // "error", "warning" or "notice"; NULL: the finding's own
    DriftRole role;
    bool off;
    Place place; // without file: not from a schema
} DriftRule;

typedef struct DriftPlan {
    DriftRule whole;
    LIST(DriftRule) columns;
    double effect; // of the default rule where no threshold is given
    int64_t least_rows;
    bool trendless;          // rows may be in an order
    const TextList *ignored; // further columns that may change; NULL for none
} DriftPlan;

// Effect and evidence for all columns.
DriftPlan drift_plan_default(void);

// Finds a method, a suite or the default rule by its name. A name that several tools give to
// different numbers is refused with their names, as is an unknown one with the nearest.
bool drift_choice_find(const char *name, Arena *arena, DriftChoice *ret_choice, Error *err)
    MUST_USE;

// Reads a section `drift:` or `skew:` (NULL: none) into the plan; what it does not say stays.
// Places name `file`.
bool drift_plan_read(const Value *section, const char *file, Arena *arena, DriftPlan *plan,
                     Error *err) MUST_USE;

// The threshold of a rule for the method, NULL for the default rule.
double drift_rule_threshold(const DriftPlan *plan, const DriftRule *rule,
                            const DriftMethod *method);

// The rule of a column.
const DriftRule *drift_plan_rule(const DriftPlan *plan, const char *column);

// Whether nothing shall be said of a column's drift.
bool drift_is_ignored(const DriftPlan *plan, const char *column);

#endif
