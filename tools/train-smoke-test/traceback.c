#include "traceback.h"

#include "base/buf.h"
#include "base/text.h"
#include "traceback_line.h"

#include <string.h>

typedef enum ReaderState {
    READER_OUTSIDE,
    READER_FRAMES,  // behind a header: frames and their source
    READER_MESSAGE, // behind `Type: message`: more of the message
    READER_FAULT,   // a dump: the innermost frame first
    READER_SYNTAX,  // `File "x.py", line 3` without header: a SyntaxError may follow
} ReaderState;

typedef struct Reader {
    const TracebackPlan *plan;
    Traceback *traceback;
    Arena *arena;
    ReaderState state;
    size_t indent;      // of the header
    TracebackLink link; // of the next exception
    bool current;       // the dump is at the thread that is at fault
    bool aside;         // the next traceback is that of a thread, a destructor, a task
    TracebackFrame syntax;
    Buf message;
} Reader;

// What stands alone on a line and says how the next exception hangs together with the last.
static const struct {
    const char *text;
    TracebackLink link;
} joints[] = {
    {"The above exception was the direct cause of the following exception", TRACEBACK_CAUSE},
    {"During handling of the above exception, another exception occurred", TRACEBACK_CONTEXT},
};

// What is printed in front of tracebacks that do not end the program.
static const char *const asides[] = {
    "Exception in thread ",
    "Exception ignored in",
    "Task exception was never retrieved",
    "Exception in callback ",
};

static TracebackException *reader_last(const Reader *reader)
{
    size_t count = reader->traceback->exceptions.count;
    return count ? &reader->traceback->exceptions.items[count - 1] : NULL;
}

static void reader_end_message(Reader *reader)
{
    if (reader->state == READER_MESSAGE)
        reader_last(reader)->message = buf_keep(&reader->message, reader->arena);
    buf_clear(&reader->message);
    reader->state = READER_OUTSIDE;
}

// Begins a new exception; false if there are too many.
static bool reader_begin(Reader *reader, ReaderState state)
{
    reader_end_message(reader);
    if (reader->traceback->exceptions.count == TRACEBACK_MOST_EXCEPTIONS)
        return false;
    TracebackException *exception = list_push(reader->arena, &reader->traceback->exceptions);
    exception->link = reader->traceback->exceptions.count > 1 ? reader->link : TRACEBACK_ALONE;
    exception->aside = reader->aside;
    exception->type = "";
    exception->message = "";
    reader->link = TRACEBACK_ALONE;
    reader->aside = false;
    reader->state = state;
    return true;
}

static void reader_add_frame(Reader *reader, TracebackFrame frame)
{
    TracebackException *exception = reader_last(reader);
    if (exception->frames.count == TRACEBACK_MOST_FRAMES)
        return;
    frame.ours = reader->plan->owns(reader->plan->what, frame.file);
    *list_push(reader->arena, &exception->frames) = frame;
    if (!exception->fault)
        return;
    // Dumps begin with the innermost.
    memmove(exception->frames.items + 1, exception->frames.items,
            (exception->frames.count - 1) * sizeof frame);
    exception->frames.items[0] = frame;
}

static bool reader_begin_message(Reader *reader, const char *line)
{
    TracebackException *exception = reader_last(reader);
    const char *message = NULL;
    if (!traceback_line_exception(line, reader->arena, &exception->type, &message))
        return false;
    exception->message = message;
    buf_clear(&reader->message);
    buf_add(&reader->message, message);
    reader->state = READER_MESSAGE;
    return true;
}

// Lines that mean the same wherever they stand. True if it was one.
static bool reader_take_mark(Reader *reader, const char *line)
{
    const char *header = strstr(line, "Traceback (most recent call last):");
    if (header) {
        // "Original Traceback …" within a message is what happened in a worker.
        if (reader->state == READER_MESSAGE && header != line + traceback_line_indent(line))
            reader->link = TRACEBACK_INSIDE;
        reader->indent = traceback_line_indent(line);
        reader_begin(reader, READER_FRAMES);
        return true;
    }
    if (text_starts(line, "Fatal Python error: ")) {
        if (reader_begin(reader, READER_FAULT)) {
            reader->current = false;
            reader_last(reader)->fault = true;
            reader_last(reader)->type =
                arena_text(reader->arena, line + strlen("Fatal Python error: "));
        }
        return true;
    }
    for (size_t i = 0; i < array_count(joints); i++) {
        if (strstr(line, joints[i].text)) {
            reader_end_message(reader);
            reader->link = joints[i].link;
            return true;
        }
    }
    for (size_t i = 0; i < array_count(asides); i++) {
        if (text_starts(line, asides[i])) {
            reader_end_message(reader);
            reader->aside = true;
            return true;
        }
    }
    return false;
}

static void reader_take_outside(Reader *reader, const char *line)
{
    TracebackFrame frame;
    if (traceback_line_frame(line, reader->arena, &frame) && !frame.function) {
        reader->syntax = frame;
        reader->state = READER_SYNTAX;
    }
}

static void reader_take_frame(Reader *reader, const char *line)
{
    TracebackFrame frame;
    if (traceback_line_frame(line, reader->arena, &frame))
        reader_add_frame(reader, frame);
    else if (traceback_line_indent(line) <= reader->indent)
        reader_begin_message(reader, line + traceback_line_indent(line));
}

static bool reader_is_rule(const char *line)
{
    return text_starts(line, "-----") || text_starts(line, "-+-----");
}

// A message ends at an empty line, at the quotes around a worker's traceback, at a group's rule.
static void reader_take_message(Reader *reader, const char *line)
{
    if (!*line || text_equal(line, "\"\"\"") || reader_is_rule(line)) {
        reader_end_message(reader);
        reader->link = reader_is_rule(line) ? TRACEBACK_INSIDE : TRACEBACK_ALONE;
        return;
    }
    if (reader->message.size + strlen(line) < TRACEBACK_MESSAGE_SIZE) {
        buf_add_char(&reader->message, '\n');
        buf_add(&reader->message, line);
    }
}

static void reader_take_fault(Reader *reader, const char *line)
{
    TracebackFrame frame;
    if (traceback_line_frame(line, reader->arena, &frame))
        reader_add_frame(reader, frame);
    else if (text_starts(line, "Current thread 0x")) {
        reader_last(reader)->frames.count = 0; // those were other threads
        reader->current = true;
    } else if (text_starts(line, "Extension modules:") ||
               (reader->current && text_starts(line, "Thread 0x")))
        reader->state = READER_OUTSIDE;
}

static void reader_take_syntax(Reader *reader, const char *line)
{
    static const char *const types[] = {"SyntaxError", "IndentationError", "TabError"};
    if (traceback_line_indent(line) > 0)
        return; // the source and what points into it
    reader->state = READER_OUTSIDE;
    for (size_t i = 0; i < array_count(types); i++) {
        if (!text_starts(line, types[i]) || !reader_begin(reader, READER_FRAMES))
            continue;
        reader_add_frame(reader, reader->syntax);
        reader_begin_message(reader, line);
    }
}

static void reader_take(Reader *reader, const char *line)
{
    static void (*const takers[])(Reader *, const char *) = {
        [READER_OUTSIDE] = reader_take_outside, [READER_FRAMES] = reader_take_frame,
        [READER_MESSAGE] = reader_take_message, [READER_FAULT] = reader_take_fault,
        [READER_SYNTAX] = reader_take_syntax,
    };
    if (!reader_take_mark(reader, line))
        takers[reader->state](reader, line);
}

Traceback *traceback_read(const char *text, size_t size, const TracebackPlan *plan, Arena *arena)
{
    Reader reader = {
        .plan = plan,
        .traceback = arena_new(arena, Traceback),
        .arena = arena,
        .message = BUF_EMPTY,
    };
    const char *end = text + size;
    const char *line = NULL;
    while (traceback_next_line(&text, end, arena, &line))
        reader_take(&reader, line);
    reader_end_message(&reader);
    buf_release(&reader.message);
    return reader.traceback;
}

const TracebackFrame *traceback_own_frame(const TracebackException *exception)
{
    for (size_t i = exception->frames.count; i-- > 0;) {
        if (exception->frames.items[i].ours)
            return &exception->frames.items[i];
    }
    return NULL;
}

// The handler beside a `try` knew what it handles: if it fails itself, that is the news. A handler
// further out (a library's clean-up) only covers the cause.
static bool traceback_same_function(const TracebackException *a, const TracebackException *b)
{
    const TracebackFrame *first = traceback_own_frame(a);
    const TracebackFrame *second = traceback_own_frame(b);
    return text_equal(first->file, second->file) && text_equal(first->function, second->function);
}

// Whether `next` tells more about the cause than `best`, which comes earlier in the chain.
static bool traceback_better(const TracebackException *best, const TracebackException *next)
{
    if (!traceback_own_frame(next))
        return false;
    if (!traceback_own_frame(best))
        return true;
    if (next->link == TRACEBACK_INSIDE)
        return best->link != TRACEBACK_INSIDE; // of a group, the first member
    return next->link == TRACEBACK_CONTEXT && traceback_same_function(best, next);
}

// The best of the chain which begins at `first` and ends before `end`.
static const TracebackException *traceback_best(const Traceback *traceback, size_t first,
                                                size_t end)
{
    const TracebackException *best = &traceback->exceptions.items[first];
    for (size_t i = first + 1; i < end; i++) {
        const TracebackException *next = &traceback->exceptions.items[i];
        if (traceback_better(best, next))
            best = next;
    }
    return best;
}

const TracebackException *traceback_root(const Traceback *traceback)
{
    const TracebackException *root = NULL;
    for (size_t end = traceback->exceptions.count; end > 0;) {
        size_t first = end - 1;
        while (first > 0 && traceback->exceptions.items[first].link != TRACEBACK_ALONE)
            first--;
        const TracebackException *best = traceback_best(traceback, first, end);
        if (!best->aside && traceback_own_frame(best))
            return best;
        if (!root || (root->aside && !best->aside))
            root = best;
        end = first;
    }
    return root;
}

const char *traceback_short_type(const TracebackException *exception)
{
    const char *dot = strrchr(exception->type, '.');
    return dot ? dot + 1 : exception->type;
}
