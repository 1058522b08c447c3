#include "doc/markup.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

typedef struct Markup {
    char character;
    const char *replacement;
} Markup;

static const char *markup_find(const Markup *table, size_t count, uint32_t character)
{
    for (size_t i = 0; i < count; i++) {
        if ((unsigned char)table[i].character == character)
            return table[i].replacement;
    }
    return NULL;
}

static bool markup_xml_forbids(uint32_t character)
{
    bool control = character < 0x20 && character != '\t' && character != '\n' && character != '\r';
    return control || character == 0xfffe || character == 0xffff;
}

void markup_xml(Buf *out, const char *text)
{
    static const Markup escapes[] = {
        {'&', "&amp;"},  {'<', "&lt;"},   {'>', "&gt;"}, {'"', "&quot;"},
        {'\'', "&#39;"}, {'\r', "&#13;"}, // a bare one would be read as a line feed
    };
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        at += utf8_next(text + at, size - at, &character);
        const char *escape = markup_find(escapes, array_count(escapes), character);
        if (escape)
            buf_add(out, escape);
        else
            utf8_append(out, markup_xml_forbids(character) ? 0xfffd : character);
    }
}

// Whether `@`, `#` or `!` followed by `next` would name a person, an issue or a merge request.
static bool markup_refers(uint32_t character, unsigned char next)
{
    if (character == '@')
        return isalnum(next) || next == '_' || next >= 0x80;
    return (character == '#' || character == '!') && isdigit(next);
}

// Whether the character is where an address begins to be a link without being marked as one:
// `http:` in front of `//`, `www` in front of `.`. In a report every link would be somebody else's.
static bool markup_links(const char *start, const char *at)
{
    if (*at == ':')
        return at[1] == '/' && at[2] == '/';
    return *at == '.' && at - start >= 3 && strncasecmp(at - 3, "www", 3) == 0;
}

void markup_markdown(Buf *out, const char *text)
{
    static const Markup escapes[] = {
        {'\\', "\\\\"}, {'`', "\\`"},   {'*', "\\*"}, {'_', "\\_"},   {'[', "\\["},
        {']', "\\]"},   {'|', "\\|"},   {'~', "\\~"}, {'&', "&amp;"}, {'<', "&lt;"},
        {'>', "&gt;"},  {'$', "&#36;"}, // two of them would be mathematics
        {'\n', "<br>"}, {'\r', ""},
    };
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        // References are found in the rendered text, where an escape is gone: a zero width space
        // is not.
        if (markup_links(text, text + at))
            buf_add(out, "&#8203;");
        at += utf8_next(text + at, size - at, &character);
        const char *escape = markup_find(escapes, array_count(escapes), character);
        if (escape)
            buf_add(out, escape);
        else
            utf8_append(out, character);
        if (markup_refers(character, (unsigned char)text[at]))
            buf_add(out, "&#8203;");
    }
}
