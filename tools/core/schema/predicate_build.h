// predicate_build: nodes of a predicate, their kinds checked.
//
// Functions that return a node return NULL after a mistake, which is then in the parser's error.

#ifndef SCHEMA_PREDICATE_BUILD_H
#define SCHEMA_PREDICATE_BUILD_H

#include "schema/predicate_token.h"
#include "schema/predicate_tree.h"

typedef struct PredicateParser {
    Predicate *predicate;
    PredicateFields fields;
    Place place;
    Arena *arena;
    Error *err;
    TokenList tokens;
    size_t at;
    size_t depth;
    size_t parts;
} PredicateParser;

typedef LIST(PredicateNode *) NodeList;

// Names the character at `offset`. Always NULL.
PredicateNode *build_refuse(const PredicateParser *parser, size_t offset, const char *format, ...)
    PRINTF_LIKE(3, 4);

const char *predicate_kind_name(PredicateKind kind);

PredicateNode *build_null(PredicateParser *parser, size_t offset);
PredicateNode *build_truth(PredicateParser *parser, size_t offset, bool truth);
PredicateNode *build_number(PredicateParser *parser, const Token *token);
PredicateNode *build_text(PredicateParser *parser, const Token *token);

// A date, a time or a moment as its text says.
PredicateNode *build_moment(PredicateParser *parser, const Token *token, PredicateKind kind);

bool build_has_field(const PredicateParser *parser, const Token *token);
PredicateNode *build_field(PredicateParser *parser, const Token *token);

// An operator whose operands are of any kind, or were checked. They may be NULL after a mistake.
PredicateNode *build_call(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                          PredicateKind kind, NodeList operands);

// The same for one and two operands.
PredicateNode *build_unary(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                           PredicateKind kind, PredicateNode *operand);
PredicateNode *build_binary(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                            PredicateKind kind, PredicateNode *left, PredicateNode *right);

// The node, if it is of the kind; `what` names whose operand it is.
PredicateNode *build_wants(PredicateParser *parser, PredicateNode *node, PredicateKind kind,
                           const char *what);

// A field without a type is taken for one of that kind.
PredicateNode *build_settle(PredicateParser *parser, PredicateNode *node, PredicateKind kind);

// Lists what the tree speaks about; its nodes know their kinds by now.
void build_inputs(PredicateParser *parser, PredicateNode *node);

// Makes all of one kind: NULL is of any, a text that is a constant may be a date, a date is a
// moment at midnight.
bool build_unify(PredicateParser *parser, NodeList operands, PredicateKind *ret_kind);

PredicateNode *build_comparison(PredicateParser *parser, size_t offset, PredicateOperate *operate,
                                PredicateNode *left, PredicateNode *right);
PredicateNode *build_sum(PredicateParser *parser, const Token *sign, PredicateNode *left,
                         PredicateNode *right);
PredicateNode *build_function(PredicateParser *parser, const Token *name, NodeList operands);

#endif
