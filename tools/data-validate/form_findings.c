#include "findings.h"

#include <inttypes.h>

static const char form_check[] = "the file is well-formed";

// A finding of each kind: its rule, and what is said of one and of several.
static const struct {
    const char *rule;
    const char *one;
    const char *many;
} forms[TABLE_ISSUE_KINDS] = {
    [TABLE_SHORT_ROW] = {"csv/ragged-row", "row has fewer cells", "rows have fewer cells"},
    [TABLE_LONG_ROW] = {"csv/ragged-row", "row has more cells", "rows have more cells"},
    [TABLE_BLANK_LINE] = {"csv/blank-line", "line is blank", "lines are blank"},
    [TABLE_QUOTE_IN_CELL] = {"csv/quote-in-cell",
                             "row has a quote inside of a cell that does not start with one",
                             "rows have a quote inside of a cell that does not start with one"},
    [TABLE_TEXT_AFTER_QUOTE] = {"csv/text-after-quote", "row has text behind a closing quote",
                                "rows have text behind a closing quote"},
    [TABLE_UNCLOSED_QUOTE] = {"csv/unclosed-quote",
                              "quote is never closed: the rest of the file was not read",
                              "quotes are never closed: the rest of their files was not read"},
    [TABLE_MIXED_LINE_ENDS] = {"csv/mixed-line-ends", "line ends otherwise than the first",
                               "lines end otherwise than the first"},
    [TABLE_LONE_CR] = {"csv/lone-carriage-return", "line ends with a carriage return alone",
                       "lines end with a carriage return alone"},
    [TABLE_NUL_BYTE] = {"csv/zero-byte", "cell has a zero byte", "cells have zero bytes"},
    [TABLE_BAD_UTF8] = {"csv/invalid-utf8", "cell is not valid UTF-8", "cells are not valid UTF-8"},
    [TABLE_BYTE_ORDER_MARK] = {"csv/byte-order-mark", "file starts with a byte order mark",
                               "files start with a byte order mark"},
    [TABLE_OTHER_DELIMITER] = {"csv/delimiter", "file is cut into cells by another character",
                               "files are cut into cells by another character"},
    [TABLE_DUPLICATE_HEADER] = {"csv/duplicate-header", "column has the name of an earlier one",
                                "columns have the name of an earlier one"},
    [TABLE_BLANK_HEADER] = {"csv/blank-header", "column has no name", "columns have no name"},
};

const char *form_rule(TableIssueKind kind)
{
    return forms[kind].rule;
}

static const char *form_detail(const Report *report, const Reading *reading, TableIssueKind kind)
{
    const TableIssue *issue = &table_issues(reading->table)[kind];
    if (kind == TABLE_SHORT_ROW || kind == TABLE_LONG_ROW)
        return arena_format(report->arena, " than the header: %" PRId64 " instead of %zu%s",
                            issue->cells, table_names(reading->table)->count,
                            issue->count > 1 ? " in the first of them" : "");
    if (kind == TABLE_OTHER_DELIMITER)
        return arena_format(report->arena, " than its name says: %s", issue->places.items[0].value);
    if (kind == TABLE_DUPLICATE_HEADER)
        return arena_format(report->arena, ": '%s'", issue->places.items[0].field);
    return "";
}

static void find_no_rows(Report *report, const Reading *reading)
{
    if (table_rows(reading->table) > 0)
        return;
    Finding *finding = report_find(report, report_rule(report, "data/no-rows"),
                                   "the data has a header and no row");
    finding_add_place(report, finding, table_name_place(reading->table, 0));
}

void find_form(Report *report, const Reading *reading)
{
    const TableIssue *issues = table_issues(reading->table);
    int64_t faults = 0;
    for (TableIssueKind kind = 0; kind < TABLE_ISSUE_KINDS; kind++) {
        const TableIssue *issue = &issues[kind];
        if (issue->count == 0)
            continue;
        const Rule *rule = report_rule(report, forms[kind].rule);
        Finding *finding = report_find(report, rule, "%" PRId64 " %s%s", issue->count,
                                       issue->count == 1 ? forms[kind].one : forms[kind].many,
                                       form_detail(report, reading, kind));
        finding->count = issue->count;
        finding->check = form_check;
        for (size_t i = 0; i < issue->places.count; i++)
            finding_add_place(report, finding, issue->places.items[i]);
        faults += rule->severity == SEVERITY_ERROR ? issue->count : 0;
    }
    find_no_rows(report, reading);
    report_add_check(report, (Check){.name = form_check,
                                     .verdict = faults ? VERDICT_FAIL : VERDICT_PASS,
                                     .value = arena_format(report->arena, "%" PRId64 " %s", faults,
                                                           faults == 1 ? "fault" : "faults"),
                                     .threshold = "0 faults"});
}
