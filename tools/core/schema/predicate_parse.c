// The grammar of predicates, from the weakest operator to the strongest.

#include "base/clean.h"
#include "schema/predicate_build.h"

#include <string.h>

static const char *const reserved[] = {"AND",  "OR",     "NOT",  "IS",   "IN",   "BETWEEN",
                                       "LIKE", "ILIKE",  "CASE", "WHEN", "THEN", "ELSE",
                                       "END",  "ESCAPE", "NULL", "TRUE", "FALSE"};

static PredicateNode *parse_condition(PredicateParser *parser);

static const Token *parse_token(const PredicateParser *parser)
{
    return &parser->tokens.items[parser->at];
}

static bool token_is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_NAME && text_equal_any_case(token->text, word);
}

static bool token_is_symbol(const Token *token, const char *symbol)
{
    return token->kind == TOKEN_SYMBOL && text_equal(token->text, symbol);
}

static bool parse_word(PredicateParser *parser, const char *word)
{
    bool here = token_is_word(parse_token(parser), word);
    parser->at += here;
    return here;
}

static bool parse_symbol(PredicateParser *parser, const char *symbol)
{
    bool here = token_is_symbol(parse_token(parser), symbol);
    parser->at += here;
    return here;
}

// Says what was wanted where the next token stands.
static PredicateNode *parse_refuse(const PredicateParser *parser, const char *wanted)
{
    const Token *token = parse_token(parser);
    if (token->kind == TOKEN_END)
        return build_refuse(parser, token->offset, "it ends here, wanted %s", wanted);
    return build_refuse(parser, token->offset, "wanted %s, got '%s'", wanted,
                        clean_text_short(parser->arena, token->text, 40));
}

static PredicateNode *parse_number_of_words(PredicateParser *parser, const Token *token)
{
    if (parse_word(parser, "NULL"))
        return build_null(parser, token->offset);
    if (parse_word(parser, "TRUE"))
        return build_truth(parser, token->offset, true);
    if (parse_word(parser, "FALSE"))
        return build_truth(parser, token->offset, false);
    return NULL;
}

// Values in parentheses, of which the first one is open.
static bool parse_values(PredicateParser *parser, NodeList *values)
{
    do {
        PredicateNode *value = parse_condition(parser);
        if (!value)
            return false;
        *list_push(parser->arena, values) = value;
    } while (parse_symbol(parser, ","));
    return parse_symbol(parser, ")") || parse_refuse(parser, "',' or ')'");
}

static PredicateNode *parse_function(PredicateParser *parser, const Token *name)
{
    NodeList values = {0};
    parser->at += 2;
    if (!parse_symbol(parser, ")") && !parse_values(parser, &values))
        return NULL;
    return build_function(parser, name, values);
}

// CASE WHEN condition THEN value … [ELSE value] END: pairs, and the value of ELSE behind them. What
// is compared with (`CASE x WHEN …`) becomes a condition.
static PredicateNode *parse_case(PredicateParser *parser, size_t offset)
{
    NodeList parts = {0};
    NodeList values = {0};
    PredicateNode *subject = NULL;
    if (!token_is_word(parse_token(parser), "WHEN") && !(subject = parse_condition(parser)))
        return NULL;
    while (parse_word(parser, "WHEN")) {
        PredicateNode *condition = parse_condition(parser);
        if (condition && subject)
            condition = build_comparison(parser, offset, operate_equal, subject, condition);
        condition = build_wants(parser, condition, KIND_TRUTH, "WHEN");
        if (!condition)
            return NULL;
        if (!parse_word(parser, "THEN"))
            return parse_refuse(parser, "THEN");
        *list_push(parser->arena, &parts) = condition;
        *list_push(parser->arena, &values) = parse_condition(parser);
        if (!values.items[values.count - 1])
            return NULL;
    }
    if (values.count == 0)
        return parse_refuse(parser, "WHEN");
    *list_push(parser->arena, &values) = parse_word(parser, "ELSE")
                                             ? parse_condition(parser)
                                             : build_null(parser, parse_token(parser)->offset);
    PredicateKind kind = KIND_NOTHING;
    if (!build_unify(parser, values, &kind))
        return NULL;
    if (!parse_word(parser, "END"))
        return parse_refuse(parser, "WHEN, ELSE or END");
    for (size_t i = 0; i < values.count; i++)
        *list_push(parser->arena, &parts) = values.items[i];
    return build_call(parser, offset, operate_case, kind, parts);
}

static PredicateNode *parse_name(PredicateParser *parser, const Token *token)
{
    static const struct {
        const char *word;
        PredicateKind kind;
    } moments[] = {{"DATE", KIND_DATE}, {"TIME", KIND_TIME}, {"TIMESTAMP", KIND_DATETIME}};
    const Token *next = token + 1;
    PredicateNode *constant = parse_number_of_words(parser, token);
    if (constant)
        return constant;
    for (size_t i = 0; i < array_count(moments) && next->kind == TOKEN_TEXT; i++) {
        if (!token_is_word(token, moments[i].word))
            continue;
        parser->at += 2;
        return build_moment(parser, next, moments[i].kind);
    }
    if (parse_word(parser, "CASE"))
        return parse_case(parser, token->offset);
    if (token_is_symbol(next, "("))
        return parse_function(parser, token);
    // Where a value is wanted, END can only be a field.
    for (size_t i = 0; i < array_count(reserved) && !build_has_field(parser, token); i++) {
        if (token_is_word(token, reserved[i]))
            return parse_refuse(parser, "a value (a field of that name is put in double quotes)");
    }
    parser->at++;
    return build_field(parser, token);
}

static PredicateNode *parse_value(PredicateParser *parser)
{
    const Token *token = parse_token(parser);
    if (token->kind == TOKEN_NAME)
        return parse_name(parser, token);
    if (token->kind == TOKEN_END || (token->kind == TOKEN_SYMBOL && !token_is_symbol(token, "(")))
        return parse_refuse(parser, "a value");
    parser->at++;
    if (token->kind == TOKEN_QUOTED_NAME)
        return build_field(parser, token);
    if (token->kind == TOKEN_NUMBER)
        return build_number(parser, token);
    if (token->kind == TOKEN_TEXT)
        return build_text(parser, token);
    PredicateNode *inner = parse_condition(parser);
    if (inner && !parse_symbol(parser, ")"))
        return parse_refuse(parser, "')'");
    return inner;
}

static PredicateNode *parse_signed(PredicateParser *parser)
{
    size_t offset = parse_token(parser)->offset;
    if (++parser->depth > PREDICATE_DEEPEST)
        return build_refuse(parser, offset, "is nested deeper than %zu", PREDICATE_DEEPEST);
    PredicateNode *node = NULL;
    if (parse_symbol(parser, "-")) {
        node = build_wants(parser, parse_signed(parser), KIND_NUMBER, "-");
        node = build_unary(parser, offset, operate_negate, KIND_NUMBER, node);
    } else if (parse_symbol(parser, "+")) {
        node = build_wants(parser, parse_signed(parser), KIND_NUMBER, "+");
    } else {
        node = parse_value(parser);
    }
    parser->depth--;
    return node;
}

static PredicateNode *parse_product(PredicateParser *parser)
{
    PredicateNode *left = parse_signed(parser);
    for (;;) {
        const Token *sign = parse_token(parser);
        if (!left || (!parse_symbol(parser, "*") && !parse_symbol(parser, "/") &&
                      !parse_symbol(parser, "%")))
            return left;
        left = build_sum(parser, sign, left, parse_signed(parser));
    }
}

static PredicateNode *parse_sum(PredicateParser *parser)
{
    PredicateNode *left = parse_product(parser);
    for (;;) {
        const Token *sign = parse_token(parser);
        if (!left || (!parse_symbol(parser, "+") && !parse_symbol(parser, "-")))
            return left;
        left = build_sum(parser, sign, left, parse_product(parser));
    }
}

// Texts are joined after sums are made.
static PredicateNode *parse_joined(PredicateParser *parser)
{
    PredicateNode *left = parse_sum(parser);
    for (;;) {
        size_t offset = parse_token(parser)->offset;
        if (!left || !parse_symbol(parser, "||"))
            return left;
        PredicateNode *right = build_wants(parser, parse_sum(parser), KIND_TEXT, "||");
        left = build_wants(parser, left, KIND_TEXT, "||");
        left = build_binary(parser, offset, operate_concatenate, KIND_TEXT, left, right);
    }
}

static PredicateNode *negate_if(PredicateParser *parser, size_t offset, bool negated,
                                PredicateNode *node)
{
    return negated ? build_unary(parser, offset, operate_not, KIND_TRUTH, node) : node;
}

// a BETWEEN b AND c is b <= a AND a <= c.
static PredicateNode *parse_between(PredicateParser *parser, size_t offset, PredicateNode *value)
{
    PredicateNode *least = parse_joined(parser);
    if (!least)
        return NULL;
    if (!parse_word(parser, "AND"))
        return parse_refuse(parser, "AND");
    PredicateNode *most = parse_joined(parser);
    PredicateNode *above = build_comparison(parser, offset, operate_at_least, value, least);
    PredicateNode *below =
        above ? build_comparison(parser, offset, operate_at_most, value, most) : NULL;
    return build_binary(parser, offset, operate_and, KIND_TRUTH, above, below);
}

// The value, then those of the list.
static PredicateNode *parse_in(PredicateParser *parser, size_t offset, PredicateNode *value)
{
    NodeList operands = {0};
    PredicateKind kind = KIND_NOTHING;
    *list_push(parser->arena, &operands) = value;
    if (!parse_symbol(parser, "("))
        return parse_refuse(parser, "'('");
    if (!parse_values(parser, &operands) || !build_unify(parser, operands, &kind))
        return NULL;
    PredicateNode *node = build_call(parser, offset, operate_in, KIND_TRUTH, operands);
    if (node)
        node->operand_kind = kind;
    return node;
}

// The text, the pattern, and one character that takes the meaning from % and _, or none.
static PredicateNode *parse_like(PredicateParser *parser, size_t offset, PredicateNode *value,
                                 PredicateOperate *operate)
{
    NodeList operands = {0};
    *list_push(parser->arena, &operands) = build_wants(parser, value, KIND_TEXT, "LIKE");
    *list_push(parser->arena, &operands) =
        build_wants(parser, parse_joined(parser), KIND_TEXT, "LIKE");
    if (parse_word(parser, "ESCAPE")) {
        const Token *token = parse_token(parser);
        if (token->kind != TOKEN_TEXT || strlen(token->text) != 1)
            return parse_refuse(parser, "one ASCII character in single quotes");
        *list_push(parser->arena, &operands) = parse_value(parser);
    }
    return build_call(parser, offset, operate, KIND_TRUTH, operands);
}

static PredicateNode *parse_is(PredicateParser *parser, size_t offset, PredicateNode *left)
{
    bool negated = parse_word(parser, "NOT");
    PredicateNode *node = NULL;
    if (parse_word(parser, "NULL") || parse_word(parser, "UNKNOWN")) {
        node = build_unary(parser, offset, operate_is_unknown, KIND_TRUTH, left);
    } else if (parse_word(parser, "TRUE")) {
        left = build_wants(parser, left, KIND_TRUTH, "IS TRUE");
        node = build_unary(parser, offset, operate_is_true, KIND_TRUTH, left);
    } else if (parse_word(parser, "FALSE")) {
        left = build_wants(parser, left, KIND_TRUTH, "IS FALSE");
        node = build_unary(parser, offset, operate_is_false, KIND_TRUTH, left);
    } else if (parse_word(parser, "DISTINCT")) {
        if (!parse_word(parser, "FROM"))
            return parse_refuse(parser, "FROM");
        node = build_comparison(parser, offset, operate_distinct, left, parse_joined(parser));
    } else {
        return parse_refuse(parser, "NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM");
    }
    return negate_if(parser, offset, negated, node);
}

static PredicateOperate *parse_comparison_sign(PredicateParser *parser)
{
    static const struct {
        const char *sign;
        PredicateOperate *operate;
    } comparisons[] = {{"=", operate_equal},     {"==", operate_equal}, {"<>", operate_unequal},
                       {"!=", operate_unequal},  {"<", operate_less},   {"<=", operate_at_most},
                       {">=", operate_at_least}, {">", operate_greater}};
    for (size_t i = 0; i < array_count(comparisons); i++) {
        if (parse_symbol(parser, comparisons[i].sign))
            return comparisons[i].operate;
    }
    return NULL;
}

// What stands between NOT and its operand's end: BETWEEN, IN, LIKE.
static PredicateNode *parse_membership(PredicateParser *parser, size_t offset, PredicateNode *left,
                                       bool *ret_found)
{
    *ret_found = true;
    if (parse_word(parser, "BETWEEN"))
        return parse_between(parser, offset, left);
    if (parse_word(parser, "IN"))
        return parse_in(parser, offset, left);
    if (parse_word(parser, "LIKE"))
        return parse_like(parser, offset, left, operate_like);
    if (parse_word(parser, "ILIKE"))
        return parse_like(parser, offset, left, operate_like_any_case);
    *ret_found = false;
    return left;
}

static PredicateNode *parse_comparison(PredicateParser *parser)
{
    PredicateNode *left = parse_joined(parser);
    size_t offset = parse_token(parser)->offset;
    if (!left)
        return NULL;
    bool found = false;
    bool negated = token_is_word(parse_token(parser) + 0, "NOT");
    parser->at += negated;
    PredicateNode *node = parse_membership(parser, offset, left, &found);
    if (negated && !found)
        return parse_refuse(parser, "BETWEEN, IN, LIKE or ILIKE");
    if (found)
        return negate_if(parser, offset, negated, node);
    PredicateOperate *operate = parse_comparison_sign(parser);
    if (operate)
        left = build_comparison(parser, offset, operate, left, parse_joined(parser));
    while (left) {
        offset = parse_token(parser)->offset;
        if (!parse_word(parser, "IS"))
            return left;
        left = parse_is(parser, offset, left);
    }
    return NULL;
}

static PredicateNode *parse_not(PredicateParser *parser)
{
    size_t offset = parse_token(parser)->offset;
    size_t count = 0;
    while (parse_word(parser, "NOT"))
        count++;
    PredicateNode *node = parse_comparison(parser);
    if (count)
        node = build_wants(parser, node, KIND_TRUTH, "NOT");
    return negate_if(parser, offset, count % 2, node);
}

static PredicateNode *parse_and(PredicateParser *parser)
{
    PredicateNode *left = parse_not(parser);
    for (;;) {
        size_t offset = parse_token(parser)->offset;
        if (!left || !parse_word(parser, "AND"))
            return left;
        left = build_wants(parser, left, KIND_TRUTH, "AND");
        PredicateNode *right = build_wants(parser, parse_not(parser), KIND_TRUTH, "AND");
        left = build_binary(parser, offset, operate_and, KIND_TRUTH, left, right);
    }
}

static PredicateNode *parse_condition(PredicateParser *parser)
{
    size_t start = parse_token(parser)->offset;
    if (++parser->depth > PREDICATE_DEEPEST)
        return build_refuse(parser, start, "is nested deeper than %zu", PREDICATE_DEEPEST);
    PredicateNode *left = parse_and(parser);
    for (;;) {
        size_t offset = parse_token(parser)->offset;
        if (!left || !parse_word(parser, "OR"))
            break;
        left = build_wants(parser, left, KIND_TRUTH, "OR");
        PredicateNode *right = build_wants(parser, parse_and(parser), KIND_TRUTH, "OR");
        left = build_binary(parser, offset, operate_or, KIND_TRUTH, left, right);
    }
    parser->depth--;
    return left;
}

bool predicate_parse(const char *text, PredicateFields fields, Place place, Arena *arena,
                     const Predicate **ret_predicate, Error *err)
{
    Predicate *predicate = arena_new(arena, Predicate);
    PredicateParser parser = {
        .predicate = predicate, .fields = fields, .place = place, .arena = arena, .err = err};
    TokenMistake mistake = {0};
    predicate->text = arena_text(arena, text);
    if (strlen(text) > PREDICATE_LONGEST)
        return build_refuse(&parser, 0, "is longer than %zu bytes", PREDICATE_LONGEST);
    if (!predicate_tokens(predicate->text, arena, &parser.tokens, &mistake))
        return build_refuse(&parser, mistake.offset, "%s", mistake.message);
    PredicateNode *root = parse_condition(&parser);
    if (!root)
        return false;
    if (parse_token(&parser)->kind != TOKEN_END)
        return parse_refuse(&parser, "AND, OR or its end");
    if (root->kind != KIND_TRUTH && root->kind != KIND_NOTHING)
        return build_refuse(&parser, root->offset, "it is %s, wanted something true or false",
                            predicate_kind_name(root->kind));
    build_inputs(&parser, root);
    predicate->root = root;
    *ret_predicate = predicate;
    return true;
}
