#include "findings.h"

#include <inttypes.h>

static const char form_check[] = "the file is well-formed";

// A finding of each kind: its rule, and what is said of one and of several.
typedef struct Form {
    const char *rule;
    const char *one;
    const char *many;
} Form;

static const Form forms[TABLE_ISSUE_KINDS] = {
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
    [TABLE_CUT_PIPE] = {"csv/cut-line", "last line has no line end: did the pipe's writer die?",
                        "last lines have no line end: did the pipe's writer die?"},
    [TABLE_OTHER_DELIMITER] = {"csv/delimiter", "file is cut into cells by another character",
                               "files are cut into cells by another character"},
    [TABLE_DUPLICATE_HEADER] = {"csv/duplicate-header", "column has the name of an earlier one",
                                "columns have the name of an earlier one"},
    [TABLE_BLANK_HEADER] = {"csv/blank-header", "column has no name", "columns have no name"},
};

static const Form jsonl_forms[TABLE_ISSUE_KINDS] = {
    [TABLE_BLANK_LINE] = {"jsonl/blank-line", "line is blank", "lines are blank"},
    [TABLE_NUL_BYTE] = {"jsonl/zero-byte", "line has a zero byte", "lines have zero bytes"},
    [TABLE_BAD_UTF8] = {"jsonl/invalid-utf8", "line is not valid UTF-8",
                        "lines are not valid UTF-8"},
    [TABLE_BYTE_ORDER_MARK] = {"jsonl/byte-order-mark", "file starts with a byte order mark",
                               "files start with a byte order mark"},
    [TABLE_DUPLICATE_HEADER] = {"jsonl/ambiguous-path", "column has the path of an earlier one",
                                "columns have the path of an earlier one"},
    [TABLE_BLANK_HEADER] = {"jsonl/blank-key", "key is empty", "keys are empty"},
    [TABLE_NO_OBJECT] = {"jsonl/no-object", "line is not an object", "lines are not objects"},
    [TABLE_DUPLICATE_KEY] = {"jsonl/duplicate-key", "line has an object with a key twice",
                             "lines have an object with a key twice"},
    [TABLE_BAD_ESCAPE] = {"jsonl/bad-escape", "line has a backslash that starts no escape",
                          "lines have a backslash that starts no escape"},
    [TABLE_SURROGATE] = {"jsonl/lone-surrogate", "line has half of a surrogate pair",
                         "lines have half of a surrogate pair"},
    [TABLE_CONTROL_BYTE] = {"jsonl/control-character", "line has a control character in a text",
                            "lines have a control character in a text"},
    [TABLE_BAD_NUMBER] = {"jsonl/bad-number", "line has a number that JSON does not have",
                          "lines have a number that JSON does not have"},
    [TABLE_EXTRA_COMMA] = {"jsonl/trailing-comma", "line has a comma behind the last member",
                           "lines have a comma behind the last member"},
    [TABLE_TOO_DEEP] = {"jsonl/too-deep", "line is nested too deep", "lines are nested too deep"},
    [TABLE_BROKEN_LINE] = {"jsonl/broken-line", "line ends before its object does",
                           "lines end before their object does"},
    [TABLE_CUT_LINE] = {"jsonl/cut-line", "last line ends in the midst of its object",
                        "last lines end in the midst of their object"},
    [TABLE_BAD_JSON] = {"jsonl/syntax", "line is not valid JSON", "lines are not valid JSON"},
    [TABLE_LATE_KEY] = {"jsonl/late-key", "value has a key that the first lines do not have",
                        "values have keys that the first lines do not have"},
};

static const Form *form_of(const Table *table, TableIssueKind kind)
{
    return text_equal(table_format(table), "jsonl") ? &jsonl_forms[kind] : &forms[kind];
}

const char *form_rule(TableIssueKind kind)
{
    return forms[kind].rule ? forms[kind].rule : jsonl_forms[kind].rule;
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
    if (kind == TABLE_LATE_KEY)
        return arena_format(report->arena, ": '%s'%s", issue->places.items[0].value,
                            issue->count > 1 ? " is the first of them" : "");
    return "";
}

static void find_no_rows(Report *report, const Reading *reading)
{
    if (table_rows(reading->table) > 0 || reading->is_part)
        return;
    const bool header =
        !table_is_headless(reading->table) && !text_equal(table_format(reading->table), "jsonl");
    Finding *finding = report_find(report, report_rule(report, "data/no-rows"), "the data has %s",
                                   header ? "a header and no row" : "no row");
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
        const Form *form = form_of(reading->table, kind);
        const Rule *rule = report_rule(report, form->rule);
        Finding *finding = report_find(report, rule, "%" PRId64 " %s%s", issue->count,
                                       issue->count == 1 ? form->one : form->many,
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
