#include "traceback_line.h"

#include "base/buf.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

// Skips an escape sequence of a terminal, which begins at `at`.
static const char *traceback_skip_escape(const char *at, const char *end)
{
    at++;
    if (at < end && *at == '[') {
        at++;
        while (at < end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x40)
            at++;
    }
    return at < end ? at + 1 : at;
}

// Skips the bars and the crosses which an exception group draws in front of its lines.
static const char *traceback_skip_bars(const char *line)
{
    const char *at = line + strspn(line, " ");
    const char *behind = line;
    while ((*at == '|' || *at == '+') && (at[1] == ' ' || at[1] == '\0' || at[1] == '-')) {
        if (at[1] == '-') // a rule between members
            return at + 1;
        behind = at + (at[1] ? 2 : 1);
        at = behind + strspn(behind, " ");
    }
    return behind;
}

// Skips `[rank0]: `, `[1,0]<stderr>: ` and the like.
static const char *traceback_skip_launcher(const char *line)
{
    if (line[0] != '[')
        return line;
    const char *close = strchr(line, ']');
    if (!close || close - line > 40)
        return line;
    const char *at = close + 1;
    if (text_starts(at, "<stderr>"))
        at += strlen("<stderr>");
    if (*at != ':')
        return line;
    return at[1] == ' ' ? at + 2 : at + 1;
}

bool traceback_next_line(const char **at, const char *end, Arena *arena, const char **ret_line)
{
    if (*at >= end)
        return false;
    scoped_buf line = BUF_LIMITED(TRACEBACK_LINE_SIZE);
    const char *byte = *at;
    while (byte < end && *byte != '\n' && *byte != '\r') {
        if (*byte == '\x1b') {
            byte = traceback_skip_escape(byte, end);
        } else {
            if (*byte) // a zero would end the text
                buf_add_char(&line, *byte);
            byte++;
        }
    }
    *at = byte < end ? byte + 1 : byte;
    const char *text = traceback_skip_launcher(buf_text(&line));
    *ret_line = arena_text(arena, traceback_skip_bars(text));
    return true;
}

size_t traceback_line_indent(const char *line)
{
    return strspn(line, " \t");
}

bool traceback_line_frame(const char *line, Arena *arena, TracebackFrame *ret_frame)
{
    const char *at = line + traceback_line_indent(line);
    static const char *const opening = "File \"";
    if (!text_starts(at, opening))
        return false;
    const char *file = at + strlen(opening);
    const char *close = strstr(file, "\", line ");
    if (!close)
        return false;
    const char *digits = close + strlen("\", line ");
    size_t length = strspn(digits, "0123456789");
    int64_t number = 0;
    if (!text_to_int(arena_text_sized(arena, digits, length), &number))
        return false;
    const char *behind = digits + length;
    const char *function = NULL;
    if (text_starts(behind, ", in "))
        function = behind + strlen(", in ");
    else if (text_starts(behind, " in "))
        function = behind + strlen(" in ");
    else if (*behind)
        return false;
    *ret_frame = (TracebackFrame){
        .file = arena_text_sized(arena, file, (size_t)(close - file)),
        .line = number,
        .function = arena_text(arena, function),
    };
    return true;
}

bool traceback_line_exception(const char *line, Arena *arena, const char **ret_type,
                              const char **ret_message)
{
    const char *at = line;
    if (!isalpha((unsigned char)*at) && *at != '_')
        return false;
    while (isalnum((unsigned char)*at) || *at == '_' || *at == '.')
        at++;
    if (*at != '\0' && !text_starts(at, ": ") && !text_equal(at, ":"))
        return false;
    *ret_type = arena_text_sized(arena, line, (size_t)(at - line));
    *ret_message = *at ? arena_text(arena, at + (at[1] ? 2 : 1)) : "";
    return true;
}
