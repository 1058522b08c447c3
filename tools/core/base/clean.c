#include "base/clean.h"

#include "base/utf8.h"

#include <string.h>
#include <strings.h>

// Characters which change how their neighbours are shown, or end a line.
static const struct {
    uint32_t first;
    uint32_t last;
} clean_hidden[] = {
    {0x80, 0x9f},       // C1 controls
    {0xad, 0xad},       // soft hyphen
    {0x61c, 0x61c},     // Arabic letter mark
    {0x200b, 0x200f},   // zero width characters, left-to-right and right-to-left marks
    {0x2028, 0x202e},   // separators of lines and paragraphs, embeddings and overrides
    {0x2060, 0x2069},   // invisible operators, isolates
    {0xfeff, 0xfeff},   // byte order mark
    {0xfff9, 0xfffb},   // interlinear annotation
    {0xe0000, 0xe007f}, // tags
};

bool clean_is_hidden(uint32_t character)
{
    if ((character < 0x20 && character != '\t') || character == 0x7f)
        return true;
    for (size_t i = 0; i < array_count(clean_hidden); i++) {
        if (character >= clean_hidden[i].first && character <= clean_hidden[i].last)
            return true;
    }
    return false;
}

// Whether a bracket behind what is in `buf` would make a platform's marker. Looking back, so that a
// text which comes in pieces is seen whole.
static bool clean_ends_in_marker(const Buf *buf)
{
    static const char *const markers[] = {"##", "##vso"};
    for (size_t i = 0; i < array_count(markers); i++) {
        size_t length = strlen(markers[i]);
        if (buf->size >= length &&
            strncasecmp(buf->data + buf->size - length, markers[i], length) == 0)
            return true;
    }
    return false;
}

void clean_append(Buf *buf, const char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        size_t length = 1;
        if (!utf8_decode(bytes + at, size - at, &character, &length)) {
            buf_format(buf, "\\x%02x", (unsigned)(unsigned char)bytes[at]);
            at += 1;
            continue;
        }
        if (character == '[' && clean_ends_in_marker(buf)) {
            buf_add(buf, "\\[");
        } else if (clean_is_hidden(character)) {
            buf_format(buf, character < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)character);
        } else {
            buf_append(buf, bytes + at, length);
        }
        at += length;
    }
}

char *clean_text(Arena *arena, const char *text)
{
    scoped_buf clean = BUF_EMPTY;
    clean_append(&clean, text, strlen(text));
    return buf_keep(&clean, arena);
}

char *clean_text_short(Arena *arena, const char *text, size_t most)
{
    char *clean = clean_text(arena, text);
    size_t size = strlen(clean);
    size_t characters = 0;
    size_t last_start = 0;
    for (size_t at = 0; at < size; characters++) {
        uint32_t character = 0;
        size_t length = 1;
        if (!utf8_decode(clean + at, size - at, &character, &length))
            break;
        if (characters + 1 == most)
            last_start = at;
        at += length;
    }
    if (characters <= most || most == 0)
        return clean;
    return arena_format(arena, "%.*s…", (int)last_start, clean);
}
