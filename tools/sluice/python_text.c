#include "python_text.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

static bool python_is_letter(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || ((unsigned char)byte & 0x80);
}

// r"…", b'…', f"""…""": how many letters stand in front of the quote; 0 if these are none.
static size_t python_prefix(const char *at)
{
    const size_t letters = strspn(at, "rRbBfFuU");
    return letters <= 2 && (at[letters] == '"' || at[letters] == '\'') ? letters : 0;
}

// Steps over the text whose quote `at` points to. A text in single quotes ends with its line.
static const char *python_text_end(const char *at, size_t *ret_quotes)
{
    const char quote = *at;
    const bool triple = at[1] == quote && at[2] == quote;
    *ret_quotes = triple ? 3 : 1;
    for (at += *ret_quotes; *at; at++) {
        if (*at == '\\' && at[1])
            at++;
        else if (triple ? *at == quote && at[1] == quote && at[2] == quote
                        : *at == quote || *at == '\n')
            return at;
    }
    return at;
}

static const char *python_take_text(const char *at, Arena *arena, PythonWord *word)
{
    size_t quotes = 0;
    const char quote = *at;
    const char *end = python_text_end(at, &quotes);
    word->kind = PYTHON_TEXT;
    word->text = arena_text_sized(arena, at + quotes, (size_t)(end - at) - quotes);
    return *end == quote ? end + quotes : end;
}

// Takes the word at `at`, which is no blank; returns what follows it.
static const char *python_take(const char *at, Arena *arena, PythonWord *word)
{
    const char *start = at;
    const size_t prefix = python_prefix(at);
    if (prefix || *at == '"' || *at == '\'')
        return python_take_text(at + prefix, arena, word);
    word->kind = isdigit((unsigned char)*at) ? PYTHON_NUMBER
                 : python_is_letter(*at)     ? PYTHON_NAME
                                             : PYTHON_SIGN;
    if (word->kind == PYTHON_SIGN)
        at++;
    while (word->kind != PYTHON_SIGN &&
           (python_is_letter(*at) || (*at == '.' && word->kind == PYTHON_NUMBER)))
        at++;
    word->text = arena_text_sized(arena, start, (size_t)(at - start));
    return at;
}

void python_words(const char *text, Arena *arena, PythonWords *ret_words)
{
    PythonWords words = {0};
    while (words.count + 1 < PYTHON_MOST_WORDS) {
        text += strspn(text, " \t\r\n\f\v\\");
        if (*text == '#')
            text += strcspn(text, "\n");
        else if (*text)
            text = python_take(text, arena, list_push(arena, &words));
        else
            break;
    }
    *list_push(arena, &words) = (PythonWord){PYTHON_END, ""};
    *ret_words = words;
}

bool python_is(const PythonWord *word, const char *text)
{
    return (word->kind == PYTHON_NAME || word->kind == PYTHON_SIGN) && text_equal(word->text, text);
}
