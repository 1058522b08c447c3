// Whatever file of known findings is accepted takes nothing out of a report, excuses at most what
// is there, and is accepted again as it is written.

#include "fuzz.h"
#include "report/known.h"

#include <string.h>

static const Rule rules[] = {
    {"test/type", SEVERITY_ERROR, "s", "e", "r"},
    {"test/range", SEVERITY_WARNING, "s", "e", "r"},
};

static Report *make_report(Arena *arena)
{
    Report *report = report_new("data-validate", "1", NULL, arena);
    report->rules = rules;
    report->rule_count = array_count(rules);
    for (int64_t i = 0; i < 4; i++) {
        Finding *finding = report_find(report, &rules[i % 2], "found");
        finding->count = 1 + i * i;
        for (int64_t place = 0; place < MIN(finding->count, 3); place++)
            finding_add_place(report, finding,
                              (Place){.file = "a.csv",
                                      .line = 2 + place,
                                      .field = i ? "age" : NULL,
                                      .value = place % 2 ? "x" : NULL});
    }
    return report;
}

static int64_t count_all(const Report *report)
{
    int64_t count = 0;
    for (size_t i = 0; i < report->findings.count; i++) {
        if (!text_starts(report->findings.items[i].rule, "known/"))
            count += report->findings.items[i].count;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    Report *report = make_report(arena);
    KnownFile *file = NULL;
    Error err = ERROR_EMPTY;
    if (!known_parse("known.yml", (const char *)data, size, report, arena, &file, &err)) {
        fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && *err.message);
        return 0;
    }
    scoped_buf text = BUF_EMPTY;
    KnownFile *again = NULL;
    const KnownWriting writing = {"2026-06-15", NULL};
    known_write(file, report, &writing, &text);
    // A name that YAML cannot carry is refused and not written by the program either.
    if (known_parse("known.yml", buf_text(&text), text.size, report, arena, &again, &err)) {
        Report *whole = make_report(arena);
        known_apply(again, whole, "2026-06-15");
        fuzz_demand(count_all(whole) == count_all(make_report(arena)));
        fuzz_demand(report_verdict(whole) == VERDICT_PASS);
    }
    known_apply(file, report, "2026-06-15");
    fuzz_demand(count_all(report) == count_all(make_report(arena)));
    return 0;
}
