// judgement: candidate, baseline and policy in; checks and findings of a report out.

#ifndef GATE_JUDGEMENT_H
#define GATE_JUDGEMENT_H

#include "judge/policy.h"
#include "report/report.h"

typedef struct Judgement {
    Report *report;
    const Policy *policy;
    const MetricSet *candidate;
    const MetricSet *baseline;  // NULL if there is none
    const char *candidate_file; // as reported
    const char *baseline_file;  // as reported; NULL if there is none
} Judgement;

// Judges every metric of the policy.
void judgement_run(const Judgement *judgement);

#endif
