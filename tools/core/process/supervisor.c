#include "process/supervisor.h"

#include "base/file.h"
#include "base/time.h"
#include "process/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// Memory is looked at soon after the start, then again and again; where looking is dear (many or
// large processes) it may take a twentieth of the time.
#define SAMPLE_FIRST_MS  20
#define SAMPLE_PAUSE_MS  100
#define SAMPLE_SHARE     20
#define SUPERVISOR_NEVER INT64_MAX

typedef enum Phase {
    PHASE_RUNNING,  // the command lives
    PHASE_SETTLING, // it ended by itself; what it left behind may still do so
    PHASE_STOPPING, // everybody was asked to end
    PHASE_KILLING,
    PHASE_OVER,
} Phase;

typedef struct Supervisor {
    const ProcessPlan *plan;
    Supervision *shared;
    int socket;
    int signals;
    int streams[2]; // by ProcessStream; -1 when it ended
    pid_t command;
    bool command_ended;
    Phase phase;
    int64_t started;
    int64_t deadline;
    int64_t sample_at;
    int64_t phase_ends;
    size_t pending; // bytes of `message` that the listener has not taken
    char message[SUPERVISOR_MESSAGE_SIZE];
} Supervisor;

static void supervisor_signal_all(Supervisor *super, int signal_number)
{
    descendants_find(getpid(), &super->shared->below);
    descendants_signal(&super->shared->below, signal_number);
}

static void supervisor_enter(Supervisor *super, Phase phase, int64_t most_ms)
{
    super->phase = phase;
    super->phase_ends = time_monotonic_ms() + most_ms;
}

// Asks everybody to end. `ending` is noted if the command still runs: later it ended by itself.
static void supervisor_stop(Supervisor *super, ProcessEnding ending, int64_t grace_ms)
{
    if (super->phase >= PHASE_STOPPING) {
        super->phase_ends = MIN(super->phase_ends, time_monotonic_ms() + grace_ms);
        return;
    }
    int wanted = super->plan->stop_signal ? super->plan->stop_signal : SIGTERM;
    if (!super->command_ended)
        super->shared->ending = ending;
    supervisor_signal_all(super, super->command_ended ? SIGTERM : wanted);
    supervisor_enter(super, PHASE_STOPPING, grace_ms);
}

// Reads what a stream has; false at its end or if it has nothing now.
static bool supervisor_read(Supervisor *super, ProcessStream stream)
{
    ssize_t size = read(super->streams[stream], super->message + 1, SUPERVISOR_MESSAGE_SIZE - 1);
    if (size < 0)
        return errno == EINTR;
    if (size == 0) {
        fd_close(super->streams[stream]);
        super->streams[stream] = -1;
        return false;
    }
    capture_add(&super->shared->captures[stream], super->message + 1, (size_t)size);
    if (super->plan->listen) {
        super->message[0] = (char)stream;
        super->pending = 1 + (size_t)size;
    }
    return true;
}

// Hands the pending message on; `flags` may forbid to wait.
static void supervisor_send(Supervisor *super, int flags)
{
    ssize_t sent = send(super->socket, super->message, super->pending, MSG_NOSIGNAL | flags);
    if (sent >= 0 || (errno != EAGAIN && errno != EINTR)) // nobody listens any more
        super->pending = 0;
}

// The streams of a tree that is gone: what is in the pipes, and no more than they hold, for
// somebody who left may still write.
static void supervisor_drain(Supervisor *super)
{
    for (ProcessStream stream = PROCESS_OUTPUT; stream <= PROCESS_ERRORS; stream++) {
        for (size_t read_most = 0; super->streams[stream] >= 0 && read_most < PROCESS_TAIL_SIZE;
             read_most += SUPERVISOR_MESSAGE_SIZE) {
            while (super->pending)
                supervisor_send(super, 0);
            if (!supervisor_read(super, stream))
                break;
        }
        while (super->pending)
            supervisor_send(super, 0);
    }
}

static void supervisor_sample(Supervisor *super)
{
    int64_t before = time_monotonic_ms();
    descendants_find(getpid(), &super->shared->below);
    int64_t memory = descendants_memory(&super->shared->below);
    super->shared->memory_peak = MAX(super->shared->memory_peak, memory);
    int64_t after = time_monotonic_ms();
    super->sample_at = after + MAX(SAMPLE_PAUSE_MS, SAMPLE_SHARE * (after - before));
    if (super->plan->memory_most && memory > super->plan->memory_most)
        supervisor_stop(super, PROCESS_OVER_MEMORY, SUPERVISOR_HASTE_MS);
}

// Buries who died. False if nobody is left.
static bool supervisor_reap(Supervisor *super)
{
    for (;;) {
        int status = 0;
        struct rusage usage;
        pid_t pid = wait4(-1, &status, WNOHANG, &usage);
        if (pid <= 0)
            return pid == 0 || errno == EINTR;
        super->shared->cpu_us += (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
                                 usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
        super->shared->memory_peak =
            MAX(super->shared->memory_peak, (int64_t)usage.ru_maxrss * 1024);
        if (pid != super->command)
            continue;
        super->command_ended = true;
        super->shared->status = status;
        super->shared->wall_ms = time_monotonic_ms() - super->started;
        if (super->shared->ending == PROCESS_EXITED && WIFSIGNALED(status))
            super->shared->ending = PROCESS_SIGNALLED;
    }
}

// One step of the way from running to over; `anybody` lives.
static void supervisor_proceed(Supervisor *super, bool anybody)
{
    int64_t now = time_monotonic_ms();
    bool late = now >= super->phase_ends;
    bool leave = super->plan->leave_running && super->shared->ending <= PROCESS_SIGNALLED;
    if (!anybody || (super->command_ended && leave)) {
        super->phase = PHASE_OVER;
        return;
    }
    switch (super->phase) {
    case PHASE_RUNNING:
        if (super->command_ended)
            supervisor_enter(super, PHASE_SETTLING, SUPERVISOR_SETTLE_MS);
        else if (now >= super->deadline)
            supervisor_stop(super, PROCESS_TIMED_OUT, super->plan->grace_ms);
        else if (now >= super->sample_at)
            supervisor_sample(super);
        break;
    case PHASE_SETTLING:
        if (!late)
            break;
        supervisor_stop(super, PROCESS_EXITED, MIN(super->plan->grace_ms, SUPERVISOR_HASTE_MS));
        super->shared->leftovers = (int64_t)super->shared->below.count;
        break;
    case PHASE_STOPPING:
        if (late)
            supervisor_enter(super, PHASE_KILLING, SUPERVISOR_KILL_MS);
        break;
    case PHASE_KILLING:
        supervisor_signal_all(super, SIGKILL);
        if (late)
            super->phase = PHASE_OVER;
        break;
    case PHASE_OVER:
        break;
    }
}

// How long nothing needs to be done unless something happens, in milliseconds.
static int supervisor_pause(const Supervisor *super)
{
    if (super->phase == PHASE_KILLING)
        return 10;
    int64_t next = super->phase_ends;
    if (super->phase == PHASE_RUNNING)
        next = MIN(super->sample_at, super->deadline);
    // The clock is read once: MAX() would read it again and may then let a -1, for ever, pass.
    const int64_t rest = next - time_monotonic_ms();
    return (int)MAX(0, MIN(rest, 60000));
}

static void supervisor_listen(Supervisor *super)
{
    // A full socket closes the way from the pipes: the command waits for its listener.
    struct pollfd events[] = {
        {.fd = super->signals, .events = POLLIN},
        {.fd = super->socket, .events = (short)(super->pending ? POLLIN | POLLOUT : POLLIN)},
        {.fd = super->pending ? -1 : super->streams[PROCESS_OUTPUT], .events = POLLIN},
        {.fd = super->pending ? -1 : super->streams[PROCESS_ERRORS], .events = POLLIN},
    };
    if (poll(events, array_count(events), supervisor_pause(super)) <= 0)
        return;
    struct signalfd_siginfo info;
    if (events[0].revents && read(super->signals, &info, sizeof info) == sizeof info &&
        info.ssi_signo != SIGCHLD)
        supervisor_stop(super, PROCESS_STOPPED, SUPERVISOR_HASTE_MS);
    if (events[1].revents & (POLLIN | POLLHUP | POLLERR)) {
        char request = 0;
        bool asked = recv(super->socket, &request, 1, MSG_DONTWAIT) == 1;
        supervisor_stop(super, PROCESS_STOPPED,
                        asked ? super->plan->grace_ms : SUPERVISOR_HASTE_MS);
        if (!asked) { // whom we work for is gone
            fd_close(super->socket);
            super->socket = -1;
            super->pending = 0;
        }
    }
    if (super->pending && events[1].revents & POLLOUT)
        supervisor_send(super, MSG_DONTWAIT);
    for (ProcessStream stream = PROCESS_OUTPUT; stream <= PROCESS_ERRORS; stream++) {
        if (events[2 + stream].revents && !super->pending)
            supervisor_read(super, stream);
    }
}

static int supervisor_open_signals(void)
{
    sigset_t ours;
    sigemptyset(&ours);
    static const int numbers[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
    signal(SIGCHLD, SIG_DFL); // where it was ignored, children die without a status
    for (size_t i = 0; i < array_count(numbers); i++)
        sigaddset(&ours, numbers[i]);
    sigprocmask(SIG_SETMASK, &ours, NULL);
    return signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
}

// Closes what we inherited, above all the other ends of other supervisors' sockets.
static void supervisor_close_others(const Launch *launch)
{
    unsigned low = (unsigned)MIN(launch->socket, launch->started);
    unsigned high = (unsigned)MAX(launch->socket, launch->started);
    if (low > STDERR_FILENO + 1)
        syscall(SYS_close_range, STDERR_FILENO + 1, low - 1, 0U);
    if (high > low + 1)
        syscall(SYS_close_range, low + 1, high - 1, 0U);
    syscall(SYS_close_range, high + 1, ~0U, 0U);
}

// Starts the command; false with the reason in the shared memory.
static bool supervisor_launch(Supervisor *super, const Launch *launch)
{
    int output[2] = {-1, -1};
    int errors[2] = {-1, -1};
    pid_t ourselves = getpid();
    bool ready =
        super->signals >= 0 && pipe2(output, O_CLOEXEC) == 0 && pipe2(errors, O_CLOEXEC) == 0;
    super->command = ready ? fork() : -1;
    if (super->command < 0) {
        launch->shared->launch_errno = errno;
        launch->shared->launch_step = LAUNCH_FORK;
        return false;
    }
    if (super->command == 0)
        launch_run(launch, ourselves, output[1],
                   launch->plan->merge_errors ? output[1] : errors[1]);
    close(output[1]);
    close(errors[1]);
    super->streams[PROCESS_OUTPUT] = output[0];
    super->streams[PROCESS_ERRORS] = errors[0];
    fcntl(output[0], F_SETFL, O_NONBLOCK);
    fcntl(errors[0], F_SETFL, O_NONBLOCK);
    return true;
}

void supervisor_run(const Launch *launch)
{
    const ProcessPlan *plan = launch->plan;
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    setsid(); // a terminal's ^C is for the tool, which then tells us
    supervisor_close_others(launch);
    int64_t now = time_monotonic_ms();
    Supervisor super = {
        .plan = plan,
        .shared = launch->shared,
        .socket = launch->socket,
        .signals = supervisor_open_signals(),
        .streams = {-1, -1},
        .started = now,
        .deadline = plan->timeout_ms ? now + plan->timeout_ms : SUPERVISOR_NEVER,
        .sample_at = now + SAMPLE_FIRST_MS,
        .phase_ends = SUPERVISOR_NEVER,
    };
    super.shared->status = SIGKILL; // until we know better: what cannot be told is no success
    int64_t kills_before = cgroup_oom_kills("");
    if (!supervisor_launch(&super, launch))
        _exit(1);
    close(launch->started);
    while (super.phase != PHASE_OVER) {
        supervisor_listen(&super);
        supervisor_proceed(&super, supervisor_reap(&super));
    }
    supervisor_drain(&super);
    int64_t kills = cgroup_oom_kills("");
    super.shared->oom_kills = kills < 0 || kills_before < 0 ? -1 : kills - kills_before;
    super.shared->finished = true;
    _exit(0);
}
