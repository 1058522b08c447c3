// supervisor: the process between us and a command. It is a fork of ours that never returns,
// collects all descendants of the command as their subreaper, and shares its findings in memory.
//
// It lives on what was prepared before the fork: no arena, no fatal path, nothing printed.

#ifndef PROCESS_SUPERVISOR_H
#define PROCESS_SUPERVISOR_H

#include "process/capture.h"
#include "process/descendants.h"
#include "process/process.h"

#include <sys/types.h>

// How long descendants that outlive the command may take to end by themselves.
#define SUPERVISOR_SETTLE_MS 1000
// How long processes may take to die when we end early ourselves, or were stopped for their memory.
#define SUPERVISOR_HASTE_MS 3000
// How long a killed process is waited for; the kernel may hold it for ever.
#define SUPERVISOR_KILL_MS 5000

typedef enum LaunchStep {
    LAUNCH_FORK,
    LAUNCH_FOLDER,
    LAUNCH_PROGRAM,
} LaunchStep;

// In memory shared by the three: us, the supervisor, and the child before it becomes the command.
typedef struct Supervision {
    int launch_errno; // 0 if the command was started
    LaunchStep launch_step;
    bool finished; // false if the supervisor died before its time
    ProcessEnding ending;
    int status; // as of waitpid()
    int64_t wall_ms;
    int64_t cpu_us;
    int64_t memory_peak;
    int64_t oom_kills;
    int64_t leftovers;
    Capture captures[2]; // by ProcessStream
    Descendants below;   // the supervisor's own
} Supervision;

// All that was made ready before the fork.
typedef struct Launch {
    const ProcessPlan *plan;
    char **arguments;
    char **environment;
    Supervision *shared;
    int socket;  // to us: what the listener hears goes out; a byte in, or its end, means stop
    int started; // closed when the command runs or failed to
} Launch;

// Messages to the listener: the stream in the first byte, then what it said.
#define SUPERVISOR_MESSAGE_SIZE ((size_t)32 << 10)

void supervisor_run(const Launch *launch) NORETURN;

// In the child: becomes the command, or tells why not.
void launch_run(const Launch *launch, pid_t supervisor, int output, int errors) NORETURN;

#endif
