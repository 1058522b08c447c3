// The text of a GitHub workflow.

#include "base/file.h"
#include "cli/version.h"
#include "doc/quote.h"
#include "workflow_text.h"

#include <string.h>

const char *workflow_config(const Inventory *inventory)
{
    const Survey *survey = inventory->survey;
    return *survey->prefix ? survey_from_repository(survey, INVENTORY_PIPELINE) : NULL;
}

// `key: value` at the end of a line; nothing if there is no value.
static void github_put(Buf *out, const char *key, const char *value)
{
    if (!value)
        return;
    buf_add(out, key);
    quote_yaml(out, value);
    buf_add_char(out, '\n');
}

static void github_stage(const Inventory *inventory, Buf *out, const char *tool, const char *stage)
{
    buf_format(out,
               "\n      - uses: " SLUICE_REPOSITORY "/actions/%s@" SLUICE_TAG "\n        with:\n",
               tool);
    github_put(out, "          config: ", workflow_config(inventory));
    github_put(out, "          stage: ", stage);
}

static void github_command(const Inventory *inventory, Buf *out, const char *command)
{
    const char *prefix = inventory->survey->prefix;
    buf_format(out, "      - run: %s\n", command);
    github_put(out, "        working-directory: ", *prefix ? prefix : NULL);
}

// Data that is fetched has to be fetched in the workflow too.
static void github_fetch(const Inventory *inventory, Buf *out)
{
    for (size_t i = 0; i < inventory->tables.count; i++) {
        const char *pull = inventory->tables.items[i].table->pull;
        if (!pull)
            continue;
        buf_format(out,
                   "      # Not all data is in the repository: install what fetches it, and let it "
                   "in.\n      # - run: %s\n",
                   pull);
        return;
    }
}

static void github_python(const Inventory *inventory, Buf *out)
{
    const Project *project = &inventory->project;
    const Packages *packages = project->packages;
    buf_add(out, "\n      - uses: actions/setup-python@v5\n        with:\n");
    github_put(out, "          python-version: ", project->python);
    for (size_t i = 0; packages && packages->github[i]; i++)
        github_command(inventory, out, packages->github[i]);
    if (!packages)
        buf_format(out,
                   "      # No file names the packages that %s imports: install them here.\n"
                   "      # - run: python3 -m pip install ...\n",
                   inventory->training.script);
    if (packages && packages->runs_with)
        github_command(inventory, out,
                       arena_format(inventory->survey->arena, "echo \"$PWD/%s\" >>\"$GITHUB_PATH\"",
                                    packages->runs_with));
}

// The page of all stages, made whatever became of them.
static void github_report(const Inventory *inventory, Buf *out)
{
    const char *file = path_name(inventory->hosting.github_file);
    const char *page = survey_from_repository(inventory->survey, "report.html");
    buf_add(out, "\n      - if: always()\n"
                 "        uses: " SLUICE_REPOSITORY "/actions/report@" SLUICE_TAG "\n"
                 "        with:\n");
    github_put(out, "          config: ", workflow_config(inventory));
    github_put(out, "          output: ", page);
    buf_add(out, "      - if: always()\n"
                 "        uses: actions/upload-artifact@v4\n"
                 "        with:\n");
    github_put(out, "          name: ",
               arena_text_sized(inventory->survey->arena, file, strlen(file) - strlen(".yml")));
    github_put(out, "          path: ", page);
}

void workflow_text_github(const Inventory *inventory, Buf *out)
{
    const Survey *survey = inventory->survey;
    buf_format(out, WORKFLOW_HEAD, survey_from_repository(survey, INVENTORY_PIPELINE));
    github_put(out, "name: ",
               *survey->prefix ? arena_format(survey->arena, "sluice %s", survey->prefix)
                               : "sluice");
    buf_add(out, "\n"
                 "on:\n"
                 "  push:\n"
                 "    branches: [main, master]\n"
                 "  pull_request:\n"
                 "  workflow_dispatch:\n"
                 "\n"
                 "permissions:\n"
                 "  contents: read\n"
                 "\n"
                 "jobs:\n"
                 "  sluice:\n"
                 "    runs-on: ubuntu-latest\n"
                 "    timeout-minutes: 30\n"
                 "    steps:\n"
                 "      - uses: actions/checkout@v4\n"
                 "        with:\n"
                 "          persist-credentials: false\n");
    if (inventory->project.has_lfs)
        buf_add(out, "          lfs: true\n");
    github_fetch(inventory, out);
    for (size_t i = 0; i < inventory->tables.count; i++)
        github_stage(inventory, out, "data-validate", inventory->tables.items[i].stage);
    if (inventory->has_smoke_stage) {
        github_python(inventory, out);
        github_stage(inventory, out, "train-smoke-test", "smoke-test");
    }
    if (inventory->has_gate_stage)
        github_stage(inventory, out, "gate", "gate");
    github_report(inventory, out);
}
