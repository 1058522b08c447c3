// The text of GitLab's jobs. All belong to one stage of the pipeline and wait for each other by
// `needs`, so that they fit into whatever pipeline there is.

#include "base/file.h"
#include "cli/version.h"
#include "doc/quote.h"
#include "workflow_text.h"

#define GITLAB_PROGRAMS ".sluice-bin"

// The jobs that stand in the file so far.
typedef struct GitlabText {
    const Inventory *inventory;
    Arena *arena;
    Buf *out;
    TextList jobs;
} GitlabText;

static const char *gitlab_path(const GitlabText *text, const char *path)
{
    return survey_from_repository(text->inventory->survey, path);
}

static void gitlab_put(const GitlabText *text, const char *key, const char *value)
{
    buf_add(text->out, key);
    quote_yaml(text->out, value);
    buf_add_char(text->out, '\n');
}

// Opens a job that waits for all before it. Its name has the project's folder in it, so that
// several projects share a pipeline.
static void gitlab_job(GitlabText *text, const char *name, const char *image)
{
    const char *prefix = text->inventory->survey->prefix;
    const char *job = arena_format(text->arena, "sluice-%s%s%s", name, *prefix ? " " : "", prefix);
    buf_add_char(text->out, '\n');
    quote_yaml(text->out, job);
    buf_add(text->out, ":\n");
    gitlab_put(text, "  stage: ", text->inventory->hosting.gitlab_stage);
    if (image)
        gitlab_put(text, "  image: ", image);
    else
        buf_add(text->out, "  image:\n    name: " SLUICE_IMAGE "\n    entrypoint: ['']\n");
    buf_add(text->out, text->jobs.count ? "  needs:\n" : "  needs: []\n");
    for (size_t i = 0; i < text->jobs.count; i++)
        gitlab_put(text, "    - ", text->jobs.items[i]);
    *list_push(text->arena, &text->jobs) = job;
}

// `sluice gate --config … --stage gate`
static void gitlab_call(const GitlabText *text, const char *program, const char *options)
{
    const char *config = workflow_config(text->inventory);
    scoped_buf line = BUF_EMPTY;
    buf_add(&line, program);
    if (config) {
        buf_add(&line, " --config ");
        quote_shell(&line, config);
    }
    buf_add(&line, options);
    gitlab_put(text, "    - ", buf_text(&line));
}

// The run folder is handed from job to job; what GitLab reads itself belongs to its own job.
static void gitlab_artifacts(const GitlabText *text)
{
    const char *quality = gitlab_path(text, ".sluice/*.codequality.json");
    const char *tests = gitlab_path(text, ".sluice/*.junit.xml");
    buf_add(text->out, "  artifacts:\n    when: always\n    paths:\n");
    gitlab_put(text, "      - ", gitlab_path(text, ".sluice/"));
    buf_add(text->out, "    exclude:\n");
    gitlab_put(text, "      - ", quality);
    gitlab_put(text, "      - ", tests);
    buf_add(text->out, "    reports:\n");
    gitlab_put(text, "      codequality: ", quality);
    gitlab_put(text, "      junit: ", tests);
}

static void gitlab_stage(GitlabText *text, const char *tool, const char *stage)
{
    gitlab_job(text, stage, NULL);
    buf_add(text->out, "  script:\n");
    gitlab_call(text, arena_format(text->arena, "sluice %s", tool),
                arena_format(text->arena, " --stage %s", stage));
    gitlab_artifacts(text);
}

// What the project needs is installed in its own folder; the shell goes on in the repository's.
static void gitlab_packages(const GitlabText *text)
{
    const Packages *packages = text->inventory->project.packages;
    const char *prefix = text->inventory->survey->prefix;
    if (!packages) {
        buf_format(text->out,
                   "  # No file names the packages that %s imports: install them here.\n"
                   "  # before_script: [python3 -m pip install ...]\n",
                   text->inventory->training.script);
        return;
    }
    scoped_buf folder = BUF_EMPTY;
    quote_shell(&folder, prefix);
    buf_add(text->out, "  before_script:\n");
    for (size_t i = 0; packages->gitlab[i]; i++)
        gitlab_put(text, "    - ",
                   *prefix ? arena_format(text->arena, "(cd %s && %s)", buf_text(&folder),
                                          packages->gitlab[i])
                           : packages->gitlab[i]);
    if (packages->runs_with)
        gitlab_put(text, "    - ",
                   arena_format(text->arena, "export PATH=\"$PWD/%s:$PATH\"",
                                gitlab_path(text, packages->runs_with)));
}

static void gitlab_smoke_test(GitlabText *text)
{
    const Project *project = &text->inventory->project;
    const char *own = project->packages ? project->packages->gitlab_image : NULL;
    buf_add(text->out,
            "\n# The training runs in an image of Python, with the programs out of their own.");
    gitlab_job(text, "programs", NULL);
    buf_add(text->out,
            "  script:\n"
            "    - mkdir -p " GITLAB_PROGRAMS "\n"
            "    - cp /usr/local/bin/sluice /usr/local/bin/sluice-train-smoke-test " GITLAB_PROGRAMS
            "/\n"
            "  artifacts:\n"
            "    paths: [" GITLAB_PROGRAMS "/]\n");
    gitlab_job(text, "smoke-test",
               own ? own : arena_format(text->arena, "python:%s", project->python));
    gitlab_packages(text);
    buf_add(text->out, "  script:\n");
    gitlab_call(text, GITLAB_PROGRAMS "/sluice train-smoke-test", " --stage smoke-test");
    gitlab_artifacts(text);
}

static void gitlab_report(GitlabText *text)
{
    const char *page = gitlab_path(text, "report.html");
    scoped_buf options = BUF_EMPTY;
    buf_add(&options, " --output ");
    quote_shell(&options, page);
    gitlab_job(text, "report", NULL);
    buf_add(text->out, "  when: always\n  script:\n");
    gitlab_call(text, "sluice report", buf_text(&options));
    buf_add(text->out, "  artifacts:\n    when: always\n    paths:\n");
    gitlab_put(text, "      - ", page);
}

void workflow_text_gitlab(const Inventory *inventory, Buf *out)
{
    GitlabText text = {.inventory = inventory, .arena = inventory->survey->arena, .out = out};
    buf_format(out, WORKFLOW_HEAD, survey_from_repository(inventory->survey, INVENTORY_PIPELINE));
    for (size_t i = 0; i < inventory->tables.count; i++)
        gitlab_stage(&text, "data-validate", inventory->tables.items[i].stage);
    if (inventory->has_smoke_stage)
        gitlab_smoke_test(&text);
    if (inventory->has_gate_stage)
        gitlab_stage(&text, "gate", "gate");
    gitlab_report(&text);
}
