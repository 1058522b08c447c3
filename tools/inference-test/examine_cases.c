#include "case_judge.h"
#include "examination.h"
#include "http/http_url.h"

HttpRequest examination_request(const Examination *examination, const Case *item)
{
    Arena *arena = examination->report->arena;
    const Server *server = examination->server;
    HttpHeader *headers =
        arena_array(arena, HttpHeader, item->headers.count + server->header_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < server->header_count; i++)
        headers[count++] = server->headers[i];
    for (size_t i = 0; i < item->headers.count; i++)
        headers[count++] = item->headers.items[i];
    return (HttpRequest){
        .method = item->method,
        .url = http_url_join(arena, server->url, item->path),
        .headers = headers,
        .header_count = count,
        .body = item->body,
        .body_size = item->body_size,
        .timeout_ms = examination->timeout_ms,
        .deadline_ms = examination->timeout_ms + 1000, // one try: its own time-out tells
    };
}

static const char cases_check[] = "the cases are answered as expected";

static void find_faults(const Examination *examination, const Case *item, const CaseFaults *faults)
{
    Report *report = examination->report;
    for (size_t i = 0; i < faults->items.count; i++) {
        const CaseFault *fault = &faults->items.items[i];
        Finding *finding = report_find(report, report_rule(report, fault->rule), "case '%s': %s",
                                       item->name, fault->message);
        Place place = value_place(fault->at, PLACE_SCHEMA);
        place.field = item->name;
        finding->check = cases_check;
        finding_add_place(report, finding, place);
    }
}

static const char *latency_text(Arena *arena, int64_t us)
{
    return arena_format(arena, "%.1f ms", (double)us / 1000);
}

// Sends one case; the row says what became of it. True if the reply was right.
static bool examine_case(const Examination *examination, const Case *item, Section *table)
{
    Report *report = examination->report;
    Arena *arena = report->arena;
    HttpRequest request = examination_request(examination, item);
    const char *sent = arena_format(arena, "%s %s", item->method, item->path);
    HttpReply reply = {0};
    CaseFaults faults = {0};
    Error why = ERROR_EMPTY;
    if (http_send(examination->client, &request, arena, &reply, &why)) {
        faults = case_judge(item, &reply, arena);
        section_add_cells(table, arena, item->name, sent, arena_format(arena, "%d", reply.status),
                          latency_text(arena, reply.latency_us),
                          faults.items.count ? "fail" : "pass", NULL);
    } else {
        *list_push(arena, &faults.items) =
            (CaseFault){"serve/no-reply", arena_text(arena, why.message), item->expect.value};
        section_add_cells(table, arena, item->name, sent, "", "", "fail", NULL);
        // A server that this request has killed is noticed before the next one.
        (void)server_runs(examination->server, SERVER_SETTLE_MS);
    }
    find_faults(examination, item, &faults);
    return faults.items.count == 0;
}

void examine_cases(const Examination *examination)
{
    Report *report = examination->report;
    Arena *arena = report->arena;
    const size_t wanted = examination->cases->items.count;
    size_t sent = 0;
    size_t right = 0;
    Section *table = report_add_section(report, SECTION_TABLE, "Cases");
    static const char *const columns[] = {"case", "request", "status", "latency", "verdict"};
    for (size_t i = 0; i < array_count(columns); i++)
        *list_push(arena, &table->columns) = columns[i];
    while (sent < wanted && server_runs(examination->server, 0))
        right += examine_case(examination, &examination->cases->items.items[sent++], table);
    report_add_check(report, (Check){
                                 .name = cases_check,
                                 .verdict = right == wanted ? VERDICT_PASS : VERDICT_FAIL,
                                 .value = arena_format(arena, "%zu right", right),
                                 .threshold = arena_format(arena, "%zu cases", wanted),
                             });
    report_add_metric(report, (Metric){.name = "cases", .value = (double)wanted});
    report_add_metric(report, (Metric){.name = "cases_right", .value = (double)right});
}
