#include "report/report_names.h"

#include "base/place.h"
#include "report/report.h"

const char *const report_severities[] = {
    [SEVERITY_NOTICE] = "notice",
    [SEVERITY_WARNING] = "warning",
    [SEVERITY_ERROR] = "error",
    NULL,
};

const char *const report_verdicts[] = {
    [VERDICT_PASS] = "pass",
    [VERDICT_FAIL] = "fail",
    [VERDICT_INCONCLUSIVE] = "inconclusive",
    [VERDICT_ERROR] = "error",
    NULL,
};

const char *const report_fail_ons[] = {
    [FAIL_ON_ERROR] = "error",
    [FAIL_ON_WARNING] = "warning",
    [FAIL_ON_NEVER] = "never",
    NULL,
};

const char *const report_place_kinds[] = {
    [PLACE_DATA] = "data",
    [PLACE_SCHEMA] = "schema",
    [PLACE_SOURCE] = "source",
    NULL,
};

const char *const report_section_kinds[] = {
    [SECTION_TABLE] = "table",
    [SECTION_HISTOGRAM] = "histogram",
    [SECTION_LINE] = "line",
    [SECTION_BAR] = "bar",
    NULL,
};

int report_name_index(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++) {
        if (text_equal(names[i], name))
            return i;
    }
    return -1;
}

const char *severity_name(Severity severity)
{
    return report_severities[severity];
}

const char *verdict_name(Verdict verdict)
{
    return report_verdicts[verdict];
}

const char *section_kind_name(SectionKind kind)
{
    return report_section_kinds[kind];
}
