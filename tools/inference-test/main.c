// inference-test: does the served model answer correctly, fast enough, and refuse nonsense?

#include "base/file.h"
#include "cli/tool.h"
#include "doc/json_writer.h"
#include "examination.h"
#include "http/http_load.h"
#include "rules.h"

#include <string.h>

#define SERVER_LINES_SHOWN ((size_t)20)

typedef struct InferenceOptions {
    const char *cases;
    const char *url;
    TextList command;
    TextList passed;
    const char *health;
    const char *token;
    int64_t port;
    int64_t startup_ms;
    int64_t timeout_ms;
    int64_t requests;
    int64_t concurrency;
    int64_t warmup;
    int64_t deadline_ms;
    int64_t p50_ms;
    int64_t p95_ms;
    int64_t p99_ms;
    double error_rate;
} InferenceOptions;

static const Option options[] = {
    {.name = "cases",
     OPTION(PATH, InferenceOptions, cases),
     .value_name = "FILE",
     .flags = OPTION_NEEDED | OPTION_OPERAND,
     .help = "requests with what is expected of their replies: JSON Lines, JSON or YAML"},
    {.name = "url",
     OPTION(TEXT, InferenceOptions, url),
     .value_name = "URL",
     .help = "where the server listens (default: http://127.0.0.1:{PORT} of the command)"},
    {.name = "command",
     OPTION(COMMAND, InferenceOptions, command),
     .help = "starts the server, which is ended afterwards; {PORT} and the variable PORT are the "
             "port it shall open"},
    {.name = "pass-env",
     OPTION(TEXTS, InferenceOptions, passed),
     .value_name = "NAME",
     .help = "a variable to hand on that is else kept from the command: the platform's tokens and "
             "files"},
    {.name = "port",
     OPTION(INT, InferenceOptions, port),
     .value_name = "NUMBER",
     .fallback = "0",
     .help = "the port handed to the command; 0 takes a free one"},
    {.name = "health",
     OPTION(TEXT, InferenceOptions, health),
     .value_name = "PATH",
     .fallback = "/healthz",
     .help = "the path that answers with a 2xx when the server is ready"},
    {.name = "startup-timeout",
     OPTION(DURATION, InferenceOptions, startup_ms),
     .value_name = "TIME",
     .fallback = "60s",
     .help = "how long the server may take to be ready"},
    {.name = "token",
     OPTION(SECRET, InferenceOptions, token),
     .value_name = "TOKEN",
     .help = "sent as a bearer token, over https or to this machine only"},
    {.name = "timeout",
     OPTION(DURATION, InferenceOptions, timeout_ms),
     .value_name = "TIME",
     .fallback = "10s",
     .help = "how long one reply may take"},
    {.name = "requests",
     OPTION(INT, InferenceOptions, requests),
     .value_name = "NUMBER",
     .fallback = "200",
     .help = "how many requests the load sends; 0 for no load"},
    {.name = "concurrency",
     OPTION(INT, InferenceOptions, concurrency),
     .value_name = "NUMBER",
     .fallback = "4",
     .help = "how many of them at a time"},
    {.name = "warmup",
     OPTION(INT, InferenceOptions, warmup),
     .value_name = "NUMBER",
     .fallback = "20",
     .help = "requests sent before the load that are not counted"},
    {.name = "deadline",
     OPTION(DURATION, InferenceOptions, deadline_ms),
     .value_name = "TIME",
     .fallback = "5m",
     .help = "when the load sends nothing more"},
    {.name = "max-p50",
     OPTION(DURATION, InferenceOptions, p50_ms),
     .value_name = "TIME",
     .fallback = "0",
     .help = "most that half of the replies may take; 0 for no limit"},
    {.name = "max-p95",
     OPTION(DURATION, InferenceOptions, p95_ms),
     .value_name = "TIME",
     .fallback = "0",
     .help = "most that 95 of 100 replies may take; 0 for no limit"},
    {.name = "max-p99",
     OPTION(DURATION, InferenceOptions, p99_ms),
     .value_name = "TIME",
     .fallback = "0",
     .help = "most that 99 of 100 replies may take; 0 for no limit"},
    {.name = "max-error-rate",
     OPTION(REAL, InferenceOptions, error_rate),
     .value_name = "SHARE",
     .fallback = "0",
     .help = "share of the load's requests that may fail, 0 to 1"},
};

// A number that must lie in a range, and what it is called on the command line.
typedef struct Bounded {
    const char *option;
    int64_t value;
    int64_t low;
    int64_t high;
} Bounded;

static bool options_check(const InferenceOptions *given, Error *err)
{
    const Bounded numbers[] = {
        {"port", given->port, 0, 65535},
        {"requests", given->requests, 0, HTTP_LOAD_MOST_REQUESTS},
        {"warmup", given->warmup, 0, HTTP_LOAD_MOST_REQUESTS},
        {"concurrency", given->concurrency, 1, HTTP_LOAD_MOST_CONCURRENCY},
        {"startup-timeout", given->startup_ms, 1, INT32_MAX},
        {"timeout", given->timeout_ms, 1, INT32_MAX},
    };
    if (!given->url && given->command.count == 0)
        return error_set(err, ERROR_USAGE,
                         "nothing to test: give the server's --url, or the command that starts it "
                         "after '--'");
    if (given->health[0] != '/')
        return error_set(err, ERROR_USAGE, "--health must be a path that starts with '/', got '%s'",
                         given->health);
    for (size_t i = 0; i < array_count(numbers); i++) {
        const Bounded *number = &numbers[i];
        if (number->value < number->low || number->value > number->high)
            return error_set(err, ERROR_USAGE, "--%s must be %lld to %lld, got %lld",
                             number->option, (long long)number->low, (long long)number->high,
                             (long long)number->value);
    }
    if (!(given->error_rate >= 0 && given->error_rate <= 1))
        return error_set(err, ERROR_USAGE, "--max-error-rate must be a share from 0 to 1");
    return true;
}

// Ends the server and shows what it said last.
static void server_show_end(Run *run, Server *server, const char **ret_how, const char **ret_last)
{
    Arena *arena = run->arena;
    ProcessResult result = {0};
    TextList lines = {0};
    process_end(server->process, arena, &result);
    *ret_how = process_describe(&result, arena);
    text_split(arena, result.output.bytes, '\n', &lines);
    *ret_last = lines.count ? lines.items[lines.count - 1] : NULL;
    if (lines.count == 0)
        return;
    Section *table = report_add_section(run->report, SECTION_TABLE, "What the server said last");
    *list_push(arena, &table->columns) = "line";
    size_t skipped = lines.count > SERVER_LINES_SHOWN ? lines.count - SERVER_LINES_SHOWN : 0;
    for (size_t i = skipped; i < lines.count; i++)
        section_add_cells(table, arena, lines.items[i], NULL);
}

// The finding of a server that does not serve, with its own last words.
static void find_failure(Run *run, Server *server, const char *rule, const char *story)
{
    const char *how = NULL;
    const char *last = NULL;
    const bool ended = !server_runs(server, 0);
    if (server->process)
        server_show_end(run, server, &how, &last);
    report_find(run->report, report_rule(run->report, rule), "%s%s%s%s%s%s", story,
                ended ? ": the command " : "", ended ? how : "", last ? "; it said last: '" : "",
                last ? last : "", last ? "'" : "");
}

static bool server_becomes_healthy(Run *run, Server *server, const ServerPlan *plan,
                                   HttpClient *client)
{
    Arena *arena = run->arena;
    const char *why = "";
    int64_t startup_ms = 0;
    ServerHealth health = server_wait(server, plan, client, arena, &why, &startup_ms);
    report_add_check(run->report,
                     (Check){.name = "the server becomes healthy",
                             .verdict = health == SERVER_HEALTHY ? VERDICT_PASS : VERDICT_FAIL,
                             .value = text_for_duration(arena, startup_ms),
                             .threshold = text_for_duration(arena, plan->startup_ms)});
    if (health == SERVER_ENDED)
        find_failure(run, server, "serve/start", "the server ended before it was healthy");
    if (health == SERVER_SILENT)
        find_failure(run, server, "serve/unhealthy",
                     arena_format(arena, "the server was not healthy within %s: %s",
                                  text_for_duration(arena, plan->startup_ms), why));
    if (health == SERVER_HEALTHY)
        report_add_metric(
            run->report, (Metric){.name = "startup_ms", .value = (double)startup_ms, .unit = "ms"});
    return health == SERVER_HEALTHY;
}

// The metrics as a flat map, which 'gate' reads.
static bool write_metrics(const Run *run, Error *err)
{
    if (!run->output)
        return true;
    scoped_buf text = BUF_EMPTY;
    JsonWriter writer = json_writer(&text);
    json_open_map(&writer);
    for (size_t i = 0; i < run->report->metrics.count; i++) {
        const Metric *metric = &run->report->metrics.items[i];
        json_put_real(&writer, metric->name, metric->value);
    }
    json_close_map(&writer);
    json_finish(&writer);
    return file_write(run->output, text.data, text.size, err);
}

static bool inference_examine(Run *run, Server *server, HttpClient *client, const CaseFile *cases,
                              Error *err)
{
    const InferenceOptions *given = run->options;
    const Examination examination = {
        .report = run->report,
        .server = server,
        .client = client,
        .cases = cases,
        .health = given->health,
        .timeout_ms = given->timeout_ms,
        .requests = given->requests,
        .warmup = given->warmup,
        .concurrency = given->concurrency,
        .deadline_ms = given->deadline_ms,
        .limits = {given->p50_ms, given->p95_ms, given->p99_ms, given->error_rate},
    };
    examine_cases(&examination);
    if (server_runs(server, 0) && !examine_load(&examination, err))
        return false;
    if (!server_runs(server, 0))
        find_failure(run, server, "serve/crash", "the server ended while it was tested");
    return true;
}

static bool inference_check(Run *run, Error *err)
{
    const InferenceOptions *given = run->options;
    CaseFile cases = {0};
    if (!options_check(given, err) ||
        !case_file_load(given->cases, path_relative(run->arena, run->root, given->cases),
                        run->arena, &cases, err))
        return false;
    const ServerPlan plan = {
        .command = given->command,
        .passed = given->passed,
        // As a `run:` stage: what its words name lies beside the pipeline file.
        .folder = run->config && run->stage ? path_folder(run->arena, run->config) : NULL,
        .url = given->url,
        .port = given->port,
        .health = given->health,
        .token = given->token,
        .startup_ms = given->startup_ms,
    };
    scoped_server server = {0};
    scoped_http client = NULL;
    if (!server_start(&plan, run->arena, &server, err) ||
        !http_open(&(HttpClientOptions){.user_agent = "sluice-inference-test"}, &client, err))
        return false;
    if (server_becomes_healthy(run, &server, &plan, client) &&
        !inference_examine(run, &server, client, &cases, err))
        return false;
    return write_metrics(run, err);
}

static const Verb verbs[] = {
    {"check", "FILE", "send the cases, then the load", inference_check, false},
};

const Tool tool_inference_test = {
    .name = "inference-test",
    .summary = "does the served model answer correctly, fast enough, and refuse nonsense?",
    .icon = "activity",
    .description =
        "Starts the server (or takes the URL of one that runs), waits for its health check, sends "
        "the cases and judges each reply: status, JSON, ranges of numbers, refusal of nonsense. "
        "Then it repeats the good cases under load and measures. Findings point at the line of "
        "the case. The server of a stage is started in the folder of its sluice.yml.\n\n"
        "Latencies are of a closed loop: each of the concurrent clients waits for its reply "
        "before it asks again. A quantile is the smallest latency that at least that share of the "
        "right replies did not exceed. --output writes latency_p50_ms, latency_p95_ms, "
        "latency_p99_ms, error_rate and more as a JSON map that 'gate' reads.",
    .examples = "sluice inference-test cases.jsonl -- python serve.py --port {PORT}\n"
                "sluice inference-test cases.yml --url https://staging.example.org "
                "--max-p95 100ms --output latency.json",
    .home = TOOL_ON_HOST,
    .verbs = verbs,
    .verb_count = array_count(verbs),
    .options = options,
    .option_count = array_count(options),
    .options_size = sizeof(InferenceOptions),
    .rules = inference_test_rules,
};
