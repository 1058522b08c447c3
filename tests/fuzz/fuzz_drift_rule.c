// Whatever document says how drift is judged, what is refused has its place, and what is accepted
// has a threshold for every method.

#include "doc/yaml.h"
#include "fuzz.h"
#include "profile/drift_rule.h"

#include <math.h>

static void demand_rule(const DriftPlan *plan, const DriftRule *rule)
{
    fuzz_demand(rule->bins <= DRIFT_MOST_BINS && rule->significance > 0);
    fuzz_demand(drift_rule_threshold(plan, rule, rule->choice.method) > 0);
    fuzz_demand(!isnan(drift_rule_threshold(plan, rule, &drift_methods[0])));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const Value *document = NULL;
    Error err = ERROR_EMPTY;
    DriftPlan plan = drift_plan_default();
    if (!yaml_parse("fuzz", (const char *)data, size, arena, &document, &err))
        return 0;
    if (!drift_plan_read(document, "fuzz", arena, &plan, &err)) {
        fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && err.place.line >= 1);
        return 0;
    }
    fuzz_demand(plan.least_rows >= 2);
    demand_rule(&plan, &plan.whole);
    for (size_t i = 0; i < plan.columns.count; i++) {
        const DriftRule *rule = &plan.columns.items[i];
        demand_rule(&plan, rule);
        fuzz_demand(drift_plan_rule(&plan, rule->column)->column != NULL);
        fuzz_demand(drift_is_ignored(&plan, rule->column) ==
                    drift_plan_rule(&plan, rule->column)->off);
    }
    return 0;
}
