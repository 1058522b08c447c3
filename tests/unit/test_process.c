// Real children: what is said of them, and that none of them survives.

#include "base/fatal.h"
#include "base/file.h"
#include "base/time.h"
#include "process/cgroup.h"
#include "process/process.h"
#include "unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static TextList shell(Arena *arena, const char *script)
{
    TextList command = {0};
    *list_push(arena, &command) = "sh";
    *list_push(arena, &command) = "-c";
    *list_push(arena, &command) = script;
    return command;
}

static const struct {
    const char *name;
    const char *script;
    ProcessPlan plan;
    ProcessEnding ending;
    int exit_code;
    const char *output;
    const char *errors;
} runs[] = {
    {"passes on what a command prints",
     "echo one; echo two >&2",
     {.folder = NULL},
     PROCESS_EXITED,
     0,
     "one\n",
     "two\n"},
    {"passes on the exit code", "exit 3", {.folder = NULL}, PROCESS_EXITED, 3, "", ""},
    {"tells a signal from an exit code",
     "kill -SEGV $$",
     {.folder = NULL},
     PROCESS_SIGNALLED,
     128 + SIGSEGV,
     "",
     ""},
    {"gives an empty standard input",
     "cat; echo end",
     {.folder = NULL},
     PROCESS_EXITED,
     0,
     "end\n",
     ""},
    {"puts errors where the output is if asked to",
     "echo a; echo b >&2; echo c",
     {.merge_errors = true},
     PROCESS_EXITED,
     0,
     "a\nb\nc\n",
     ""},
    {"ends a command at its time limit",
     "echo begun; sleep 60",
     {.timeout_ms = 300},
     PROCESS_TIMED_OUT,
     128 + SIGTERM,
     "begun\n",
     ""},
    {"kills a command that ignores being asked",
     "trap '' TERM; while :; do sleep 1; done",
     {.timeout_ms = 200, .grace_ms = 200},
     PROCESS_TIMED_OUT,
     128 + SIGKILL,
     "",
     ""},
    {"lets a command that is asked to end say goodbye",
     "trap 'echo bye; exit 5' TERM; while :; do sleep 0.05 2>/dev/null; done 2>/dev/null",
     {.timeout_ms = 200},
     PROCESS_TIMED_OUT,
     5,
     "bye\n",
     ""},
    {"asks with the signal that was wished for",
     "trap 'echo asked; exit 6' USR1; while :; do sleep 0.05 2>/dev/null; done 2>/dev/null",
     {.timeout_ms = 200, .stop_signal = SIGUSR1},
     PROCESS_TIMED_OUT,
     6,
     "asked\n",
     ""},
    {"gives a broken pipe its usual meaning",
     "yes | head -n 1",
     {.folder = NULL},
     PROCESS_EXITED,
     0,
     "y\n",
     ""},
    {"works in the folder it was given", "pwd", {.folder = "/"}, PROCESS_EXITED, 0, "/\n", ""},
    {"stops a tree that takes too much memory",
     "python3 -c 'x = bytearray(200 << 20); import time; time.sleep(60)'",
     {.memory_most = (int64_t)100 << 20},
     PROCESS_OVER_MEMORY,
     128 + SIGTERM,
     "",
     ""},
};

static void check_run(void **state)
{
    const typeof(runs[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = row->plan;
    plan.command = shell(arena, row->script);
    ProcessResult result;
    assert_true(process_run(&plan, arena, &result, &err));
    assert_int_equal(result.ending, row->ending);
    assert_int_equal(result.exit_code, row->exit_code);
    assert_string_equal(result.output.bytes, row->output);
    assert_string_equal(result.errors.bytes, row->errors);
    assert_int_equal(process_succeeded(&result), row->exit_code == 0);
}

static const struct {
    const char *name;
    const char *program;
    const char *folder;
    const char *message;
} refused[] = {
    {"refuses a command that nobody has", "sluice-no-such-command", NULL,
     "there is no command 'sluice-no-such-command' in any folder of PATH"},
    {"refuses a program that is not there", "./no/such/program", NULL,
     "cannot run './no/such/program': No such file or directory"},
    {"refuses a file that is no program", "/dev/null", NULL,
     "cannot run '/dev/null': Permission denied"},
    {"refuses a folder that is not there", "true", "/no/such/folder",
     "cannot run 'true' in folder '/no/such/folder': No such file or directory"},
    {"refuses to run nothing", NULL, NULL, "there is no command to run"},
};

static void check_refused(void **state)
{
    const typeof(refused[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = {.folder = row->folder};
    if (row->program)
        *list_push(arena, &plan.command) = row->program;
    ProcessResult result;
    assert_false(process_run(&plan, arena, &result, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_string_equal(err.message, row->message);
}

// A pid that a script wrote into a file.
static pid_t read_pid(Arena *arena, const char *folder)
{
    Error err = ERROR_EMPTY;
    scoped_buf text = BUF_EMPTY;
    int64_t pid = 0;
    assert_true(file_read("pid", path_join(arena, folder, "pid"), &text, &err));
    assert_true(text_to_int(text_trim(arena, buf_text(&text)), &pid));
    return (pid_t)pid;
}

static bool gone(pid_t pid)
{
    for (int i = 0; i < 200 && kill(pid, 0) == 0; i++)
        time_sleep_ms(10);
    return kill(pid, 0) != 0;
}

static const struct {
    const char *name;
    const char *script; // leaves the pid of a process that means to stay in the file `pid`
    ProcessPlan plan;
    bool survives;
    int64_t leftovers;
} survivors[] = {
    {"ends a child in the background", "sleep 600 & echo $! >pid", {.folder = NULL}, false, 1},
    {"ends a child in a session of its own",
     "setsid sh -c 'echo $$ >pid; exec sleep 600' & sleep 0.3",
     {.folder = NULL},
     false,
     1},
    {"ends a child that was orphaned",
     "(setsid sh -c 'echo $$ >pid; exec sleep 600' &) ; sleep 0.3",
     {.folder = NULL},
     false,
     1},
    {"ends a child that ignores being asked",
     "sh -c 'trap \"\" TERM; echo $$ >pid; while :; do sleep 1; done' & sleep 0.3",
     {.grace_ms = 100},
     false,
     2},
    {"ends a child of a command out of time",
     "setsid sh -c 'echo $$ >pid; exec sleep 600' & sleep 600",
     {.timeout_ms = 400},
     false,
     0},
    {"waits for a child that ends by itself",
     "sh -c 'echo $$ >pid; sleep 0.3' & sleep 0.1",
     {.folder = NULL},
     false,
     0},
    {"leaves what a deployment started",
     "setsid sh -c 'echo $$ >pid; exec sleep 600' >/dev/null 2>&1 & sleep 0.3",
     {.leave_running = true},
     true,
     0},
};

static void check_survivor(void **state)
{
    const typeof(survivors[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = row->plan;
    assert_true(folder_make_temporary(arena, &plan.folder, &err));
    plan.command = shell(arena, row->script);
    ProcessResult result;
    int64_t before = time_monotonic_ms();
    assert_true(process_run(&plan, arena, &result, &err));
    assert_true(time_monotonic_ms() - before < 10000);
    pid_t pid = read_pid(arena, plan.folder);
    folder_remove(plan.folder);
    assert_int_equal(result.leftovers, row->leftovers);
    if (row->survives) {
        assert_int_equal(kill(pid, 0), 0);
        kill(pid, SIGKILL);
    } else {
        assert_true(gone(pid));
    }
}

static void keeps_both_ends_of_a_long_output(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = {.command = shell(arena, "echo first; yes | head -c 5000000; echo last")};
    ProcessResult result;
    assert_true(process_run(&plan, arena, &result, &err));
    assert_int_equal(result.output.total, 5000011);
    assert_true(result.output.cut);
    assert_true(result.output.size < PROCESS_HEAD_SIZE + PROCESS_TAIL_SIZE + 100);
    assert_true(text_starts(result.output.bytes, "first\ny\n"));
    assert_true(text_ends(result.output.bytes, "y\nlast\n"));
    assert_non_null(strstr(result.output.bytes, "\n… 3885899 bytes left out …\n"));
}

typedef struct Heard {
    size_t sizes[2];
    char last;
} Heard;

static void hear(void *what, ProcessStream stream, const char *bytes, size_t size)
{
    Heard *heard = what;
    heard->sizes[stream] += size;
    heard->last = bytes[size - 1];
}

static void a_listener_hears_every_byte(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    Heard heard = {{0}, 0};
    ProcessPlan plan = {
        .command = shell(arena, "head -c 5000000 /dev/zero; head -c 10 /dev/zero >&2; printf x"),
        .listen = hear,
        .what = &heard,
    };
    ProcessResult result;
    assert_true(process_run(&plan, arena, &result, &err));
    assert_int_equal(heard.sizes[PROCESS_OUTPUT], 5000001);
    assert_int_equal(heard.sizes[PROCESS_ERRORS], 10);
}

static void measures_time_and_memory_of_the_whole_tree(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *script = "for i in 1 2 3; do python3 -c 'import time\n"
                         "x = bytearray(30 << 20); t = time.time() + 0.7\n"
                         "while time.time() < t: pass' & done; wait";
    ProcessPlan plan = {.command = shell(arena, script)};
    ProcessResult result;
    assert_true(process_run(&plan, arena, &result, &err));
    assert_true(result.memory_peak > (int64_t)90 << 20);
    assert_true(result.memory_peak < (int64_t)200 << 20);
    assert_true(result.wall_ms >= 700 && result.wall_ms < 30000);
    assert_true(result.cpu_ms >= 300);
}

static void changes_the_environment_of_the_child_only(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    setenv("SLUICE_TEST_KEPT", "kept", 1);
    setenv("SLUICE_TEST_GONE", "not gone", 1);
    setenv("SLUICE_TEST_NEW", "old", 1);
    ProcessPlan plan = {
        .command = shell(arena, "echo $SLUICE_TEST_KEPT,$SLUICE_TEST_GONE,$SLUICE_TEST_NEW")};
    *list_push(arena, &plan.env) = "SLUICE_TEST_GONE";
    *list_push(arena, &plan.env) = "SLUICE_TEST_NEW=a=b";
    ProcessResult result;
    assert_true(process_run(&plan, arena, &result, &err));
    assert_string_equal(result.output.bytes, "kept,,a=b\n");
    assert_string_equal(getenv("SLUICE_TEST_NEW"), "old");
}

static void a_server_runs_beside_us_and_is_read(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = {.command = shell(arena, "yes | head -c 3000000; echo; exec sleep 600")};
    scoped_process server = NULL;
    assert_true(process_start(&plan, &server, &err));
    assert_false(process_wait(server, 500));
    ProcessResult result;
    process_end(server, arena, &result);
    assert_int_equal(result.ending, PROCESS_STOPPED);
    assert_int_equal(result.output.total, 3000001); // although nobody listened meanwhile
    assert_true(process_wait(server, 0));
}

static void knows_the_exit_code_even_where_children_are_ignored(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    signal(SIGCHLD, SIG_IGN); // as some launchers leave it
    ProcessPlan plan = {.command = shell(arena, "exit 3")};
    ProcessResult result;
    bool ran = process_run(&plan, arena, &result, &err);
    signal(SIGCHLD, SIG_DFL);
    assert_true(ran);
    assert_int_equal(result.exit_code, 3);
}

static void two_servers_do_not_hold_each_other(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = {.command = shell(arena, "exec sleep 600")};
    scoped_process first = NULL;
    scoped_process second = NULL;
    assert_true(process_start(&plan, &first, &err));
    assert_true(process_start(&plan, &second, &err));
    ProcessResult result;
    process_end(first, arena, &result);
    assert_int_equal(result.ending, PROCESS_STOPPED);
    assert_false(process_wait(second, 0));
}

static const struct {
    const char *name;
    int signal_number;
} ends[] = {
    {"nothing survives us if we are asked to end", SIGTERM},
    {"nothing survives us if we are killed", SIGKILL},
};

static void check_end(void **state)
{
    const typeof(ends[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    ProcessPlan plan = {.command = shell(arena, "setsid sh -c 'echo $$ >pid; exec sleep 600' & "
                                                "sleep 600")};
    assert_true(folder_make_temporary(arena, &plan.folder, &err));
    pid_t tool = fork();
    if (tool == 0) {
        close(STDERR_FILENO); // where the fatal path says goodbye
        fatal_catch_signals();
        ProcessResult result;
        _exit(process_run(&plan, arena, &result, &err) ? 0 : 1);
    }
    time_sleep_ms(500);
    kill(tool, row->signal_number);
    int status = 0;
    waitpid(tool, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == row->signal_number);
    pid_t pid = read_pid(arena, plan.folder);
    folder_remove(plan.folder);
    assert_true(gone(pid));
}

static void write_file(Arena *arena, const char *folder, const char *name, const char *text)
{
    Error err = ERROR_EMPTY;
    assert_true(file_write(path_join(arena, folder, name), text, strlen(text), &err));
}

static const struct {
    const char *name;
    const char *groups; // /proc/self/cgroup
    const char *file;
    const char *text;
    int64_t kills;
} groups[] = {
    {"reads version 1", "3:cpu:/\n4:memory:/job/7\n0::/\n",
     "sys/fs/cgroup/memory/job/7/memory.oom_control",
     "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n", 2},
    {"reads version 2", "0::/job\n", "sys/fs/cgroup/job/memory.events",
     "low 0\noom 4\noom_kill 3\noom_group_kill 0\n", 3},
    {"finds the group of a container at the mount", "0::/system.slice/x.scope\n",
     "sys/fs/cgroup/memory.events", "oom_kill 1\n", 1},
    {"does not guess when nothing is there", "0::/\n", "sys/fs/cgroup/other", "", -1},
};

static void check_group(void **state)
{
    const typeof(groups[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *root = NULL;
    assert_true(folder_make_temporary(arena, &root, &err));
    write_file(arena, root, "proc/self/cgroup", row->groups);
    write_file(arena, root, row->file, row->text);
    assert_int_equal(cgroup_oom_kills(root), row->kills);
    folder_remove(root);
}

static const struct {
    const char *name;
    ProcessResult result;
    const char *text;
} described[] = {
    {"names an exit code", {.ending = PROCESS_EXITED, .exit_code = 3}, "ended with exit code 3"},
    {"names a signal",
     {.ending = PROCESS_SIGNALLED, .signal = SIGSEGV},
     "was ended by SIGSEGV (segmentation fault)"},
    {"names the time limit",
     {.ending = PROCESS_TIMED_OUT, .timeout_ms = 2500},
     "was stopped after 2.5 s, its time limit"},
};

static void check_described(void **state)
{
    const typeof(described[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(process_describe(&row->result, arena), row->text);
}

static void shows_a_command_as_one_types_it(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    TextList command = {0};
    *list_push(arena, &command) = "python3";
    *list_push(arena, &command) = "my train.py";
    *list_push(arena, &command) = "it's";
    *list_push(arena, &command) = "";
    assert_string_equal(process_command_text(&command, arena),
                        "python3 'my train.py' 'it'\\''s' ''");
    command = shell(arena, "make | tee log");
    assert_string_equal(process_command_text(&command, arena), "make | tee log");
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        cmocka_unit_test(keeps_both_ends_of_a_long_output),
        cmocka_unit_test(a_listener_hears_every_byte),
        cmocka_unit_test(measures_time_and_memory_of_the_whole_tree),
        cmocka_unit_test(changes_the_environment_of_the_child_only),
        cmocka_unit_test(a_server_runs_beside_us_and_is_read),
        cmocka_unit_test(knows_the_exit_code_even_where_children_are_ignored),
        cmocka_unit_test(two_servers_do_not_hold_each_other),
        cmocka_unit_test(shows_a_command_as_one_types_it),
    };
    return unit_run_table("run", runs, check_run) +
           unit_run_table("refused", refused, check_refused) +
           unit_run_table("survivor", survivors, check_survivor) +
           unit_run_table("end", ends, check_end) + unit_run_table("group", groups, check_group) +
           unit_run_table("described", described, check_described) +
           cmocka_run_group_tests_name("whole", whole, NULL, NULL);
}
