#include "sampling.h"

bool sampling_run(Run *run, const SamplePlan *plan, Buf *made, Error *err)
{
    Sample sample = {0};
    if (!sample_table(plan, run->arena, made, &sample, err))
        return false;
    const struct {
        const char *name;
        int64_t value;
    } figures[] = {
        {"rows", sample.rows},
        {"rows of the data", sample.total_rows},
        {"left out", sample.left_out},
        {"classes", sample.classes},
    };
    for (size_t i = 0; i < array_count(figures); i++) {
        if (i < 3 || sample.stratified)
            report_add_metric(run->report,
                              (Metric){.name = figures[i].name, .value = (double)figures[i].value});
    }
    return true;
}
