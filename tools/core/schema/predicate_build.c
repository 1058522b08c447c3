#include "schema/predicate_build.h"

#include "base/clean.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

// What one evaluation keeps at once, at most.
#define BUILD_MOST_SLOTS ((size_t)64)

static const char *const kind_names[PREDICATE_KINDS] = {[KIND_NOTHING] = "NULL",
                                                        [KIND_NUMBER] = "a number",
                                                        [KIND_TEXT] = "a text",
                                                        [KIND_TRUTH] = "a truth value",
                                                        [KIND_DATE] = "a date",
                                                        [KIND_TIME] = "a time",
                                                        [KIND_DATETIME] = "a date with a time",
                                                        [KIND_OPEN] = "a field without a type"};

const char *predicate_kind_name(PredicateKind kind)
{
    return kind_names[kind];
}

PredicateNode *build_refuse(const PredicateParser *parser, size_t offset, const char *format, ...)
{
    char message[ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    size_t character = 1;
    const char *text = parser->predicate->text;
    for (size_t at = 0; at < offset; character++) {
        uint32_t ignored = 0;
        at += utf8_next(text + at, offset - at, &ignored);
    }
    error_at(parser->err, ERROR_CONFIG, parser->place, "the predicate '%s', character %zu: %s",
             clean_text_short(parser->arena, text, 200), character, message);
    return NULL;
}

static PredicateNode *build_node(PredicateParser *parser, size_t offset, PredicateKind kind)
{
    if (++parser->parts > PREDICATE_MOST_PARTS)
        return build_refuse(parser, offset, "has more than %zu parts", PREDICATE_MOST_PARTS);
    PredicateNode *node = arena_new(parser->arena, PredicateNode);
    node->kind = kind;
    node->offset = offset;
    return node;
}

static PredicateNode *build_constant(PredicateParser *parser, size_t offset, PredicateKind kind,
                                     FieldState state, Scalar scalar, Cell text)
{
    PredicateNode *node = build_node(parser, offset, kind);
    if (!node)
        return NULL;
    uint8_t *states = arena_new(parser->arena, uint8_t);
    double *reals = arena_new(parser->arena, double);
    int64_t *integers = arena_new(parser->arena, int64_t);
    Cell *texts = arena_new(parser->arena, Cell);
    *states = (uint8_t)state;
    *reals = scalar.real;
    *integers = scalar.integer;
    *texts = text;
    node->constant = (PredicateVector){states, reals, integers, texts, 0};
    return node;
}

static PredicateNode *build_scalar(PredicateParser *parser, size_t offset, PredicateKind kind,
                                   Scalar scalar)
{
    return build_constant(parser, offset, kind, scalar.whole ? FIELD_WHOLE : FIELD_VALUE, scalar,
                          (Cell){0});
}

PredicateNode *build_null(PredicateParser *parser, size_t offset)
{
    return build_constant(parser, offset, KIND_NOTHING, FIELD_MISSING, (Scalar){0}, (Cell){0});
}

PredicateNode *build_truth(PredicateParser *parser, size_t offset, bool truth)
{
    return build_scalar(parser, offset, KIND_TRUTH, (Scalar){truth, truth, true});
}

PredicateNode *build_number(PredicateParser *parser, const Token *token)
{
    Scalar scalar = {0};
    size_t size = strlen(token->text);
    if (!scalar_integer(token->text, size, &scalar) && !scalar_number(token->text, size, &scalar))
        return build_refuse(parser, token->offset, "'%s' is no number that can be held",
                            token->text);
    return build_scalar(parser, token->offset, KIND_NUMBER, scalar);
}

PredicateNode *build_text(PredicateParser *parser, const Token *token)
{
    return build_constant(parser, token->offset, KIND_TEXT, FIELD_VALUE, (Scalar){0},
                          (Cell){token->text, strlen(token->text)});
}

static bool moment_read(const char *text, PredicateKind kind, Scalar *ret_scalar)
{
    size_t size = strlen(text);
    if (kind == KIND_DATE)
        return scalar_iso_date(text, size, ret_scalar);
    if (kind == KIND_TIME)
        return scalar_iso_time(text, size, ret_scalar);
    if (scalar_spaced_datetime(text, size, ret_scalar) || scalar_datetime(text, size, ret_scalar))
        return true;
    if (!scalar_iso_date(text, size, ret_scalar))
        return false;
    *ret_scalar = (Scalar){.real = ret_scalar->real * 86400};
    return true;
}

PredicateNode *build_moment(PredicateParser *parser, const Token *token, PredicateKind kind)
{
    static const char *const forms[PREDICATE_KINDS] = {[KIND_DATE] = "2026-01-31",
                                                       [KIND_TIME] = "12:00:00",
                                                       [KIND_DATETIME] = "2026-01-31 12:00:00"};
    Scalar scalar = {0};
    if (!moment_read(token->text, kind, &scalar))
        return build_refuse(parser, token->offset, "'%s' is not %s like '%s'",
                            clean_text_short(parser->arena, token->text, 40), kind_names[kind],
                            forms[kind]);
    return build_scalar(parser, token->offset, kind, scalar);
}

static PredicateKind kind_of_field(const Field *field)
{
    static const PredicateKind kinds[FIELD_TYPES] = {
        [FIELD_INTEGER] = KIND_NUMBER,   [FIELD_NUMBER] = KIND_NUMBER, [FIELD_YEAR] = KIND_NUMBER,
        [FIELD_BOOLEAN] = KIND_TRUTH,    [FIELD_DATE] = KIND_DATE,     [FIELD_TIME] = KIND_TIME,
        [FIELD_DATETIME] = KIND_DATETIME};
    return kinds[field->type] == KIND_NOTHING ? KIND_TEXT : kinds[field->type];
}

// As written, else as SQL reads names that are not quoted: in any case.
static bool find_field(const PredicateParser *parser, const Token *token, size_t *ret_field)
{
    PredicateFields fields = parser->fields;
    for (size_t i = 0; i < fields.count; i++) {
        *ret_field = i;
        if (text_equal(fields.items[i].name, token->text))
            return true;
    }
    for (size_t i = 0; token->kind == TOKEN_NAME && i < fields.count; i++) {
        *ret_field = i;
        if (text_equal_any_case(fields.items[i].name, token->text))
            return true;
    }
    return false;
}

bool build_has_field(const PredicateParser *parser, const Token *token)
{
    size_t field = 0;
    return find_field(parser, token, &field);
}

static PredicateNode *build_refuse_name(const PredicateParser *parser, const Token *token)
{
    const char **names = arena_array(parser->arena, const char *, parser->fields.count + 1);
    for (size_t i = 0; i < parser->fields.count; i++)
        names[i] = parser->fields.items[i].name;
    const char *nearest = text_nearest(token->text, names, parser->fields.count);
    const char *name = clean_text_short(parser->arena, token->text, 80);
    if (nearest)
        return build_refuse(parser, token->offset, "there is no field '%s'; did you mean '%s'?",
                            name, clean_text_short(parser->arena, nearest, 80));
    return build_refuse(parser, token->offset,
                        token->kind == TOKEN_QUOTED_NAME
                            ? "there is no field '%s'; a text is written in single quotes"
                            : "there is no field '%s'",
                        name);
}

PredicateNode *build_field(PredicateParser *parser, const Token *token)
{
    size_t field = 0;
    if (!find_field(parser, token, &field))
        return build_refuse_name(parser, token);
    const bool open = parser->fields.open && parser->fields.open[field];
    PredicateNode *node = build_node(
        parser, token->offset, open ? KIND_OPEN : kind_of_field(&parser->fields.items[field]));
    if (!node)
        return NULL;
    node->is_field = true;
    node->field = field;
    if (node->kind != KIND_TRUTH)
        return node;
    PredicateNode *truth =
        build_unary(parser, token->offset, operate_truth_of_field, KIND_TRUTH, node);
    if (truth)
        truth->trues = &parser->fields.items[field];
    return truth;
}

PredicateNode *build_call(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                          PredicateKind kind, NodeList operands)
{
    for (size_t i = 0; i < operands.count; i++) {
        if (!operands.items[i])
            return NULL;
    }
    PredicateNode *node = build_node(parser, offset, kind);
    if (!node)
        return NULL;
    node->operate = operate;
    node->operands = operands.items;
    node->count = operands.count;
    node->slots = 1;
    size_t kept = 0;
    for (size_t i = 0; i < operands.count; i++) {
        node->slots = MAX(node->slots, kept + operands.items[i]->slots);
        kept += operands.items[i]->operate != NULL;
    }
    if (node->slots > BUILD_MOST_SLOTS)
        return build_refuse(parser, offset, "more than %zu results are needed at once",
                            BUILD_MOST_SLOTS);
    return node;
}

PredicateNode *build_unary(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                           PredicateKind kind, PredicateNode *operand)
{
    NodeList operands = {0};
    *list_push(parser->arena, &operands) = operand;
    return build_call(parser, offset, operate, kind, operands);
}

PredicateNode *build_binary(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                            PredicateKind kind, PredicateNode *left, PredicateNode *right)
{
    NodeList operands = {0};
    *list_push(parser->arena, &operands) = left;
    *list_push(parser->arena, &operands) = right;
    return build_call(parser, offset, operate, kind, operands);
}

PredicateNode *build_wants(PredicateParser *parser, PredicateNode *node, PredicateKind kind,
                           const char *what)
{
    if (!node || node->kind == kind || node->kind == KIND_NOTHING)
        return node;
    if (node->kind == KIND_OPEN && build_settle(parser, node, kind))
        return node;
    if (node->kind == KIND_OPEN)
        return NULL;
    return build_refuse(parser, node->offset, "%s wants %s, this is %s", what, kind_names[kind],
                        kind_names[node->kind]);
}

PredicateNode *build_settle(PredicateParser *parser, PredicateNode *node, PredicateKind kind)
{
    bool known = kind == KIND_NUMBER || kind == KIND_TEXT || kind == KIND_DATETIME;
    if (!known)
        return build_refuse(
            parser, node->offset,
            "the schema has no field '%s', so that it cannot be %s; give it one",
            clean_text_short(parser->arena, parser->fields.items[node->field].name, 80),
            kind_names[kind]);
    node->kind = kind;
    return node;
}

static size_t input_of(PredicateParser *parser, PredicateInput input)
{
    PredicateInputs *inputs = &parser->predicate->inputs;
    for (size_t i = 0; i < inputs->count; i++) {
        if (inputs->items[i].field == input.field && inputs->items[i].type == input.type)
            return i;
    }
    *list_push(parser->arena, inputs) = input;
    return inputs->count - 1;
}

void build_inputs(PredicateParser *parser, PredicateNode *node)
{
    if (node->is_field) {
        const bool open = parser->fields.open && parser->fields.open[node->field];
        FieldType type = node->kind == KIND_NUMBER     ? FIELD_NUMBER
                         : node->kind == KIND_DATETIME ? FIELD_DATETIME
                                                       : FIELD_STRING;
        if (!open)
            type = parser->fields.items[node->field].type;
        node->input = input_of(parser, (PredicateInput){node->field, type});
    }
    for (size_t i = 0; i < node->count; i++)
        build_inputs(parser, node->operands[i]);
}
