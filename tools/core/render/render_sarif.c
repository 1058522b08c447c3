// The findings as SARIF 2.1.0, for code scanning and editors.

#include "doc/json_writer.h"
#include "doc/markup.h"
#include "render/formats.h"
#include "render/name_link.h"

#include <ctype.h>
#include <string.h>

// What GitHub accepts of one run, and of one result.
#define SARIF_MOST_RESULTS ((size_t)25000)
#define SARIF_MOST_PLACES  ((size_t)100)

static const char *const sarif_levels[] = {
    [SEVERITY_NOTICE] = "note",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
};

typedef struct Sarif {
    const View *view;
    JsonWriter *json;
    const Finding **findings; // new ones, then known ones
    const char **fingerprints;
    size_t count;
    const NameLink *links; // of the findings' rules
    size_t *rule_indices;  // where in the list of rules the rule of a finding stands
} Sarif;

static void sarif_message(Sarif *sarif, const char *key, const char *text)
{
    json_key(sarif->json, key);
    json_open_map(sarif->json);
    json_put_text(sarif->json, "text", text);
    json_close_map(sarif->json);
}

// RFC 3986: all but unreserved characters and the slashes between segments are encoded, also the
// colon, which would make the first segment a scheme.
static const char *sarif_uri(const char *path, Arena *arena)
{
    scoped_buf uri = BUF_EMPTY;
    buf_add(&uri, *path == '/' ? "file://" : "");
    for (; *path; path++) {
        unsigned char byte = (unsigned char)*path;
        if (isalnum(byte) || strchr("/-._~", byte))
            buf_add_char(&uri, (char)byte);
        else
            buf_format(&uri, "%%%02X", (unsigned)byte);
    }
    return buf_keep(&uri, arena);
}

// GitHub refuses rules without descriptions and help, so there are words for those nobody knows.
static void sarif_rule(Sarif *sarif, const Finding *finding)
{
    static const Rule unknown = {.severity = SEVERITY_ERROR};
    Arena *arena = sarif->view->arena;
    const Rule *known = view_rule(sarif->view, finding);
    const Rule *rule = known ? known : &unknown;
    const char *summary = text_empty(rule->summary) ? finding->rule : rule->summary;
    const char *explanation = text_empty(rule->explanation) ? summary : rule->explanation;
    const char *remedy = text_empty(rule->remedy) ? "see the message of the finding" : rule->remedy;
    scoped_buf markdown = BUF_EMPTY;
    prose_append(&markdown, explanation, markup_markdown, arena);
    buf_add(&markdown, "\n\n**What to do:** ");
    prose_append(&markdown, remedy, markup_markdown, arena);

    json_open_map(sarif->json);
    json_put_text(sarif->json, "id", finding->rule);
    sarif_message(sarif, "shortDescription", summary);
    sarif_message(sarif, "fullDescription", explanation);
    json_key(sarif->json, "help");
    json_open_map(sarif->json);
    json_put_text(sarif->json, "text",
                  arena_format(arena, "%s\n\nWhat to do: %s", explanation, remedy));
    json_put_text(sarif->json, "markdown", buf_text(&markdown));
    json_close_map(sarif->json);
    json_key(sarif->json, "defaultConfiguration");
    json_open_flat_map(sarif->json);
    json_put_text(sarif->json, "level", sarif_levels[known ? rule->severity : finding->severity]);
    json_close_map(sarif->json);
    json_close_map(sarif->json);
}

static void sarif_driver(Sarif *sarif)
{
    const Report *report = sarif->view->report;
    json_key(sarif->json, "tool");
    json_open_map(sarif->json);
    json_key(sarif->json, "driver");
    json_open_map(sarif->json);
    json_put_text(sarif->json, "name", arena_format(sarif->view->arena, "sluice %s", report->tool));
    json_put_text(sarif->json, "version", report->version);
    json_key(sarif->json, "rules");
    json_open_list(sarif->json);
    size_t count = 0;
    for (size_t i = 0; i < sarif->count; i++) {
        sarif->rule_indices[i] =
            sarif->links[i].number ? sarif->rule_indices[sarif->links[i].first] : count;
        if (sarif->links[i].number)
            continue;
        sarif_rule(sarif, sarif->findings[i]);
        count++;
    }
    json_close_list(sarif->json);
    json_close_map(sarif->json);
    json_close_map(sarif->json);
}

static bool sarif_can_locate(const Place *place)
{
    return place_is_inside(place) || (place->file && *place->file == '/');
}

// Readers keep numbers in 32 bits, and drop a whole file for one that is larger.
static void sarif_number(JsonWriter *json, const char *key, int64_t number)
{
    json_put_int(json, key, MIN(number, (int64_t)INT32_MAX));
}

static void sarif_location(Sarif *sarif, const Place *place, int64_t id)
{
    JsonWriter *json = sarif->json;
    json_open_map(json);
    if (id)
        json_put_int(json, "id", id);
    json_key(json, "physicalLocation");
    json_open_map(json);
    json_key(json, "artifactLocation");
    json_open_flat_map(json);
    json_put_text(json, "uri", sarif_uri(place->file, sarif->view->arena));
    if (place_is_inside(place))
        json_put_text(json, "uriBaseId", "%SRCROOT%");
    json_close_map(json);
    // A result without a line is not shown: the first one stands for the whole file. A byteOffset
    // beside a line would make editors take the file for a binary one, and show another line.
    if (place->line > 0 || !id) {
        json_key(json, "region");
        json_open_flat_map(json);
        sarif_number(json, "startLine", place->line > 0 ? place->line : 1);
        if (place->line > 0 && place->character > 0)
            sarif_number(json, "startColumn", place->character);
        json_close_map(json);
    }
    json_close_map(json);
    if (place->field) {
        json_key(json, "logicalLocations");
        json_open_list(json);
        json_open_flat_map(json);
        json_put_text(json, "name", place->field);
        json_put_text(json, "kind", "member");
        json_close_map(json);
        json_close_list(json);
    }
    if (id && place->kind == PLACE_SCHEMA)
        sarif_message(sarif, "message", "the rule");
    json_close_map(json);
}

// The anchor is the location; all other places are related to it.
static void sarif_locations(Sarif *sarif, const Finding *finding)
{
    JsonWriter *json = sarif->json;
    const Place *anchor = finding_anchor(finding);
    for (size_t i = 0; !anchor && i < finding->places.count; i++)
        anchor = sarif_can_locate(&finding->places.items[i]) ? &finding->places.items[i] : NULL;
    json_key(json, "locations");
    json_open_list(json);
    sarif_location(sarif, anchor ? anchor : &(Place){.file = VIEW_NOWHERE}, 0);
    json_close_list(json);

    json_key(json, "relatedLocations");
    json_open_list(json);
    int64_t id = 1;
    for (size_t i = 0; i < finding->places.count && i < SARIF_MOST_PLACES; i++) {
        const Place *place = &finding->places.items[i];
        if (place != anchor && sarif_can_locate(place))
            sarif_location(sarif, place, id++);
    }
    json_close_list(json);
}

// Of a run either no result says whether it is suppressed, or every one does.
static void sarif_suppressions(Sarif *sarif, const Known *known)
{
    JsonWriter *json = sarif->json;
    if (!sarif->view->known.count)
        return;
    json_key(json, "suppressions");
    json_open_list(json);
    if (known) {
        json_open_flat_map(json);
        json_put_text(json, "kind", "external");
        json_put_text(json, "status", "accepted");
        json_put_text(json, "justification", known_text(known, sarif->view->arena));
        json_close_map(json);
    }
    json_close_list(json);
}

static void sarif_results(Sarif *sarif, size_t count)
{
    JsonWriter *json = sarif->json;
    json_key(json, "results");
    json_open_list(json);
    for (size_t i = 0; i < count; i++) {
        const Finding *finding = sarif->findings[i];
        json_open_map(json);
        json_put_text(json, "ruleId", finding->rule);
        json_put_int(json, "ruleIndex", (int64_t)sarif->rule_indices[i]);
        json_put_text(json, "level", sarif_levels[finding->severity]);
        sarif_message(sarif, "message", finding_text(finding, sarif->view->arena));
        sarif_number(json, "occurrenceCount", finding->count);
        sarif_locations(sarif, finding);
        sarif_suppressions(sarif, finding->known);
        json_key(json, "partialFingerprints");
        json_open_flat_map(json);
        json_put_text(json, "sluice/v1", sarif->fingerprints[i]);
        json_close_map(json);
        json_close_map(json);
    }
    json_close_list(json);
}

static void sarif_invocation(Sarif *sarif, size_t left_out)
{
    const View *view = sarif->view;
    JsonWriter *json = sarif->json;
    json_key(json, "invocations");
    json_open_list(json);
    json_open_map(json);
    if (view->report->reproduce)
        json_put_text(json, "commandLine", view->report->reproduce);
    json_put_int(json, "exitCode", view->exit_code);
    json_put_bool(json, "executionSuccessful", view->verdict != VERDICT_ERROR);
    if (left_out) {
        json_key(json, "toolExecutionNotifications");
        json_open_list(json);
        json_open_map(json);
        json_put_text(json, "level", "warning");
        sarif_message(
            sarif, "message",
            arena_format(view->arena, "%zu findings of low rank were left out", left_out));
        json_close_map(json);
        json_close_list(json);
    }
    json_close_map(json);
    json_close_list(json);
}

static void sarif_run(Sarif *sarif)
{
    JsonWriter *json = sarif->json;
    size_t shown = MIN(sarif->count, SARIF_MOST_RESULTS);
    json_open_map(json);
    sarif_driver(sarif);
    // One category a stage, so that the results of several stages stand side by side.
    json_key(json, "automationDetails");
    json_open_flat_map(json);
    json_put_text(json, "id",
                  arena_format(sarif->view->arena, "sluice/%s/", sarif->view->report->stage));
    json_close_map(json);
    sarif_invocation(sarif, sarif->count - shown);
    json_key(json, "originalUriBaseIds");
    json_open_map(json);
    json_key(json, "%SRCROOT%");
    json_open_map(json);
    sarif_message(sarif, "description", "the root of the repository");
    json_close_map(json);
    json_close_map(json);
    json_put_text(json, "columnKind", "utf16CodeUnits");
    sarif_results(sarif, shown);
    json_close_map(json);
}

static void sarif_add_run(JsonWriter *json, const Report *report)
{
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    const size_t fresh = view.report->findings.count;
    const size_t count = fresh + view.known.count;
    const char **rules = arena_array(arena, const char *, count);
    const Finding **findings = arena_array(arena, const Finding *, count);
    const char **fingerprints = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        const bool known = i >= fresh;
        findings[i] = known ? &view.known.items[i - fresh] : &view.report->findings.items[i];
        fingerprints[i] = known ? view.known_fingerprints[i - fresh] : view.fingerprints[i];
        rules[i] = findings[i]->rule;
    }
    Sarif sarif = {
        .view = &view,
        .findings = findings,
        .fingerprints = fingerprints,
        .count = count,
        .json = json,
        .links = name_link_all(rules, count, arena),
        .rule_indices = arena_array(arena, size_t, count),
    };
    sarif_run(&sarif);
}

void render_sarif_pipeline(const Report *const *reports, size_t count, Buf *out)
{
    JsonWriter json = json_writer(out);
    json_open_map(&json);
    json_put_text(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_put_text(&json, "version", "2.1.0");
    json_key(&json, "runs");
    json_open_list(&json);
    for (size_t i = 0; i < count; i++)
        sarif_add_run(&json, reports[i]);
    json_close_list(&json);
    json_close_map(&json);
    json_finish(&json);
}

void render_sarif(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    render_sarif_pipeline(&report, 1, out);
}
