// The kinds of what is compared, added and handed to functions.

#include "base/clean.h"
#include "schema/predicate_build.h"

#include <string.h>

static bool is_moment(PredicateKind kind)
{
    return kind == KIND_DATE || kind == KIND_TIME || kind == KIND_DATETIME;
}

// The kind that two kinds have in common; false for none.
static bool kind_join(PredicateKind a, PredicateKind b, PredicateKind *ret_kind)
{
    bool dates = (a == KIND_DATE && b == KIND_DATETIME) || (a == KIND_DATETIME && b == KIND_DATE);
    *ret_kind = dates ? KIND_DATETIME : a == KIND_NOTHING ? b : a;
    return dates || a == b || a == KIND_NOTHING || b == KIND_NOTHING;
}

static bool is_text_constant(const PredicateNode *node)
{
    return node->kind == KIND_TEXT && node_is_constant(node);
}

// One operand as one of the kind that was found for all.
static PredicateNode *build_convert(PredicateParser *parser, PredicateNode *node,
                                    PredicateKind kind)
{
    if (node->kind == KIND_OPEN)
        return build_settle(parser, node, kind == KIND_NOTHING ? KIND_TEXT : kind);
    if (node->kind == KIND_DATE && kind == KIND_DATETIME)
        return build_unary(parser, node->offset, operate_datetime_of_date, kind, node);
    if (is_moment(kind) && is_text_constant(node))
        return build_moment(
            parser, &(Token){.offset = node->offset, .text = node->constant.texts->bytes}, kind);
    return node;
}

bool build_unify(PredicateParser *parser, NodeList operands, PredicateKind *ret_kind)
{
    PredicateKind kind = KIND_NOTHING;
    bool texts = false;
    bool open = false;
    for (size_t i = 0; i < operands.count; i++) {
        const PredicateNode *node = operands.items[i];
        if (!node)
            return false;
        if (is_text_constant(node)) {
            texts = true;
            continue;
        }
        if (node->kind == KIND_OPEN) {
            open = true;
            continue;
        }
        PredicateKind before = kind;
        if (!kind_join(before, node->kind, &kind))
            return build_refuse(parser, node->offset, "%s cannot be compared with %s",
                                predicate_kind_name(node->kind), predicate_kind_name(before));
    }
    if ((texts || open) && kind == KIND_NOTHING)
        kind = KIND_TEXT;
    if (open && kind == KIND_DATE)
        kind = KIND_DATETIME;
    for (size_t i = 0; i < operands.count; i++) {
        PredicateNode *node = operands.items[i];
        if (is_text_constant(node) && kind != KIND_TEXT && !is_moment(kind))
            return build_refuse(parser, node->offset, "a text cannot be compared with %s",
                                predicate_kind_name(kind));
        operands.items[i] = build_convert(parser, node, kind);
        if (!operands.items[i])
            return false;
    }
    *ret_kind = kind;
    return true;
}

PredicateNode *build_comparison(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                                PredicateNode *left, PredicateNode *right)
{
    NodeList operands = {0};
    *list_push(parser->arena, &operands) = left;
    *list_push(parser->arena, &operands) = right;
    PredicateKind kind = KIND_NOTHING;
    bool open = left && right && left->kind == KIND_OPEN && right->kind == KIND_OPEN;
    if (!build_unify(parser, operands, &kind))
        return NULL;
    PredicateNode *node = build_call(parser, offset, operate, KIND_TRUTH, operands);
    if (node)
        node->operand_kind = open ? KIND_OPEN : kind;
    return node;
}

// What the signs of arithmetic do to two numbers.
static const struct {
    const char *sign;
    PredicateOperate *operate;
} signs[] = {
    {"+", operate_add},    {"-", operate_subtract}, {"*", operate_multiply},
    {"/", operate_divide}, {"%", operate_modulo},
};

static PredicateOperate *sign_operate(const char *sign)
{
    for (size_t i = 0; i < array_count(signs); i++) {
        if (text_equal(signs[i].sign, sign))
            return signs[i].operate;
    }
    return NULL;
}

PredicateNode *build_sum(PredicateParser *parser, const Token *sign, PredicateNode *left,
                         PredicateNode *right)
{
    if (!left || !right)
        return NULL;
    PredicateOperate *operate = sign_operate(sign->text);
    bool adds = operate == operate_add;
    bool subtracts = operate == operate_subtract;
    PredicateKind kind = KIND_NUMBER;
    if (left->kind == KIND_DATE && right->kind == KIND_DATE && subtracts)
        return build_binary(parser, sign->offset, operate, KIND_NUMBER, left, right);
    // Days are added to a date and taken from it.
    if (left->kind == KIND_DATE && right->kind == KIND_NUMBER && (adds || subtracts))
        kind = KIND_DATE;
    else if (left->kind == KIND_NUMBER && right->kind == KIND_DATE && adds)
        kind = KIND_DATE;
    else if (!build_wants(parser, left, KIND_NUMBER, sign->text) ||
             !build_wants(parser, right, KIND_NUMBER, sign->text))
        return NULL;
    return build_binary(parser, sign->offset, operate, kind, left, right);
}

// The letter of operand i; 0 if there may be no such operand.
static char signature_letter(const char *signature, size_t position)
{
    char letter = '\0';
    for (const char *at = signature; *at; at++) {
        if (*at == '|')
            continue;
        if (*at == '+')
            return letter;
        letter = *at;
        if (position-- == 0)
            return letter;
    }
    return '\0';
}

static size_t signature_least(const char *signature)
{
    return strcspn(signature, "|+");
}

static PredicateNode *build_argument(PredicateParser *parser, const PredicateFunction *function,
                                     PredicateNode *node, char letter)
{
    if (letter == 'm' && node && node->kind == KIND_OPEN)
        return build_settle(parser, node, KIND_DATETIME);
    if (letter == 'm' && node && (node->kind == KIND_DATE || is_text_constant(node)))
        return build_convert(parser, node, KIND_DATETIME);
    return letter == 'a' ? node
                         : build_wants(parser, node,
                                       letter == 'n'   ? KIND_NUMBER
                                       : letter == 't' ? KIND_TEXT
                                                       : KIND_DATETIME,
                                       function->name);
}

PredicateNode *build_function(PredicateParser *parser, const Token *name, NodeList operands)
{
    const PredicateFunction *function = predicate_function(name->text);
    if (!function)
        return build_refuse(parser, name->offset, "there is no function '%s'",
                            clean_text_short(parser->arena, name->text, 40));
    if (operands.count < signature_least(function->operands) ||
        (operands.count && !signature_letter(function->operands, operands.count - 1)))
        return build_refuse(parser, name->offset, "%s does not take %zu values", function->name,
                            operands.count);
    PredicateKind kind = KIND_NOTHING;
    for (size_t i = 0; i < operands.count; i++)
        operands.items[i] = build_argument(parser, function, operands.items[i],
                                           signature_letter(function->operands, i));
    if (*function->operands == 'a' && !build_unify(parser, operands, &kind))
        return NULL;
    PredicateNode *node =
        build_call(parser, name->offset, function->operate,
                   function->result == KIND_NOTHING ? kind : function->result, operands);
    if (node)
        node->operand_kind = kind;
    return node;
}
