// The report as JUnit XML: one test case a check and one a rule that found something.
//
// What could not be judged is an error, never a skipped test: skipped tests look like passed ones.
// Skipped is what fails by known findings alone.
// No line starts with text from outside, for files that are printed into a log.

#include "doc/markup.h"
#include "render/formats.h"
#include "render/name_link.h"

typedef enum JunitOutcome {
    JUNIT_PASSED,
    JUNIT_SKIPPED, // it fails by known findings alone
    JUNIT_FAILURE,
    JUNIT_ERROR,
} JunitOutcome;

static const char *const junit_elements[] = {
    [JUNIT_SKIPPED] = "skipped",
    [JUNIT_FAILURE] = "failure",
    [JUNIT_ERROR] = "error",
};

static const JunitOutcome junit_verdicts[] = {
    [VERDICT_PASS] = JUNIT_PASSED,
    [VERDICT_FAIL] = JUNIT_FAILURE,
    [VERDICT_INCONCLUSIVE] = JUNIT_ERROR,
    [VERDICT_ERROR] = JUNIT_ERROR,
};

typedef struct JunitCase {
    const char *name;
    JunitOutcome outcome;
    const char *type;    // of the failure or error
    const char *message; // in one line
    const char *text;    // all that is to say, lines; "" for nothing
} JunitCase;

typedef LIST(JunitCase) JunitCases;

static void junit_attribute(Buf *out, const char *name, const char *value)
{
    buf_format(out, " %s=\"", name);
    markup_xml(out, value);
    buf_add_char(out, '"');
}

static JunitCase junit_check(const View *view, const Check *check, size_t number)
{
    Arena *arena = view->arena;
    scoped_buf text = BUF_EMPTY;
    if (check->value)
        buf_format(&text, "value: %s\n", check->value);
    if (check->threshold)
        buf_format(&text, "wanted: %s\n", check->threshold);
    if (check->message)
        buf_format(&text, "because: %s\n", check->message);
    const char *message = check->message;
    if (!message && check->value && check->threshold)
        message = arena_format(arena, "is %s, wanted %s", check->value, check->threshold);
    return (JunitCase){
        // GitLab drops a test case whose name it has seen.
        .name = number ? arena_format(arena, "%s (%zu)", check->name, number + 1) : check->name,
        .outcome = check->known ? JUNIT_SKIPPED : junit_verdicts[check->verdict],
        .type = verdict_name(check->verdict),
        .message = message ? message : verdict_name(check->verdict),
        .text = buf_keep(&text, arena),
    };
}

static JunitOutcome junit_outcome(const View *view, const Finding *finding)
{
    if (text_starts(finding->rule, "sluice/"))
        return JUNIT_ERROR;
    bool failing =
        finding->severity == SEVERITY_ERROR ||
        (finding->severity == SEVERITY_WARNING && view->report->fail_on == FAIL_ON_WARNING);
    return failing ? JUNIT_FAILURE : JUNIT_PASSED;
}

static void junit_finding_lines(const View *view, const Finding *finding, Buf *text)
{
    Arena *arena = view->arena;
    buf_format(text, "%s: %s\n", severity_name(finding->severity), finding_text(finding, arena));
    for (size_t i = 0; i < finding->places.count; i++)
        buf_format(text, "  at %s\n", place_text(&finding->places.items[i], arena));
}

// The test case of all findings of the rule of the finding at `index`, its first.
static JunitCase junit_rule(const View *view, const Finding *findings, const NameLink *links,
                            size_t index)
{
    const Known *known = findings[index].known;
    const Rule *rule = view_rule(view, &findings[index]);
    JunitCase test = {
        .name = findings[index].rule,
        .type = findings[index].rule,
        .message = findings[index].message,
    };
    size_t count = 0;
    scoped_buf text = BUF_EMPTY;
    for (size_t i = index; i != NAME_LINK_NONE; i = links[i].next) {
        test.outcome = MAX(test.outcome, junit_outcome(view, &findings[i]));
        junit_finding_lines(view, &findings[i], &text);
        count++;
    }
    if (count > 1)
        test.message =
            arena_format(view->arena, "%s (and %zu more)", findings[index].message, count - 1);
    if (known) {
        test.name = arena_format(view->arena, "%s (known)", findings[index].rule);
        test.outcome = JUNIT_SKIPPED;
        test.message = known_text(known, view->arena);
    }
    if (rule && rule->remedy)
        buf_format(&text, "what to do: %s\n", rule->remedy);
    test.text = buf_keep(&text, view->arena);
    return test;
}

static void junit_collect_rules(const View *view, const Finding *findings, size_t count,
                                JunitCases *cases)
{
    TextList rules = {0};
    for (size_t i = 0; i < count; i++)
        *list_push(view->arena, &rules) = findings[i].rule;
    const NameLink *links = name_link_all(rules.items, rules.count, view->arena);
    for (size_t i = 0; i < count; i++) {
        if (links[i].number == 0)
            *list_push(view->arena, cases) = junit_rule(view, findings, links, i);
    }
}

static void junit_collect(const View *view, JunitCases *cases)
{
    Arena *arena = view->arena;
    const Report *report = view->report;
    TextList names = {0};
    for (size_t i = 0; i < report->checks.count; i++)
        *list_push(arena, &names) = report->checks.items[i].name;
    const NameLink *links = name_link_all(names.items, names.count, arena);
    for (size_t i = 0; i < report->checks.count; i++)
        *list_push(arena, cases) = junit_check(view, &report->checks.items[i], links[i].number);
    junit_collect_rules(view, report->findings.items, report->findings.count, cases);
    junit_collect_rules(view, view->known.items, view->known.count, cases);
    // Platforms take a suite without tests for a mistake.
    if (!cases->count)
        *list_push(arena, cases) = (JunitCase){.name = "nothing found", .text = ""};
}

static void junit_write_case(const View *view, const JunitCase *test, Buf *out)
{
    buf_add(out, "    <testcase");
    junit_attribute(out, "classname", view->report->stage);
    junit_attribute(out, "name", test->name);
    buf_add(out, " time=\"0\"");
    buf_add(out, ">\n");
    if (test->outcome != JUNIT_PASSED) {
        buf_format(out, "      <%s", junit_elements[test->outcome]);
        junit_attribute(out, "message", test->message);
        if (test->outcome != JUNIT_SKIPPED)
            junit_attribute(out, "type", test->type);
        buf_add_char(out, '>');
        markup_xml(out, test->text);
        buf_format(out, "</%s>\n", junit_elements[test->outcome]);
    } else if (*test->text) {
        buf_add(out, "      <system-out>");
        markup_xml(out, test->text);
        buf_add(out, "</system-out>\n");
    }
    buf_add(out, "    </testcase>\n");
}

static void junit_write_metrics(const View *view, Buf *out)
{
    if (!view->report->metrics.count && !view->report->reproduce)
        return;
    buf_add(out, "    <system-out>");
    for (size_t i = 0; i < view->report->metrics.count; i++) {
        const Metric *metric = &view->report->metrics.items[i];
        buf_add(out, "- ");
        markup_xml(out, metric->name);
        buf_add(out, ": ");
        markup_xml(out, metric_text(metric, view->arena));
        buf_add_char(out, '\n');
    }
    if (view->report->reproduce) {
        buf_add(out, "reproduce: ");
        markup_xml(out, view->report->reproduce);
        buf_add_char(out, '\n');
    }
    buf_add(out, "</system-out>\n");
}

// The number of skipped ones, for which suites alone have an attribute.
static size_t junit_counts(const JunitCases *cases, Buf *out)
{
    size_t counts[] = {
        [JUNIT_PASSED] = 0, [JUNIT_SKIPPED] = 0, [JUNIT_FAILURE] = 0, [JUNIT_ERROR] = 0};
    for (size_t i = 0; i < cases->count; i++)
        counts[cases->items[i].outcome]++;
    buf_format(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", cases->count,
               counts[JUNIT_FAILURE], counts[JUNIT_ERROR]);
    return counts[JUNIT_SKIPPED];
}

void render_junit(const Report *report, const RenderOptions *options, Buf *out)
{
    (void)options;
    scoped_arena arena = arena_open();
    const View view = view_new(report, arena);
    JunitCases cases = {0};
    junit_collect(&view, &cases);

    buf_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    junit_attribute(out, "name", view.report->tool);
    (void)junit_counts(&cases, out);
    buf_add(out, " time=\"0\">\n  <testsuite");
    junit_attribute(out, "name", view.report->stage);
    buf_format(out, " skipped=\"%zu\" time=\"0\">\n", junit_counts(&cases, out));
    for (size_t i = 0; i < cases.count; i++)
        junit_write_case(&view, &cases.items[i], out);
    junit_write_metrics(&view, out);
    buf_add(out, "  </testsuite>\n</testsuites>\n");
}
