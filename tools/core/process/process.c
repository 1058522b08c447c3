#include "process/process.h"

#include "base/fatal.h"
#include "base/file.h"
#include "base/time.h"
#include "process/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct Process {
    ProcessPlan plan;
    Supervision *shared;
    pid_t supervisor; // 0 when it was buried
    int socket;       // -1 when the supervisor closed it: the end
};

// Fatal hook: the supervisor ends the tree, we wait for it.
static void process_abandon(void *what)
{
    const Process *process = what;
    if (process->supervisor <= 0)
        return;
    kill(process->supervisor, SIGTERM);
    // It may want to tell a listener who will not hear it any more.
    shutdown(process->socket, SHUT_RDWR);
    waitpid(process->supervisor, NULL, 0);
}

// True if `entry` of an environment has the name that `change` ("NAME=value" or "NAME") begins
// with.
static bool process_same_name(const char *entry, const char *change)
{
    size_t length = strcspn(change, "=");
    return strncmp(entry, change, length) == 0 && entry[length] == '=';
}

static char **process_environment(const ProcessPlan *plan, Arena *arena)
{
    LIST(char *) entries = {0};
    for (char **entry = environ; *entry; entry++) {
        bool changed = false;
        for (size_t i = 0; i < plan->env.count; i++)
            changed = changed || process_same_name(*entry, plan->env.items[i]);
        if (!changed)
            *list_push(arena, &entries) = *entry;
    }
    for (size_t i = 0; i < plan->env.count; i++) {
        if (strchr(plan->env.items[i], '='))
            *list_push(arena, &entries) = arena_text(arena, plan->env.items[i]);
    }
    *list_push(arena, &entries) = NULL;
    return entries.items;
}

static char **process_arguments(const ProcessPlan *plan, Arena *arena)
{
    char **arguments = arena_array(arena, char *, plan->command.count + 1);
    for (size_t i = 0; i < plan->command.count; i++)
        arguments[i] = arena_text(arena, plan->command.items[i]);
    return arguments;
}

static Process *process_new(const ProcessPlan *plan)
{
    Process *process = calloc(1, sizeof *process);
    Supervision *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!process || shared == MAP_FAILED)
        fatal_out_of_memory();
    process->plan = *plan;
    if (process->plan.grace_ms == 0)
        process->plan.grace_ms = PROCESS_GRACE_MS;
    process->shared = shared;
    process->socket = -1;
    return process;
}

// Forks the supervisor. Signals wait meanwhile: our handlers must not run in the fork.
static bool process_fork(Process *process, Launch *launch, Error *err)
{
    int ends[2] = {-1, -1};
    int started[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0 ||
        pipe2(started, O_CLOEXEC) != 0) {
        int reason = errno;
        fd_close(ends[0]);
        fd_close(ends[1]);
        return error_set(err, ERROR_SYSTEM, "cannot make a pipe: %s", strerror(reason));
    }
    launch->socket = ends[1];
    launch->started = started[1];
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork();
    if (pid == 0)
        supervisor_run(launch);
    int reason = errno;
    process->supervisor = MAX(pid, 0);
    process->socket = ends[0];
    if (pid > 0)
        fatal_add(process_abandon, process);
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    close(started[1]);
    char nothing = 0;
    while (pid > 0 && read(started[0], &nothing, 1) < 0 && errno == EINTR)
        continue;
    close(started[0]);
    return pid > 0 || error_set(err, ERROR_SYSTEM, "cannot fork: %s", strerror(reason));
}

static bool process_check_launch(const Process *process, Error *err)
{
    const char *program = process->plan.command.items[0];
    int reason = process->shared->launch_errno;
    if (reason == 0)
        return true;
    if (process->shared->launch_step == LAUNCH_FORK)
        return error_set(err, ERROR_SYSTEM, "cannot start '%s': %s", program, strerror(reason));
    if (process->shared->launch_step == LAUNCH_FOLDER)
        return error_set(err, ERROR_USAGE, "cannot run '%s' in folder '%s': %s", program,
                         process->plan.folder, strerror(reason));
    if (reason == ENOENT && !strchr(program, '/'))
        return error_set(err, ERROR_USAGE, "there is no command '%s' in any folder of PATH",
                         program);
    return error_set(err, ERROR_USAGE, "cannot run '%s': %s", program, strerror(reason));
}

bool process_start(const ProcessPlan *plan, Process **ret_process, Error *err)
{
    if (plan->command.count == 0)
        return error_set(err, ERROR_USAGE, "there is no command to run");
    scoped_arena arena = arena_open();
    scoped_process process = process_new(plan);
    Launch launch = {
        .plan = &process->plan,
        .arguments = process_arguments(plan, arena),
        .environment = process_environment(plan, arena),
        .shared = process->shared,
    };
    if (!process_fork(process, &launch, err) || !process_check_launch(process, err))
        return false;
    *ret_process = take(process);
    return true;
}

// Buries the supervisor when its socket has ended.
static void process_bury(Process *process)
{
    fatal_remove(process_abandon, process);
    while (waitpid(process->supervisor, NULL, 0) < 0 && errno == EINTR)
        continue;
    process->supervisor = 0;
    fd_close(process->socket);
    process->socket = -1;
}

static void process_receive(Process *process)
{
    char message[SUPERVISOR_MESSAGE_SIZE];
    ssize_t size = recv(process->socket, message, sizeof message, 0);
    if (size > 1)
        process->plan.listen(process->plan.what, (ProcessStream)message[0], message + 1,
                             (size_t)size - 1);
    else if (size == 0 || errno != EINTR)
        process_bury(process);
}

bool process_wait(Process *process, int64_t most_ms)
{
    int64_t until = time_monotonic_ms() + most_ms;
    while (process->supervisor) {
        // The clock is read once: MAX() would read it again and may then let a -1, for ever, pass.
        int64_t rest = until - time_monotonic_ms();
        int64_t left = most_ms < 0 ? -1 : MAX(0, rest);
        struct pollfd event = {.fd = process->socket, .events = POLLIN};
        int ready = poll(&event, 1, (int)MIN(left, 3600 * 1000));
        if (ready > 0)
            process_receive(process);
        else if (left == 0)
            return false;
    }
    return true;
}

static void process_stop(Process *process)
{
    if (process_wait(process, 0))
        return;
    // If it ended in the meantime nobody reads this, and waiting shows it.
    ssize_t sent = send(process->socket, "", 1, MSG_NOSIGNAL);
    (void)sent;
    process_wait(process, -1);
}

static void process_fill(const Process *process, Arena *arena, ProcessResult *ret_result)
{
    const Supervision *shared = process->shared;
    // A supervisor that was killed takes the command with it and tells nothing.
    int status = shared->finished ? shared->status : SIGKILL;
    int signal_number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    *ret_result = (ProcessResult){
        .ending = shared->finished ? shared->ending : PROCESS_SIGNALLED,
        .exit_code = signal_number ? 128 + signal_number : WEXITSTATUS(status),
        .signal = signal_number,
        .timeout_ms = process->plan.timeout_ms,
        .memory_most = process->plan.memory_most,
        .wall_ms = shared->wall_ms,
        .cpu_ms = shared->cpu_us / 1000,
        .memory_peak = shared->memory_peak,
        .oom_kills = shared->finished ? shared->oom_kills : -1,
        .leftovers = shared->leftovers,
        .output = capture_text(&shared->captures[PROCESS_OUTPUT], arena),
        .errors = capture_text(&shared->captures[PROCESS_ERRORS], arena),
    };
}

void process_end(Process *process, Arena *arena, ProcessResult *ret_result)
{
    process_stop(process);
    process_fill(process, arena, ret_result);
}

void process_close(Process *process)
{
    process_stop(process);
    fd_close(process->socket);
    munmap(process->shared, sizeof *process->shared);
    free(process);
}

bool process_run(const ProcessPlan *plan, Arena *arena, ProcessResult *ret_result, Error *err)
{
    scoped_process process = NULL;
    if (!process_start(plan, &process, err))
        return false;
    process_wait(process, -1);
    process_fill(process, arena, ret_result);
    return true;
}
