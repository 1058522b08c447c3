#include "base/fatal.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

typedef struct FatalEntry {
    FatalHook *hook;
    void *what;
} FatalEntry;

// What a signal handler must reach cannot be passed to it: the one state of the process that
// changes. Signals are blocked while it does.
static struct {
    FatalEntry entries[FATAL_MOST_HOOKS];
    size_t count;
} fatal;

static const int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP};

static void fatal_block(sigset_t *ret_before)
{
    sigset_t ours;
    sigemptyset(&ours);
    for (size_t i = 0; i < array_count(fatal_signals); i++)
        sigaddset(&ours, fatal_signals[i]);
    pthread_sigmask(SIG_BLOCK, &ours, ret_before);
}

void fatal_add(FatalHook *hook, void *what)
{
    sigset_t before;
    fatal_block(&before);
    assert(fatal.count < FATAL_MOST_HOOKS);
    fatal.entries[fatal.count++] = (FatalEntry){hook, what};
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void fatal_remove(FatalHook *hook, void *what)
{
    sigset_t before;
    fatal_block(&before);
    for (size_t i = fatal.count; i-- > 0;) {
        if (fatal.entries[i].hook != hook || fatal.entries[i].what != what)
            continue;
        memmove(&fatal.entries[i], &fatal.entries[i + 1],
                (fatal.count - i - 1) * sizeof fatal.entries[0]);
        fatal.count--;
        break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void fatal_say(const char *text)
{
    ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
}

static void fatal_run_hooks(void)
{
    while (fatal.count) {
        const FatalEntry entry = fatal.entries[--fatal.count];
        entry.hook(entry.what);
    }
}

static void fatal_on_signal(int signal_number)
{
    fatal_say("sluice: ended by a signal; children are stopped, nothing half-written is kept\n");
    fatal_run_hooks();
    struct sigaction by_default = {.sa_handler = SIG_DFL};
    sigaction(signal_number, &by_default, NULL);
    raise(signal_number);
}

void fatal_catch_signals(void)
{
    struct sigaction action = {.sa_handler = fatal_on_signal};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < array_count(fatal_signals); i++)
        sigaddset(&action.sa_mask, fatal_signals[i]);
    for (size_t i = 0; i < array_count(fatal_signals); i++) {
        struct sigaction before;
        // A signal that the parent told us to ignore (nohup) stays ignored.
        if (sigaction(fatal_signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(fatal_signals[i], &action, NULL);
    }
    // A reader that went away and a limit of sizes are errors of the write, which is tidied up.
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
}

void fatal_out_of_memory(void)
{
    sigset_t before;
    fatal_block(&before);
    fatal_say("sluice: out of memory: the run is given up; nothing half-written is kept\n");
    fatal_run_hooks();
    _exit(3);
}
