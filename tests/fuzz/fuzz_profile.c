// A profile that was read is written, read again and written to the same bytes, and can be merged
// and compared with itself.

#include "fuzz.h"
#include "profile/drift.h"
#include "profile/profile_file.h"

#include <string.h>

static Profile *read_profile(const char *bytes, size_t size, Arena *arena)
{
    Profile *profile = NULL;
    Error err = ERROR_EMPTY;
    if (profile_read("fuzz", bytes, size, arena, &profile, &err))
        return profile;
    fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && *err.message);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    scoped_profile profile = read_profile((const char *)data, size, arena);
    if (!profile)
        return 0;
    scoped_buf first = BUF_EMPTY;
    scoped_buf second = BUF_EMPTY;
    profile_write(profile, &first);
    scoped_profile again = read_profile(buf_text(&first), first.size, arena);
    fuzz_demand(again);
    profile_write(again, &second);
    fuzz_demand(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);

    Error err = ERROR_EMPTY;
    DriftPlan plan = drift_plan_default();
    DriftList drifts = {0};
    fuzz_demand(drift_compare(profile, again, &plan, arena, &drifts, &err));
    for (size_t i = 0; i < drifts.count; i++)
        fuzz_demand(drifts.items[i].verdict != DRIFT_FOUND);
    // Any method, whatever it makes of numbers at the ends of what there is.
    plan.whole.choice.method = &drift_methods[size % drift_method_count];
    plan.least_rows = 2;
    fuzz_demand(drift_compare(profile, again, &plan, arena, &drifts, &err));
    fuzz_demand(profile_merge(profile, again, &err));
    return 0;
}
