#include "process/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static void launch_fail(const Launch *launch, LaunchStep step) NORETURN;
static void launch_fail(const Launch *launch, LaunchStep step)
{
    launch->shared->launch_errno = errno;
    launch->shared->launch_step = step;
    _exit(127);
}

// What we ignore or catch must not be inherited; above all SIGPIPE, which ends `yes | head`.
static void launch_reset_signals(void)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void launch_run(const Launch *launch, pid_t supervisor, int output, int errors)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != supervisor) // it died before we could ask to be told
        _exit(127);
    setsid();
    launch_reset_signals();
    if (launch->plan->stop_signal == SIGABRT) // asked where it is, a child shall not dump its core
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 ||
        dup2(errors, STDERR_FILENO) < 0)
        launch_fail(launch, LAUNCH_FORK);
    // Whatever else is open, of libraries too, is not the command's. Old kernels lack the call.
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 1U << 2 /* CLOSE_RANGE_CLOEXEC */);
    if (launch->plan->folder && chdir(launch->plan->folder) != 0)
        launch_fail(launch, LAUNCH_FOLDER);
    environ = launch->environment;
    execvp(launch->arguments[0], launch->arguments);
    launch_fail(launch, LAUNCH_PROGRAM);
}
