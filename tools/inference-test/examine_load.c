#include "base/text.h"
#include "case_judge.h"
#include "examination.h"
#include "http/http_load.h"
#include "latency.h"

#include <math.h>

// The cases that the load repeats, and what it found.
typedef struct Load {
    const Examination *examination;
    LIST(const Case *) cases;
    HttpRequest *requests;
    HttpLoadResult result;
    Latency latency;
    int64_t failed;
    const char *fault; // what was wrong with the first reply that was not right
} Load;

static void load_choose(Load *load)
{
    Arena *arena = load->examination->report->arena;
    const CaseFile *file = load->examination->cases;
    bool any_said = false;
    for (size_t i = 0; i < file->items.count; i++)
        any_said = any_said || file->items.items[i].in_load;
    for (size_t i = 0; i < file->items.count; i++) {
        const Case *item = &file->items.items[i];
        bool suits = !item->load_said && case_expects_status(item, 200) &&
                     !text_equal(item->path, load->examination->health);
        if (any_said ? item->in_load : suits)
            *list_push(arena, &load->cases) = item;
    }
    load->requests = arena_array(arena, HttpRequest, load->cases.count + 1);
    for (size_t i = 0; i < load->cases.count; i++)
        load->requests[i] = examination_request(load->examination, load->cases.items[i]);
}

static bool load_judge(void *what, size_t request, const HttpReply *reply)
{
    Load *load = what;
    scoped_arena arena = arena_open();
    const CaseFaults faults = case_judge(load->cases.items[request], reply, arena);
    if (faults.items.count && !load->fault)
        load->fault = arena_text(load->examination->report->arena, faults.items.items[0].message);
    return faults.items.count == 0;
}

static bool load_send(Load *load, int64_t total, Error *err)
{
    const Examination *examination = load->examination;
    const HttpLoad plan = {
        .requests = load->requests,
        .request_count = load->cases.count,
        .total = total,
        .concurrency = MIN(examination->concurrency, total),
        .deadline_ms = examination->deadline_ms,
        .judge = load_judge,
        .what = load,
    };
    load->result = (HttpLoadResult){0};
    load->fault = NULL;
    return http_load(&plan, examination->report->arena, &load->result, err);
}

static void load_measure(Load *load)
{
    Arena *arena = load->examination->report->arena;
    const size_t count = load->result.samples.count;
    int64_t *us = arena_array(arena, int64_t, count + 1);
    size_t right = 0;
    for (size_t i = 0; i < count; i++) {
        if (load->result.samples.items[i].right)
            us[right++] = load->result.samples.items[i].latency_us;
    }
    load->latency = latency_of(us, right, arena);
    load->failed = (int64_t)(count - right);
}

static const HttpSample *first_failure(const Load *load)
{
    for (size_t i = 0; i < load->result.samples.count; i++) {
        if (!load->result.samples.items[i].right)
            return &load->result.samples.items[i];
    }
    return NULL;
}

static void load_check_errors(const Load *load)
{
    Report *report = load->examination->report;
    const double most = load->examination->limits.error_rate;
    const int64_t sent = (int64_t)load->result.samples.count;
    const double rate = sent ? (double)load->failed / (double)sent : NAN;
    const HttpSample *sample = first_failure(load);
    char shown[TEXT_REAL_SIZE];
    bool passes = rate <= most;
    report_add_metric(report, (Metric){.name = "error_rate", .value = rate, .unit = "ratio"});
    static const char check[] = "requests do not fail under load";
    report_add_check(report,
                     (Check){.name = check,
                             .verdict = passes ? VERDICT_PASS : VERDICT_FAIL,
                             .value = arena_format(report->arena, "%lld of %lld failed",
                                                   (long long)load->failed, (long long)sent),
                             .threshold = arena_text(report->arena, text_from_real(most, shown))});
    if (passes || !sample)
        return;
    const Case *item = load->cases.items[sample->request];
    Finding *finding = report_find(
        report, report_rule(report, "serve/error-rate"),
        "%lld of %lld requests failed under load, wanted a share of at most %s; the first failure, "
        "of case '%s': %s",
        (long long)load->failed, (long long)sent, text_from_real(most, shown), item->name,
        sample->failure ? sample->failure : load->fault);
    finding->count = load->failed;
    finding->check = check;
    finding_add_place(report, finding, value_place(item->expect.value, PLACE_SCHEMA));
}

// Too few replies: the quantile would only be the slowest of them. That says nothing good, and
// something bad only if it is too slow.
static void load_check_quantile(const Load *load, double share, int64_t most_ms)
{
    Report *report = load->examination->report;
    Arena *arena = report->arena;
    const int percent = (int)lround(share * 100);
    const double ms = latency_quantile(&load->latency, share);
    report_add_metric(report, (Metric){.name = arena_format(arena, "latency_p%d_ms", percent),
                                       .value = ms,
                                       .unit = "ms"});
    if (most_ms == 0)
        return;
    const bool enough = load->latency.count >= latency_fewest(share);
    const bool passes = ms <= (double)most_ms;
    const Verdict judged = enough ? VERDICT_PASS : VERDICT_INCONCLUSIVE;
    Check check = {
        .name = arena_format(arena, "p%d of the latency", percent),
        .verdict = passes || isnan(ms) ? judged : VERDICT_FAIL,
        .value = isnan(ms) ? "nothing measured" : arena_format(arena, "%.2f ms", ms),
        .threshold = arena_format(arena, "at most %lld ms", (long long)most_ms),
    };
    if (!enough)
        check.message = arena_format(arena, "wanted at least %zu right replies, got %zu",
                                     latency_fewest(share), load->latency.count);
    report_add_check(report, check);
    if (check.verdict == VERDICT_FAIL)
        report_find(report, report_rule(report, "serve/latency"),
                    "p%d of %zu replies is %.2f ms, wanted at most %lld ms (--max-p%d)", percent,
                    load->latency.count, ms, (long long)most_ms, percent)
            ->check = check.name;
}

static void load_draw(const Load *load)
{
    Report *report = load->examination->report;
    Arena *arena = report->arena;
    if (load->latency.count == 0)
        return;
    const LatencyHistogram histogram = latency_histogram(&load->latency);
    Section *section = report_add_section(report, SECTION_HISTOGRAM, "Latency in milliseconds");
    section->unit = "replies";
    for (size_t i = 0; i <= LATENCY_BINS; i++)
        *list_push(arena, &section->x_labels) = arena_format(arena, "%.3g", histogram.bounds[i]);
    SectionSeries *series = section_add_series(section, "replies", arena);
    for (size_t i = 0; i < LATENCY_BINS; i++)
        series_add(series, histogram.counts[i], arena);
}

static void load_conclude(const Load *load)
{
    const Examination *examination = load->examination;
    Report *report = examination->report;
    const double seconds = (double)load->result.elapsed_ms / 1000;
    const size_t sent = load->result.samples.count;
    load_check_errors(load);
    load_check_quantile(load, 0.50, examination->limits.p50_ms);
    load_check_quantile(load, 0.95, examination->limits.p95_ms);
    load_check_quantile(load, 0.99, examination->limits.p99_ms);
    const Metric metrics[] = {
        {.name = "latency_mean_ms", .value = latency_mean(&load->latency), .unit = "ms"},
        {.name = "latency_max_ms", .value = latency_quantile(&load->latency, 1), .unit = "ms"},
        {.name = "requests", .value = (double)sent},
        {.name = "concurrency", .value = (double)examination->concurrency},
        {.name = "requests_per_second", .value = seconds > 0 ? (double)sent / seconds : NAN},
    };
    for (size_t i = 0; i < array_count(metrics); i++)
        report_add_metric(report, metrics[i]);
    if ((int64_t)sent < examination->requests)
        report_add_check(report, (Check){
                                     .name = "the load is complete",
                                     .verdict = VERDICT_INCONCLUSIVE,
                                     .value = arena_format(report->arena, "%zu sent", sent),
                                     .threshold = arena_format(report->arena, "%lld requests",
                                                               (long long)examination->requests),
                                     .message = "time was up (--deadline)",
                                 });
    load_draw(load);
}

bool examine_load(const Examination *examination, Error *err)
{
    Load load = {.examination = examination};
    if (examination->requests == 0)
        return true;
    load_choose(&load);
    if (load.cases.count == 0) {
        report_add_check(examination->report,
                         (Check){.name = "latency",
                                 .verdict = VERDICT_INCONCLUSIVE,
                                 .message = "no case can be repeated: mark one with 'load: true', "
                                            "or ask for --requests 0"});
        return true;
    }
    if (examination->warmup && !load_send(&load, examination->warmup, err))
        return false;
    if (!load_send(&load, examination->requests, err))
        return false;
    load_measure(&load);
    load_conclude(&load);
    return true;
}
