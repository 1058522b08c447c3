#include "schema/predicate_token.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

// The longest first.
static const char *const symbols[] = {"<>", "!=", "==", "<=", ">=", "||", "=", "<", ">",
                                      "+",  "-",  "*",  "/",  "%",  "(",  ")", ","};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

// Bytes of other scripts are letters.
static bool starts_name(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (unsigned char)byte >= 0x80;
}

static size_t name_size(const char *text)
{
    size_t size = 0;
    while (starts_name(text[size]) || is_digit(text[size]) || text[size] == '$')
        size++;
    return size;
}

static size_t number_size(const char *text)
{
    size_t size = strspn(text, "0123456789");
    if (text[size] == '.')
        size += 1 + strspn(text + size + 1, "0123456789");
    if (text[size] == 'e' || text[size] == 'E') {
        size_t sign = text[size + 1] == '-' || text[size + 1] == '+';
        size_t digits = strspn(text + size + 1 + sign, "0123456789");
        size += digits ? 1 + sign + digits : 0;
    }
    return size;
}

static size_t blank_size(const char *text)
{
    size_t size = 0;
    for (;;) {
        size += strspn(text + size, " \t\r\n");
        if (strncmp(text + size, "--", 2) != 0)
            return size;
        size += strcspn(text + size, "\n");
    }
}

// Up to the closing quote; a doubled one stands for itself. 0 if it is never closed.
static size_t quoted_read(const char *text, Buf *ret_inner)
{
    char quote = text[0];
    for (size_t at = 1; text[at]; at++) {
        if (text[at] != quote)
            buf_append(ret_inner, text + at, 1);
        else if (text[at + 1] == quote)
            buf_append(ret_inner, text + at++, 1);
        else
            return at + 1;
    }
    return 0;
}

static bool token_refuse(TokenMistake *ret_mistake, size_t offset, const char *message)
{
    *ret_mistake = (TokenMistake){offset, message};
    return false;
}

static bool token_read_quoted(const char *text, size_t at, Arena *arena, Token *token,
                              TokenMistake *ret_mistake)
{
    scoped_buf inner = BUF_EMPTY;
    token->kind = text[at] == '"' ? TOKEN_QUOTED_NAME : TOKEN_TEXT;
    token->size = quoted_read(text + at, &inner);
    token->text = arena_text(arena, buf_text(&inner));
    return token->size || token_refuse(ret_mistake, at, "this quote is never closed");
}

static bool token_read(const char *text, size_t at, Arena *arena, Token *token,
                       TokenMistake *ret_mistake)
{
    char byte = text[at];
    token->offset = at;
    if (byte == '\0')
        return true;
    if (byte == '"' || byte == '\'')
        return token_read_quoted(text, at, arena, token, ret_mistake);
    if (starts_name(byte)) {
        token->kind = TOKEN_NAME;
        token->size = name_size(text + at);
    } else if (is_digit(byte) || (byte == '.' && is_digit(text[at + 1]))) {
        token->kind = TOKEN_NUMBER;
        token->size = number_size(text + at);
        if (starts_name(text[at + token->size]))
            return token_refuse(ret_mistake, at,
                                "a name starts with a letter; put double quotes around others");
    } else {
        token->kind = TOKEN_SYMBOL;
        for (size_t i = 0; i < array_count(symbols) && token->size == 0; i++)
            token->size = text_starts(text + at, symbols[i]) ? strlen(symbols[i]) : 0;
    }
    token->text = arena_text_sized(arena, text + at, token->size);
    return token->size ||
           token_refuse(ret_mistake, at,
                        "nothing in a predicate is written with this character; names are put in "
                        "double quotes, texts in single ones");
}

bool predicate_tokens(const char *text, Arena *arena, TokenList *tokens, TokenMistake *ret_mistake)
{
    size_t at = 0;
    for (;;) {
        at += blank_size(text + at);
        Token *token = list_push(arena, tokens);
        if (!token_read(text, at, arena, token, ret_mistake))
            return false;
        if (token->kind == TOKEN_END)
            return true;
        at += token->size;
    }
}
