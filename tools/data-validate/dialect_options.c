#include "dialect_options.h"

#include "base/text.h"

#include <string.h>

// A mark by its name or as it is; NULL leaves `*ret_mark` as it was.
static bool dialect_mark(const char *option, const char *text, char *ret_mark, Error *err)
{
    if (!text)
        return true;
    if (text_equal(text, "tab") || text_equal(text, "\\t"))
        text = "\t";
    if (strlen(text) != 1 || strchr("\r\n", *text))
        return error_set(err, ERROR_USAGE, "option '--%s' is '%s', wanted one character%s", option,
                         text,
                         text_equal(option, "delimiter") ? ", or 'tab'"
                         : text_equal(option, "quote")   ? ", or 'none'"
                                                         : "");
    *ret_mark = *text;
    return true;
}

// No character may mean two things.
static bool dialect_check(const TableDialect *dialect, Error *err)
{
    const struct {
        const char *option;
        char mark;
    } marks[] = {
        {"delimiter", dialect->delimiter ? dialect->delimiter : ','},
        {"quote", dialect->bare    ? '\0'
                  : dialect->quote ? dialect->quote
                                   : '"'},
        {"comment", dialect->comment},
    };
    for (size_t i = 0; i < array_count(marks); i++) {
        for (size_t k = i + 1; k < array_count(marks); k++) {
            if (marks[i].mark && marks[i].mark == marks[k].mark)
                return error_set(err, ERROR_USAGE, "options '--%s' and '--%s' are both '%c'",
                                 marks[i].option, marks[k].option, marks[i].mark);
        }
    }
    return true;
}

bool dialect_read_decimal(const char *text, char *ret_decimal, Error *err)
{
    if (!text_equal(text, ".") && !text_equal(text, ","))
        return error_set(err, ERROR_USAGE, "option '--decimal' is '%s', wanted '.' or ','", text);
    *ret_decimal = *text;
    return true;
}

bool dialect_read(const DialectTexts *texts, TableDialect *ret_dialect, Error *err)
{
    TableDialect dialect = {.bare = text_equal(texts->quote, DIALECT_NONE),
                            .headless = text_equal(texts->header, DIALECT_NONE)};
    if (!dialect_mark("delimiter", texts->delimiter, &dialect.delimiter, err) ||
        !dialect_mark("quote", dialect.bare ? NULL : texts->quote, &dialect.quote, err) ||
        !dialect_mark("comment", texts->comment, &dialect.comment, err) ||
        !dialect_check(&dialect, err))
        return false;
    *ret_dialect = dialect;
    return true;
}
