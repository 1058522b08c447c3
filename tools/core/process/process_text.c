#include "base/buf.h"
#include "process/process.h"

#include <signal.h>
#include <string.h>

typedef struct SignalName {
    int number;
    const char *name;
    const char *meaning;
} SignalName;

static const SignalName signals[] = {
    {SIGHUP, "SIGHUP", "hangup"},
    {SIGINT, "SIGINT", "interrupt"},
    {SIGQUIT, "SIGQUIT", "quit"},
    {SIGILL, "SIGILL", "an instruction this CPU does not have"},
    {SIGTRAP, "SIGTRAP", "trap"},
    {SIGABRT, "SIGABRT", "it aborted itself"},
    {SIGBUS, "SIGBUS", "bus error"},
    {SIGFPE, "SIGFPE", "arithmetic error"},
    {SIGKILL, "SIGKILL", "killed from outside"},
    {SIGSEGV, "SIGSEGV", "segmentation fault"},
    {SIGPIPE, "SIGPIPE", "nobody read its output"},
    {SIGTERM, "SIGTERM", "asked to end"},
    {SIGXCPU, "SIGXCPU", "CPU time limit"},
    {SIGXFSZ, "SIGXFSZ", "file size limit"},
};

static const char *process_describe_signal(int number, Arena *arena)
{
    for (size_t i = 0; i < array_count(signals); i++) {
        if (signals[i].number == number)
            return arena_format(arena, "was ended by %s (%s)", signals[i].name, signals[i].meaning);
    }
    return arena_format(arena, "was ended by signal %d", number);
}

bool process_succeeded(const ProcessResult *result)
{
    return result->ending == PROCESS_EXITED && result->exit_code == 0;
}

const char *process_describe(const ProcessResult *result, Arena *arena)
{
    switch (result->ending) {
    case PROCESS_EXITED:
        return arena_format(arena, "ended with exit code %d", result->exit_code);
    case PROCESS_SIGNALLED:
        return process_describe_signal(result->signal, arena);
    case PROCESS_TIMED_OUT:
        return arena_format(arena, "was stopped after %s, its time limit",
                            text_for_duration(arena, result->timeout_ms));
    case PROCESS_OVER_MEMORY:
        return arena_format(arena, "was stopped at %s of memory; its limit is %s",
                            text_for_bytes(arena, result->memory_peak),
                            text_for_bytes(arena, result->memory_most));
    case PROCESS_STOPPED:
        return "was stopped";
    }
    return "";
}

// Quotes a word for a shell unless it has nothing that a shell looks at.
static void process_quote(Buf *buf, const char *word)
{
    static const char *const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789_-+=./,:@%^";
    if (*word && word[strspn(word, plain)] == '\0') {
        buf_add(buf, word);
        return;
    }
    buf_add_char(buf, '\'');
    for (const char *at = word; *at; at++) {
        if (*at == '\'')
            buf_add(buf, "'\\''");
        else
            buf_add_char(buf, *at);
    }
    buf_add_char(buf, '\'');
}

const char *process_command_text(const TextList *command, Arena *arena)
{
    // A text that was handed to a shell is what the user wrote.
    if (command->count == 3 && text_equal(command->items[0], "sh") &&
        text_equal(command->items[1], "-c"))
        return command->items[2];
    scoped_buf text = BUF_EMPTY;
    for (size_t i = 0; i < command->count; i++) {
        if (i > 0)
            buf_add_char(&text, ' ');
        process_quote(&text, command->items[i]);
    }
    return buf_keep(&text, arena);
}
