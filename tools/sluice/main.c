// sluice: the front. `sluice gate …` is `sluice-gate …`; links with the tools' names lead here too.

#include "base/clean.h"
#include "base/file.h"
#include "cli/help.h"
#include "cli/version.h"
#include "pipeline_schema.h"
#include "process/program.h"
#include "tools.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What `sluice --help` says of the tools; the tools say the rest themselves.
static const char front_help[] =
    "sluice: small tools that stand in the way of bad data and bad models\n"
    "\n"
    "Usage: sluice TOOL [VERB] [OPTION…]      sluice TOOL --help explains a tool\n"
    "       sluice run [OPTION…]              walks the stages of sluice.yml\n"
    "\n"
    "  data-validate      is this data fit to train on, and is it still the data we know?\n"
    "  train-smoke-test   does the training code run at all, on 100 rows and 2 epochs?\n"
    "  gate               is the new model good enough, and not worse than production?\n"
    "  inference-test     does the served model answer correctly and fast enough?\n"
    "  package            what exactly is shipped, can anyone rebuild and trust it?\n"
    "  deploy-notify      is it out, healthy, and does everybody know?\n"
    "  report             what happened in the whole pipeline?\n"
    "  run                all stages of sluice.yml in order, up to the first red one\n"
    "  config             the effective options of every stage, and where they come from\n"
    "  init               looks at a project and writes its sluice.yml and a workflow\n"
    "\n"
    "Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 the work could not be done,\n"
    "4 inconclusive.\n";

static int front_exec(const char *tool, char **argv)
{
    scoped_arena arena = arena_open();
    const char *program = program_of_tool(tool, arena);
    execvp(program, argv);
    fprintf(stderr,
            "sluice: cannot start '%s': %s; it must stand beside sluice or in a folder of PATH\n",
            program, strerror(errno));
    return 2;
}

// Says why no tool starts; on GitHub where errors are seen, too.
static int front_fail(const char *message)
{
    fprintf(stderr, "sluice: %s\n", message);
    if (!text_equal(getenv("GITHUB_ACTIONS"), "true"))
        return 2;
    fputs("::error title=sluice::", stdout);
    for (; *message; message++) {
        if (*message == '%')
            fputs("%25", stdout);
        else
            putchar(*message);
    }
    putchar('\n');
    return 2;
}

static int front_refuse(const char *name)
{
    scoped_arena arena = arena_open();
    const char *nearest = front_nearest(name);
    return front_fail(arena_format(arena, "there is no tool '%s'%s%s%s; sluice --help lists them",
                                   clean_text_short(arena, name, 64),
                                   nearest ? "; did you mean '" : "", nearest ? nearest : "",
                                   nearest ? "'?" : ""));
}

// The action at the root, whose input is the tool's name, starts this in the image.
static bool front_misses_programs(const FrontTool *entry)
{
    return !entry->in_image && entry->tool != &tool_config && entry->tool != &tool_init &&
           text_equal(getenv("GITHUB_ACTIONS"), "true") &&
           text_equal(getenv("INPUT_TOOL"), entry->name);
}

static int front_dispatch(const char *name, int argc, char **argv)
{
    const FrontTool *entry = front_find(name);
    if (!entry)
        return front_refuse(name);
    if (front_misses_programs(entry)) {
        scoped_arena arena = arena_open();
        return front_fail(arena_format(
            arena,
            "'tool: %s' needs the job's own programs, which are not in the image; write "
            "'uses: " SLUICE_REPOSITORY "/actions/%s@" SLUICE_TAG "' instead, without 'tool'",
            entry->name, entry->name));
    }
    if (!entry->tool)
        return front_exec(name, argv);
    return tool_main(entry->tool, argc, argv);
}

// The head of docs/rules.md; the tools' own rules follow it there.
static bool front_print_rules(Buf *out, Error *err)
{
    (void)err;
    buf_add(out, "<!-- Written by `sluice --describe=rules` and those of the tools: change the "
                 "tables of rules instead. -->\n# Rules\n\nEverything that can be found, tool by "
                 "tool. A name is never renamed once released.\n\n## every tool\n\n");
    describe_rules_of(sluice_rules, sluice_rule_count, out);
    return true;
}

static bool front_print_action(Buf *out, Error *err)
{
    (void)err;
    scoped_arena arena = arena_open();
    TextList names = {0};
    for (size_t i = 0; i < front_tool_count; i++) {
        if (front_tools[i].in_image)
            *list_push(arena, &names) = front_tools[i].name;
    }
    describe_root_action(text_join(arena, &names, ", "), out);
    return true;
}

// What nobody could read was not printed.
static int front_print(const char *text)
{
    if (fputs(text, stdout) >= 0 && fflush(stdout) == 0)
        return 0;
    fprintf(stderr, "sluice: cannot write to standard output: %s\n", strerror(errno));
    return error_exit_code(ERROR_OUTPUT);
}

static const struct {
    const char *form;
    bool (*print)(Buf *out, Error *err);
} front_forms[] = {
    {"action.yml", front_print_action},
    {"json-schema", pipeline_schema_print},
    {"rules", front_print_rules},
};

static int front_describe(const char *form)
{
    scoped_buf out = BUF_EMPTY;
    Error err = ERROR_EMPTY;
    size_t at = 0;
    while (at < array_count(front_forms) && !text_equal(front_forms[at].form, form))
        at++;
    if (at == array_count(front_forms)) {
        fputs("sluice: --describe must be action.yml, json-schema or rules; the tools know more "
              "forms\n",
              stderr);
        return 2;
    }
    if (!front_forms[at].print(&out, &err)) {
        fprintf(stderr, "sluice: %s\n", err.message);
        return error_exit_code(err.kind);
    }
    return front_print(buf_text(&out));
}

int main(int argc, char **argv)
{
    static const char prefix[] = "sluice-";
    const char *called = argc ? path_name(argv[0]) : "sluice";
    // A download keeps the name it had, such as sluice-linux-amd64: what names no tool is the front.
    if (text_starts(called, prefix) && front_find(called + strlen(prefix)))
        return front_dispatch(called + strlen(prefix), argc, argv);
    if (argc < 2 || text_equal(argv[1], "--help") || text_equal(argv[1], "-h") ||
        text_equal(argv[1], "help")) {
        if (argc >= 2)
            return front_print(front_help);
        fputs(front_help, stderr);
        return 2;
    }
    if (text_equal(argv[1], "--version"))
        return front_print("sluice " SLUICE_VERSION "\n");
    if (text_starts(argv[1], "--describe="))
        return front_describe(argv[1] + strlen("--describe="));
    return front_dispatch(argv[1], argc - 1, argv + 1);
}
