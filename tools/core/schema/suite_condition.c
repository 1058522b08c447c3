#include "schema/suite_condition.h"

#include "base/buf.h"
#include "schema/field_load.h"

#include <string.h>
#include <strings.h>

#define CONDITION_DEEPEST 32

// Operators of theirs as SQL's; longer ones stand in front of those they begin with.
static const struct {
    const char *theirs;
    const char *ours;
} operators[] = {
    {"==", "="},   {"!=", "IS DISTINCT FROM"},
    {"<=", "<="},  {">=", ">="},
    {"<", "<"},    {">", ">"},
    {"&&", "AND"}, {"||", "OR"},
    {"&", "AND"},  {"|", "OR"},
    {"~", "NOT"},  {"(", "("},
    {")", ")"},    {"-", "-"},
    {"+", "+"},    {"*", "*"},
    {"/", "/"},    {"[", "("},
    {"]", ")"},    {",", ","},
};

static const struct {
    const char *theirs;
    const char *ours;
} methods[] = {
    {".notNull()", "IS NOT NULL"}, {".notnull()", "IS NOT NULL"}, {".notna()", "IS NOT NULL"},
    {".isNull()", "IS NULL"},      {".isnull()", "IS NULL"},      {".isna()", "IS NULL"},
};

static const struct {
    const char *theirs;
    const char *ours;
} words[] = {
    {"and", "AND"},   {"or", "OR"},       {"not", "NOT"},   {"in", "IN"},
    {"AND", "AND"},   {"OR", "OR"},       {"NOT", "NOT"},   {"IN", "IN"},
    {"True", "TRUE"}, {"False", "FALSE"}, {"true", "TRUE"}, {"false", "FALSE"},
};

static void add_quoted(Buf *out, char quote, const char *text, size_t size)
{
    buf_add_char(out, quote);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == quote)
            buf_add_char(out, quote);
        buf_add_char(out, text[i]);
    }
    buf_add_char(out, quote);
}

// A text between two of the mark at `*at`; false if it is never closed.
static bool read_marked(const char **at, const char **ret_text, size_t *ret_size)
{
    const char *end = strchr(*at + 1, **at);
    if (!end)
        return false;
    *ret_text = *at + 1;
    *ret_size = (size_t)(end - *at) - 1;
    *at = end + 1;
    return true;
}

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

// A name, a word or a number.
static void read_word(Buf *out, const char **at)
{
    const char *start = *at;
    bool number = *start >= '0' && *start <= '9';
    while (is_word(**at) || (number && **at == '.'))
        ++*at;
    size_t size = (size_t)(*at - start);
    for (size_t i = 0; i < array_count(words); i++) {
        if (strlen(words[i].theirs) == size && strncmp(words[i].theirs, start, size) == 0) {
            buf_add(out, words[i].ours);
            return;
        }
    }
    if (number)
        buf_append(out, start, size);
    else
        add_quoted(out, '"', start, size);
}

// One of a table's texts; false if none stands here.
#define read_one_of(table, out, at)                                                                \
    ({                                                                                             \
        bool read_ = false;                                                                        \
        for (size_t i_ = 0; i_ < array_count(table) && !read_; i_++) {                             \
            read_ = text_starts(*(at), (table)[i_].theirs);                                        \
            if (read_) {                                                                           \
                buf_add((out), (table)[i_].ours);                                                  \
                *(at) += strlen((table)[i_].theirs);                                               \
            }                                                                                      \
        }                                                                                          \
        read_;                                                                                     \
    })

// `col("a")`: a column by its name.
static bool read_column(Buf *out, const char **at)
{
    const char *text = NULL;
    size_t size = 0;
    const char *name = *at + strlen("col(");
    if (!text_starts(*at, "col(") || (*name != '"' && *name != '\'') ||
        !read_marked(&name, &text, &size) || *name != ')')
        return false;
    add_quoted(out, '"', text, size);
    *at = name + 1;
    return true;
}

static bool read_part(Buf *out, const char **at)
{
    const char *text = NULL;
    size_t size = 0;
    bool name = **at == '`';
    if (name || **at == '"' || **at == '\'') {
        if (!read_marked(at, &text, &size))
            return false;
        add_quoted(out, name ? '"' : '\'', text, size);
        return true;
    }
    if (read_column(out, at) || read_one_of(methods, out, at) || read_one_of(operators, out, at))
        return true;
    if (!is_word(**at))
        return false;
    read_word(out, at);
    return true;
}

static bool condition_text(const Value *condition, Buf *out, Error *err)
{
    for (const char *at = condition->text; *at;) {
        if (*at == ' ' || *at == '\t' || *at == '\n') {
            at++;
            continue;
        }
        buf_add(out, out->size ? " " : "");
        if (!read_part(out, &at))
            return error_at(err, ERROR_CONFIG, value_place(condition, PLACE_SCHEMA),
                            "row condition '%s' is not understood from '%s' on", condition->text,
                            at);
    }
    return true;
}

static bool add_constant(const Value *value, Arena *arena, Buf *out, Error *err)
{
    Cell text = {0};
    if (value->kind == VALUE_LIST) {
        buf_add(out, "(");
        for (size_t i = 0; i < value->count; i++) {
            buf_add(out, i ? ", " : "");
            if (!add_constant(&value->items[i], arena, out, err))
                return false;
        }
        buf_add(out, ")");
        return true;
    }
    if (!field_value_text(value, arena, &text, err))
        return false;
    if (value->kind == VALUE_TEXT)
        add_quoted(out, '\'', text.bytes, text.size);
    else
        buf_append(out, text.bytes, text.size);
    return true;
}

static bool add_comparison(const Value *condition, Arena *arena, Buf *out, Error *err)
{
    const Value *operation = value_get(condition, "operator");
    const Value *parameter = value_get(condition, "parameter");
    const char *name = operation && operation->kind == VALUE_TEXT ? operation->text : "";
    const char *at = name;
    if (!parameter || parameter->kind == VALUE_NULL || !*name)
        return value_refuse(err, condition, "a comparison", "an 'operator' and a 'parameter'");
    buf_add(out, " ");
    bool listed = text_equal(name, "IN") || text_equal(name, "NOT IN");
    if (listed)
        buf_add(out, name);
    else if (!read_one_of(operators, out, &at) || *at)
        return value_refuse(err, operation, "an operator", "one that compares");
    buf_add(out, " ");
    return add_constant(parameter, arena, out, err);
}

static bool condition_tree(const Value *condition, int deeper, Arena *arena, Buf *out, Error *err)
{
    const Value *type = value_get(condition, "type");
    const Value *parts = value_get(condition, "conditions");
    const Value *column = value_get(value_get(condition, "column"), "name");
    const Value *null = value_get(condition, "is_null");
    const char *kind = type && type->kind == VALUE_TEXT ? type->text : "";
    bool joined = text_equal(kind, "and") || text_equal(kind, "or");
    buf_add(out, "(");
    if (joined && parts && parts->kind == VALUE_LIST && parts->count && deeper) {
        for (size_t i = 0; i < parts->count; i++) {
            if (i)
                buf_add(out, text_equal(kind, "and") ? " AND " : " OR ");
            if (!condition_tree(&parts->items[i], deeper - 1, arena, out, err))
                return false;
        }
    } else if (!joined && column && column->kind == VALUE_TEXT) {
        add_quoted(out, '"', column->text, column->size);
        if (text_equal(kind, "nullity") && null && null->kind == VALUE_BOOL)
            buf_add(out, null->boolean ? " IS NULL" : " IS NOT NULL");
        else if (!add_comparison(condition, arena, out, err))
            return false;
    } else {
        return value_refuse(err, condition, "a row condition",
                            "a comparison, a nullity, or some of them by 'and' or 'or'");
    }
    buf_add(out, ")");
    return true;
}

bool suite_condition(const Value *condition, Arena *arena, const char **ret_predicate, Error *err)
{
    scoped_buf out = BUF_EMPTY;
    bool text = condition->kind == VALUE_TEXT;
    if (text ? !condition_text(condition, &out, err)
             : !condition_tree(condition, CONDITION_DEEPEST, arena, &out, err))
        return false;
    *ret_predicate = buf_keep(&out, arena);
    return true;
}

// Past blanks and a word, whatever its case; NULL if it does not stand here.
static const char *past_word(const char *at, const char *word)
{
    size_t size = strlen(word);
    at += strspn(at, " \t\r\n");
    bool here = strncasecmp(at, word, size) == 0 && !(is_word(word[size - 1]) && is_word(at[size]));
    return here ? at + size : NULL;
}

bool suite_query(const Value *query, Arena *arena, const char **ret_predicate, Error *err)
{
    static const char *const parts[] = {"SELECT", "*", "FROM", "{batch}", "WHERE"};
    const char *at = query->kind == VALUE_TEXT ? query->text : NULL;
    for (size_t i = 0; at && i < array_count(parts); i++)
        at = past_word(at, parts[i]);
    if (!at)
        return value_refuse(err, query, "argument 'unexpected_rows_query'",
                            "'SELECT * FROM {batch} WHERE', and a condition on one row");
    at += strspn(at, " \t\r\n");
    size_t size = strlen(at);
    while (size && strchr("; \t\r\n", at[size - 1]))
        size--;
    *ret_predicate = arena_text_sized(arena, at, size);
    return true;
}
