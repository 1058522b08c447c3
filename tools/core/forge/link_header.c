#include "forge/link_header.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>
#include <strings.h>

// Blanks around the parts.
static const char *link_skip(const char *at)
{
    return at + strspn(at, " \t");
}

// A value in quotes or up to a separator; the relation may be one of several words.
static const char *link_value(const char *at, Arena *arena, const char **ret_value)
{
    if (*at != '"') {
        const size_t length = strcspn(at, ";, \t");
        *ret_value = arena_text_sized(arena, at, length);
        return at + length;
    }
    scoped_buf value = BUF_EMPTY;
    for (at++; *at && *at != '"'; at++) {
        if (*at == '\\' && at[1])
            at++;
        buf_add_char(&value, *at);
    }
    *ret_value = buf_keep(&value, arena);
    return *at ? at + 1 : at;
}

static bool link_has_word(const char *words, const char *word, Arena *arena)
{
    TextList list = {0};
    text_split(arena, words, ' ', &list);
    for (size_t i = 0; i < list.count; i++) {
        if (text_equal_any_case(list.items[i], word))
            return true;
    }
    return false;
}

// The parameters behind a target, up to the comma or the end.
static const char *link_parameters(const char *at, Arena *arena, bool *ret_next)
{
    *ret_next = false;
    bool seen = false; // only the first `rel` counts
    for (at = link_skip(at); *at == ';'; at = link_skip(at)) {
        at = link_skip(at + 1);
        const size_t length = strcspn(at, "=;, \t");
        const bool is_rel = length == 3 && strncasecmp(at, "rel", 3) == 0;
        const char *value = "";
        at = link_skip(at + length);
        if (*at == '=')
            at = link_value(link_skip(at + 1), arena, &value);
        if (is_rel && !seen) {
            seen = true;
            *ret_next = link_has_word(value, "next", arena);
        }
    }
    return at;
}

char *link_header_next(const char *header, Arena *arena)
{
    const char *at = header;
    while (*(at += strspn(at, ", \t"))) {
        const char *end = *at == '<' ? strchr(at, '>') : NULL;
        if (!end)
            return NULL;
        bool next = false;
        const char *rest = link_parameters(end + 1, arena, &next);
        if (next)
            return arena_text_sized(arena, at + 1, (size_t)(end - at - 1));
        if (*rest && *rest != ',')
            return NULL; // not a list of links
        at = rest;
    }
    return NULL;
}
