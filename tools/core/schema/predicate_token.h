// predicate_token: the words of a predicate.

#ifndef SCHEMA_PREDICATE_TOKEN_H
#define SCHEMA_PREDICATE_TOKEN_H

#include "base/arena.h"
#include "base/error.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NAME,        // a keyword, a function, a field
    TOKEN_QUOTED_NAME, // "a field"
    TOKEN_NUMBER,
    TOKEN_TEXT,   // 'a text'
    TOKEN_SYMBOL, // an operator, a parenthesis, a comma
} TokenKind;

typedef struct Token {
    TokenKind kind;
    size_t offset;
    size_t size;
    const char *text; // without quotes
} Token;

typedef LIST(Token) TokenList;

typedef struct TokenMistake {
    size_t offset;
    const char *message;
} TokenMistake;

// The last token is TOKEN_END. Comments (`-- …` to the end of the line) are passed over.
bool predicate_tokens(const char *text, Arena *arena, TokenList *tokens, TokenMistake *ret_mistake)
    MUST_USE;

#endif
