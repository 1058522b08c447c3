// process: start, watch, measure and end a whole tree of processes. Linux only.
//
// A supervisor of our own stands between us and the command: it collects every descendant (also
// those that left the group or the session), keeps time and memory, reads the output, and ends the
// whole tree when we ask, when a limit is passed and when we die, even by SIGKILL. Start processes
// from the main thread while no other threads live.
//
//     ProcessPlan plan = {.command = options->command, .timeout_ms = 60000};
//     ProcessResult result;
//     if (!process_run(&plan, run->arena, &result, err))
//         return false;                            // it could not be started
//     if (!process_succeeded(&result))
//         report_find(…, "the command %s", process_describe(&result, run->arena));

#ifndef PROCESS_PROCESS_H
#define PROCESS_PROCESS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"

// What is kept of a stream: its first and its last bytes.
#define PROCESS_HEAD_SIZE ((size_t)64 << 10)
#define PROCESS_TAIL_SIZE ((size_t)1 << 20)

// How long a process that was asked to end (SIGTERM) may take before it is killed.
#define PROCESS_GRACE_MS 10000

typedef enum ProcessStream {
    PROCESS_OUTPUT, // standard output
    PROCESS_ERRORS, // standard error
} ProcessStream;

// Gets output as it comes, unclean, cut anywhere; called within process_run(), process_wait() and
// process_end() only.
typedef void ProcessListener(void *what, ProcessStream stream, const char *bytes, size_t size);

typedef struct ProcessPlan {
    TextList command;    // program and arguments; the program is looked up in PATH
    TextList env;        // "NAME=value" adds to our environment, "NAME" takes away
    const char *folder;  // working folder; NULL for ours
    int64_t timeout_ms;  // of wall time; 0 for no limit
    int64_t memory_most; // bytes of the tree, sampled; 0 for no limit
    int64_t grace_ms;    // between SIGTERM and SIGKILL; 0 for PROCESS_GRACE_MS
    bool merge_errors;   // standard error goes where standard output goes, in order
    bool leave_running;  // what the command leaves in the background stays (a deployment)
    int stop_signal; // asks the tree to end; 0 for SIGTERM. SIGABRT makes Python say where it was
    ProcessListener *listen; // NULL for nobody; a child blocks while its listener does not wait
    void *what;              // the listener's first argument
} ProcessPlan;

typedef enum ProcessEnding {
    PROCESS_EXITED,      // by itself, with exit_code
    PROCESS_SIGNALLED,   // by a signal that was not ours
    PROCESS_TIMED_OUT,   // ended by us after timeout_ms
    PROCESS_OVER_MEMORY, // ended by us above memory_most
    PROCESS_STOPPED,     // ended by process_end()
} ProcessEnding;

// What a stream said: the first and the last bytes with a line between them that counts what was
// left out. Unclean, may hold any byte.
typedef struct ProcessText {
    const char *bytes; // closed by a zero byte
    size_t size;
    int64_t total; // bytes that were written
    bool cut;
} ProcessText;

typedef struct ProcessResult {
    ProcessEnding ending;
    int exit_code;       // 0 to 255; 128 + signal if a signal ended it
    int signal;          // 0 if none
    int64_t timeout_ms;  // the plan's
    int64_t memory_most; // the plan's
    int64_t wall_ms;
    int64_t cpu_ms;      // user and system, of the whole tree
    int64_t memory_peak; // bytes: the larger of the sampled PSS of the tree and the RSS of its
                         // largest process; 0 if unknown
    int64_t oom_kills;   // by the kernel in our cgroup meanwhile; -1 if it cannot be read
    int64_t leftovers;   // processes that outlived the command
    ProcessText output;  // standard output
    ProcessText errors;  // standard error; empty if merged
} ProcessResult;

// Starts the command, waits for its end, ends what it left behind. Fails (ERROR_USAGE) if there is
// no such command; whatever the command does later is no error but a result.
bool process_run(const ProcessPlan *plan, Arena *arena, ProcessResult *ret_result, Error *err)
    MUST_USE;

// For servers: starts the command and returns. Its output is read all the time.
typedef struct Process Process;
bool process_start(const ProcessPlan *plan, Process **ret_process, Error *err) MUST_USE;

// Waits for the end of the command for at most `most_ms` (0 only looks, -1 for ever). True if it
// has ended.
bool process_wait(Process *process, int64_t most_ms);

// Ends the tree if it still runs (SIGTERM, grace, SIGKILL) and says what there was.
void process_end(Process *process, Arena *arena, ProcessResult *ret_result);

// Ends the tree if it still runs.
void process_close(Process *process);
SCOPED_CLOSE(Process *, process_close)
#define scoped_process CLEANUP(process_close_scoped) Process *

// Exit code 0 and nothing that we had to stop.
bool process_succeeded(const ProcessResult *result);

// Reads on from "the command …": `ended with exit code 3`, `was killed by SIGSEGV`, `was stopped
// after 10m, its time limit`, …
const char *process_describe(const ProcessResult *result, Arena *arena);

// A program and its arguments as one would type them in a shell.
const char *process_command_text(const TextList *command, Arena *arena);

#endif
