// examination: the cases, then the load, sent to a healthy server, and what they say of it.

#ifndef INFERENCE_TEST_EXAMINATION_H
#define INFERENCE_TEST_EXAMINATION_H

#include "case_file.h"
#include "report/report.h"
#include "server.h"

typedef struct Limits {
    int64_t p50_ms; // 0 for no limit
    int64_t p95_ms;
    int64_t p99_ms;
    double error_rate; // share of the load's requests that may fail
} Limits;

typedef struct Examination {
    Report *report;
    const Server *server;
    HttpClient *client;
    const CaseFile *cases;
    const char *health; // its requests say nothing of the model's latency
    int64_t timeout_ms; // of one request
    int64_t requests;   // of the load; 0 for none
    int64_t warmup;     // sent before, not counted
    int64_t concurrency;
    int64_t deadline_ms; // of the load
    Limits limits;
} Examination;

// Sends every case once, in order. Stops when the server has ended.
void examine_cases(const Examination *examination);

// Repeats the cases marked `load: true`, else those that expect a 2xx and are no health check, and
// measures. Without such a case nothing is measured, which is inconclusive.
bool examine_load(const Examination *examination, Error *err) MUST_USE;

// The request of a case as it is sent to the server.
HttpRequest examination_request(const Examination *examination, const Case *item);

#endif
