#include "doc/quote.h"

#include "base/clean.h"
#include "base/text.h"
#include "base/utf8.h"

#include <ctype.h>
#include <string.h>

#define QUOTE_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define QUOTE_DIGITS  "0123456789"

static void quote_single(Buf *out, const char *text, const char *for_quote)
{
    buf_add_char(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_add(out, for_quote);
        else
            buf_add_char(out, *text);
    }
    buf_add_char(out, '\'');
}

// Words that YAML 1.1 or 1.2 takes for something else than a text.
static bool quote_is_keyword(const char *text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",
                                        "on",   "off",  "y",     "n"};
    for (size_t i = 0; i < array_count(words); i++) {
        if (text_equal_any_case(text, words[i]))
            return true;
    }
    return false;
}

static bool quote_is_hidden(const char *text)
{
    const size_t size = strlen(text);
    uint32_t character = 0;
    for (size_t at = 0; at < size;) {
        at += utf8_next(text + at, size - at, &character);
        if (clean_is_hidden(character))
            return true;
    }
    return false;
}

static void quote_double(Buf *out, const char *text)
{
    const size_t size = strlen(text);
    uint32_t character = 0;
    buf_add_char(out, '"');
    for (size_t at = 0; at < size;) {
        at += utf8_next(text + at, size - at, &character);
        if (clean_is_hidden(character))
            buf_format(out, "\\U%08x", (unsigned)character);
        else if (character == '"' || character == '\\')
            buf_format(out, "\\%c", (char)character);
        else
            utf8_append(out, character);
    }
    buf_add_char(out, '"');
}

void quote_yaml(Buf *out, const char *text)
{
    static const char plain[] = QUOTE_LETTERS QUOTE_DIGITS "_./+-";
    // What begins with a letter is no number; `--epochs` is a text too, `---` and `- ` are none.
    const char *start = text + strspn(text, "-");
    const bool word = isalpha((unsigned char)*start) && start - text <= 2;
    if (word && strspn(text, plain) == strlen(text) && !quote_is_keyword(text))
        buf_add(out, text);
    else if (quote_is_hidden(text))
        quote_double(out, text);
    else
        quote_single(out, text, "''");
}

void quote_shell(Buf *out, const char *word)
{
    static const char plain[] = QUOTE_LETTERS QUOTE_DIGITS "-_./=:,@%+";
    if (*word && strspn(word, plain) == strlen(word))
        buf_add(out, word);
    else
        quote_single(out, word, "'\\''");
}

bool quote_is_harmless(const char *path)
{
    static const char plain[] = QUOTE_LETTERS QUOTE_DIGITS "_./+-=@,() ";
    scoped_arena arena = arena_open();
    if (!*path || *path == '-' || *path == ' ' || text_ends(path, " "))
        return false;
    for (const char *at = path; *at; at++) {
        if (!((unsigned char)*at & 0x80) && !strchr(plain, *at))
            return false;
    }
    return text_equal(clean_text(arena, path), path);
}
