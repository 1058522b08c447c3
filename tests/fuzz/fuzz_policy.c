// Whatever policy is accepted can judge: names, known directions where it compares, finite bounds
// that do not cross.

#include "fuzz.h"
#include "judge/policy.h"
#include "scratch.h"

#include <math.h>

static void check_metric(const PolicyMetric *metric)
{
    fuzz_demand(metric->name != NULL);
    fuzz_demand(!metric->compares || metric->direction != DIRECTION_UNKNOWN);
    fuzz_demand(!isinf(metric->min) && !isinf(metric->max));
    fuzz_demand(!(metric->min > metric->max));
    fuzz_demand(metric->compares || !isnan(metric->min) || !isnan(metric->max));
    fuzz_demand(isfinite(metric->tolerance.absolute) && metric->tolerance.absolute >= 0);
    fuzz_demand(isfinite(metric->tolerance.relative) && metric->tolerance.relative >= 0);
    fuzz_demand(metric->place.line >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    Policy *policy = NULL;
    Error err = ERROR_EMPTY;
    if (!policy_load(scratch_write(data, size), ".", arena, &policy, &err)) {
        fuzz_demand(*err.message && err.kind != ERROR_NONE);
        return 0;
    }
    fuzz_demand(policy->metrics.count > 0);
    for (size_t i = 0; i < policy->metrics.count; i++)
        check_metric(&policy->metrics.items[i]);
    return 0;
}
