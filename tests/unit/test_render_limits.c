// What platforms drop without a word is kept below their limits, and no text from outside commands
// a runner or leaves its place in a page.

#include "base/utf8.h"
#include "render/render.h"
#include "unit.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const Rule rules[] = {
    {"test/notice", SEVERITY_NOTICE, "a", "b", "c"},
    {"test/warning", SEVERITY_WARNING, "a", "b", "c"},
    {"test/error", SEVERITY_ERROR, "a", "b", "c"},
};

static Report *limits_report(Arena *arena, const char *text, const int counts[static 3])
{
    Report *report = report_new("gate", "1", "stage", arena);
    report->rules = rules;
    report->rule_count = array_count(rules);
    for (int severity = 0; severity < 3; severity++) {
        for (int i = 0; i < counts[severity]; i++) {
            Finding *finding = report_find(report, &rules[severity], "%s", text);
            finding_add_place(report, finding,
                              (Place){.file = text, .line = i + 1, .field = text, .value = text});
        }
    }
    return report;
}

// `unit` `times` over.
static char *repeated(Arena *arena, const char *unit, size_t times)
{
    scoped_buf buf = BUF_EMPTY;
    for (size_t i = 0; i < times; i++)
        buf_add(&buf, unit);
    return buf_keep(&buf, arena);
}

static void render_as(const char *format, const Report *report, Buf *out)
{
    renderer_find(format)->render(report, &(RenderOptions){0}, out);
}

static size_t count_lines(const char *text, const char *start)
{
    size_t count = 0;
    for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
        count += strncmp(line, start, strlen(start)) == 0;
    return count;
}

static const struct {
    const char *name;
    int counts[3]; // notices, warnings, errors
    size_t shown[3];
    const char *more; // what the last one says; NULL for none
} annotations[] = {
    {"all of 10 errors are annotations", {0, 0, 10}, {0, 0, 10}, NULL},
    {"of 11 errors the last says 2 more", {0, 0, 11}, {0, 0, 10}, "title=2 more errors::"},
    {"of 500 warnings the last says 491 more",
     {0, 500, 0},
     {0, 10, 0},
     "title=491 more warnings::"},
    {"each level has its own 10", {50, 50, 50}, {10, 10, 10}, "title=41 more notices::"},
};

static void check_annotations(void **state)
{
    static const char *const starts[] = {"::notice ", "::warning ", "::error "};
    const typeof(annotations[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    render_as("github", limits_report(arena, "a.csv", row->counts), &out);
    for (size_t i = 0; i < array_count(starts); i++)
        assert_int_equal(count_lines(out.data, starts[i]), row->shown[i]);
    if (row->more)
        assert_non_null(strstr(out.data, row->more));
    // Errors come first, whatever was found first.
    const char *warning = strstr(out.data, "::warning ");
    const char *error = strstr(out.data, "::error ");
    assert_true(!warning || !error || error < warning);
}

static const struct {
    const char *name;
    const char *unit;
    size_t times;
} messages[] = {
    {"a long message is cut at 4096 units", "x", 5000},
    {"characters of two units are not cut in the middle", "😀", 3000},
    {"a message of 4096 units is not cut", "x", 4000},
};

static void check_message(void **state)
{
    const typeof(messages[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    render_as("github",
              limits_report(arena, repeated(arena, row->unit, row->times), (const int[]){0, 0, 1}),
              &out);
    char *message = strstr(out.data + 2, "::") + 2;
    *strchr(message, '\n') = '\0';
    assert_true(utf8_utf16_length(message) <= 4096);
    assert_int_equal(utf8_valid_prefix(message, strlen(message)), strlen(message));
    assert_true(utf8_utf16_length(message) >= MIN(row->times, (size_t)4000));
}

static const struct {
    const char *name;
    const char *format;
    size_t limit;
    size_t message;
    int findings;
} sizes[] = {
    {"a summary stays below 1 MiB", "summary", 1048576, 600, 900},
    {"a summary of huge messages stays below 1 MiB", "summary", 1048576, 8000, 400},
    {"a comment stays below 65536 bytes", "markdown", 65536, 60, 900},
};

static void check_size(void **state)
{
    const typeof(sizes[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    const char *text = repeated(arena, "|<", row->message / 2);
    render_as(row->format, limits_report(arena, text, (const int[]){0, 0, row->findings}), &out);
    assert_true(out.size < row->limit);
    assert_true(out.size > row->limit / 2);
    assert_non_null(strstr(out.data, "did not fit"));
    assert_non_null(strstr(out.data, "</details>"));
}

static const struct {
    const char *name;
    const char *text;
} hostile[] = {
    {"a workflow command stays text", "::error::x"},
    {"a workflow command behind blanks stays text", " \t::error::x"},
    {"a workflow command behind a wide blank stays text", "\u3000::error::x"},
    {"a workflow command on a new line stays text", "a\n::error::x"},
    {"an old command inside a line stays text", "a ##[error]x"},
    {"a command of Azure stays text", "a ##vso[task.complete]x"},
    {"a command of Azure in capitals stays text", "a ##VSO[task.complete]x"},
    {"an escaped line feed stays text", "%0A::error::x"},
    {"a section of GitLab's log stays text", "section_start:1:a\r\033[0Kx"},
    {"a terminal's command stays text", "\033]0;x\007"},
    {"an element stays text", "</td></table><script>alert(1)</script>"},
    {"an attribute stays closed", "\"' onload='x"},
    {"the end of a CDATA section stays text", "]]><x>"},
    {"a fence stays text", "```\n<img src=x>"},
    {"what is not UTF-8 becomes UTF-8", "\xff\xfe\xc0\x80"},
    {"text that turns around becomes visible", "\u202egnp"},
};

static Report *hostile_report(Arena *arena, const char *text)
{
    Report *report = limits_report(arena, text, (const int[]){1, 1, 1});
    report->tool = text;
    report->version = text;
    report->stage = text;
    report->reproduce = text;
    const Rule rule = {text, SEVERITY_ERROR, text, text, text};
    report_find(report, &rule, "%s", text);
    report_add_check(report, (Check){text, VERDICT_FAIL, text, text, text, false});
    report_add_metric(report, (Metric){.name = text, .unit = text, .value = 1});
    for (int kind = SECTION_TABLE; kind <= SECTION_BAR; kind++) {
        Section *section = report_add_section(report, (SectionKind)kind, text);
        section->unit = text;
        *list_push(arena, &section->columns) = text;
        section_add_cells(section, arena, text, text, NULL);
        *list_push(arena, &section->x_labels) = text;
        SectionSeries *series = section_add_series(section, text, arena);
        series_add(series, 1, arena);
        series_add(series, 2, arena);
    }
    return report;
}

// Lines the runner of GitHub would take for a command must be ours.
static void check_no_command(const char *format, const char *text)
{
    static const char *const ours[] = {"error ", "warning ", "notice ", "group::", "endgroup::"};
    bool github = strcmp(format, "github") == 0;
    for (const char *line = text; line && *line;) {
        const char *start = line;
        while (isspace((unsigned char)*start) || strncmp(start, "\u3000", 3) == 0)
            start += isspace((unsigned char)*start) ? 1 : 3;
        bool known = false;
        for (size_t i = 0; i < array_count(ours); i++)
            known = known ||
                    (github && start == line && strncmp(line + 2, ours[i], strlen(ours[i])) == 0);
        if (strncmp(start, "::", 2) == 0 && !known)
            fail_msg("%s: a line is a command: %.100s", format, line);
        line = strchr(line, '\n');
        line += line != NULL;
    }
}

static bool is_markup(const char *format)
{
    static const char *const formats[] = {"html", "junit", "markdown", "summary"};
    bool found = false;
    for (size_t i = 0; i < array_count(formats); i++)
        found = found || strcmp(format, formats[i]) == 0;
    return found;
}

static void check_hostile(void **state)
{
    const typeof(hostile[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Report *report = hostile_report(arena, row->text);
    for (size_t i = 0; i < renderer_count; i++) {
        const char *format = renderers[i].name;
        scoped_buf out = BUF_EMPTY;
        renderers[i].render(report, &(RenderOptions){.verbose = true}, &out);
        assert_int_equal(strlen(out.data), out.size);
        assert_int_equal(utf8_valid_prefix(out.data, out.size), out.size);
        assert_null(strchr(out.data, '\033'));
        if (is_markup(format)) {
            assert_null(strstr(out.data, "<script"));
            assert_null(strstr(out.data, "<img"));
        }
        check_no_command(format, out.data);
        if (strcmp(format, "azure") == 0)
            continue;
        assert_null(strstr(out.data, "##["));
        assert_null(strcasestr(out.data, "##vso["));
    }
}

static const struct {
    const char *name;
    Place first;
    const char *wanted;
} anchors[] = {
    {"a data file of the repository is annotated",
     {.file = "data/a.csv", .line = 3},
     "::error file=data/a.csv,line=3,"},
    {"data outside is annotated at the rule",
     {.file = "/mnt/a.csv", .line = 3},
     "::error file=schema.json,line=7,title=test/error::m (at /mnt/a.csv:3)\n"},
    {"standard input is annotated at the rule",
     {.file = "-", .line = 3},
     "::error file=schema.json,line=7,title=test/error::m (at standard input:3)\n"},
    {"an object store is annotated at the rule",
     {.file = "s3://b/a.csv", .line = 3},
     "::error file=schema.json,line=7,title=test/error::m (at s3://b/a.csv:3)\n"},
    {"a path above the root is annotated at the rule",
     {.file = "../a.csv", .line = 3},
     "::error file=schema.json,line=7,"},
    {"properties are escaped",
     {.file = "a,b:c%.csv", .line = 3, .character = 2},
     "::error file=a%2Cb%3Ac%25.csv,line=3,col=2,title=test/error::m\n"},
    {"a column without a line is dropped",
     {.file = "a.csv", .character = 2},
     "::error file=a.csv,title=test/error::m\n"},
};

static void check_anchor(void **state)
{
    const typeof(anchors[0]) *row = *state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Report *report = report_new("gate", "1", "stage", arena);
    Finding *finding = report_find(report, &rules[2], "m");
    finding_add_place(report, finding, row->first);
    finding_add_place(report, finding,
                      (Place){.kind = PLACE_SCHEMA, .file = "schema.json", .line = 7});
    render_as("github", report, &out);
    if (!strstr(out.data, row->wanted))
        fail_msg("%s", out.data);
}

// Of more than can be shown the most frequent ones are.
static void check_most_frequent(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Report *report = limits_report(arena, "a.csv", (const int[]){0, 0, 12});
    report->findings.items[11].count = 7;
    report->findings.items[5].count = 3;
    render_as("github", report, &out);
    const char *first = strstr(out.data, "::error file=a.csv,line=12,");
    const char *second = strstr(out.data, "::error file=a.csv,line=6,");
    const char *third = strstr(out.data, "::error file=a.csv,line=1,");
    assert_ptr_equal(first, out.data);
    assert_true(first < second && second < third);
    assert_null(strstr(out.data, "::error file=a.csv,line=11,"));
}

// What is known is told, and annotated nowhere.
static void check_known(void **state)
{
    (void)state;
    static const char *const marking[] = {"github", "azure", "codequality", "checkstyle"};
    static const Known known = {"an old export", NULL};
    scoped_arena arena = arena_open();
    const Report *one = limits_report(arena, "data/old.csv", (const int[]){0, 0, 1});
    Report *report = limits_report(arena, "data/old.csv", (const int[]){0, 0, 2});
    report->findings.items[1].known = &known;
    for (size_t i = 0; i < array_count(marking); i++) {
        scoped_buf out = BUF_EMPTY;
        scoped_buf wanted = BUF_EMPTY;
        render_as(marking[i], report, &out);
        render_as(marking[i], one, &wanted);
        // Behind that the log has words for it.
        const char *group = strstr(out.data, "group");
        buf_cut(&out, group ? (size_t)(group - out.data) : out.size);
        assert_memory_equal(out.data, wanted.data, out.size);
        assert_true(group || out.size == wanted.size);
    }
    assert_int_equal(report_exit_code(report), 1);
    report->findings.items[0].known = &known;
    assert_int_equal(report_exit_code(report), 0);
}

static void check_red_without_findings(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Report *report = report_new("gate", "1", "stage", arena);
    report_add_check(report, (Check){.name = "rmse", .verdict = VERDICT_INCONCLUSIVE});
    render_as("github", report, &out);
    assert_int_equal(
        count_lines(
            out.data,
            "::error title=inconclusive::stage (gate): 0 of 1 check passed; not passed: rmse"),
        1);
}

// A comment has room for some hundred checks; what failed and what was found most often are seen
// first, whatever came first.
static void check_ranking(void **state)
{
    scoped_arena arena = arena_open();
    scoped_buf out = BUF_EMPTY;
    Report *report = limits_report(arena, "a.csv", (const int[]){0, 400, 0});
    (void)state;
    report_find(report, &rules[2], "the only error");
    report->findings.items[250].count = 7000;
    report->findings.items[250].message = "the most frequent warning";
    for (int i = 0; i < 3000; i++)
        report_add_check(report, (Check){.name = arena_format(arena, "check %d", i),
                                         .verdict = i == 2900 ? VERDICT_FAIL : VERDICT_PASS});
    render_as("markdown", report, &out);
    const char *failed = strstr(out.data, "check 2900");
    const char *error = strstr(out.data, "the only error");
    const char *frequent = strstr(out.data, "the most frequent warning");
    const char *folded = strstr(out.data, "more findings");
    assert_true(failed && error && frequent && folded);
    assert_true(failed < error && error < frequent && frequent < folded);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        {"of more than 10 the most frequent are annotations", check_most_frequent, NULL, NULL,
         NULL},
        {"what is known is no annotation", check_known, NULL, NULL, NULL},
        {"what matters most comes first in a comment", check_ranking, NULL, NULL, NULL},
        {"a red step has an annotation even without findings", check_red_without_findings, NULL,
         NULL, NULL},
    };
    int failed = unit_run_table("annotations", annotations, check_annotations);
    failed += unit_run_table("messages", messages, check_message);
    failed += unit_run_table("sizes", sizes, check_size);
    failed += unit_run_table("hostile texts", hostile, check_hostile);
    failed += unit_run_table("anchors", anchors, check_anchor);
    failed += cmocka_run_group_tests_name("verdicts", others, NULL, NULL);
    return failed;
}
