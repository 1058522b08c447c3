#include "listener.h"

#include "base/clean.h"

#include <string.h>
#include <unistd.h>

// What a command prints stands behind a bar: to a CI platform no line of it is one of its commands.
static void listener_echo(const char *line)
{
    scoped_buf text = BUF_EMPTY;
    buf_format(&text, "| %s\n", line);
    // A terminal that is gone shall not end the test.
    ssize_t written = write(STDERR_FILENO, text.data, text.size);
    (void)written;
}

static void listener_take_line(Listener *listener, Buf *line)
{
    // Progress bars return to the start of the line: what was last there counts.
    while (line->size && line->data[line->size - 1] == '\r')
        buf_cut(line, line->size - 1);
    const char *text = buf_text(line);
    const char *last = line->size ? memrchr(line->data, '\r', line->size) : NULL;
    if (last)
        text = last + 1;
    scoped_buf clean = BUF_EMPTY;
    clean_append(&clean, text, line->size - (size_t)(text - buf_text(line)));
    losses_read_line(listener->losses, buf_text(&clean));
    if (listener->echo)
        listener_echo(buf_text(&clean));
    buf_clear(line);
}

void listener_hear(void *what, ProcessStream stream, const char *bytes, size_t size)
{
    Listener *listener = what;
    Buf *line = &listener->lines[stream];
    line->limit = LISTENER_LONGEST_LINE;
    const char *end = bytes + size;
    while (bytes < end) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
        buf_append(line, bytes, (size_t)((stop ? stop : end) - bytes));
        if (!stop)
            break;
        listener_take_line(listener, line);
        bytes = stop + 1;
    }
}

void listener_end(Listener *listener)
{
    for (size_t i = 0; i < array_count(listener->lines); i++) {
        if (listener->lines[i].size)
            listener_take_line(listener, &listener->lines[i]);
        buf_release(&listener->lines[i]);
    }
}
