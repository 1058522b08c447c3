#include "pipeline_text.h"

#include "base/clean.h"
#include "cli/version.h"
#include "doc/quote.h"

#include <string.h>

#define PIPELINE_TEXT_SCHEMA                                                                       \
    "https://raw.githubusercontent.com/" SLUICE_REPOSITORY "/" SLUICE_TAG "/docs/"                 \
    "sluice.schema.json"

// Lines of stages are comments if the stage is an offer only.
typedef struct StageText {
    Buf *out;
    bool offered;
} StageText;

static void stage_text_line(const StageText *stage, const char *indent, const char *key,
                            const char *value)
{
    buf_format(stage->out, "  %s%s%s:", stage->offered ? "# " : "", indent, key);
    if (value) {
        buf_add_char(stage->out, ' ');
        quote_yaml(stage->out, value);
    }
    buf_add_char(stage->out, '\n');
}

static void stage_text_start(const StageText *stage, const char *name, const char *tool)
{
    stage_text_line(stage, "- ", "name", name);
    stage_text_line(stage, "  ", "tool", tool);
    stage_text_line(stage, "  ", "with", NULL);
}

static void stage_text_option(const StageText *stage, const char *key, const char *value)
{
    stage_text_line(stage, "    ", key, value);
}

// A list on one line.
static void stage_text_list(const StageText *stage, const char *key, const TextList *words)
{
    buf_format(stage->out, "  %s    %s: [", stage->offered ? "# " : "", key);
    for (size_t i = 0; i < words->count; i++) {
        buf_add(stage->out, i ? ", " : "");
        quote_yaml(stage->out, words->items[i]);
    }
    buf_add(stage->out, "]\n");
}

static void pipeline_text_table(const TablePlan *plan, bool first, Buf *out, Arena *arena)
{
    const StageText stage = {out, false};
    const DataTable *table = plan->table;
    const char delimiter[] = {table->delimiter, '\0'};
    const bool usual = !table->delimiter ||
                       table->delimiter == (text_ends(table->paths.items[0], ".tsv") ? '\t' : ',');
    buf_add(out, "\n");
    if (first && plan->text)
        buf_add(out,
                "  # The schema says what the data is today; make it say what data must be.\n");
    if (plan->trouble)
        buf_format(out, "  # As the data is today, this stage is red: %s\n",
                   clean_text_short(arena, plan->trouble, 200));
    if (table->pull)
        buf_format(out, "  # The data is not in the repository: '%s' fetches it.\n", table->pull);
    stage_text_start(&stage, plan->stage, "data-validate");
    if (table->paths.count == 1)
        stage_text_option(&stage, "data", table->paths.items[0]);
    else
        stage_text_list(&stage, "data", &table->paths);
    if (plan->schema)
        stage_text_option(&stage, "schema", plan->schema);
    if (!usual)
        stage_text_option(&stage, "delimiter", table->delimiter == '\t' ? "tab" : delimiter);
}

// What the smoke test cannot pass on, in the order of how much it matters.
static void pipeline_text_doubts(const Inventory *inventory, Buf *out, Arena *arena)
{
    const Training *training = &inventory->training;
    if (training->wanted.count)
        buf_format(out,
                   "  # %s wants %s, which only you know: fill that in and take the signs away.\n",
                   training->script, text_join(arena, &training->wanted, ", "));
    if (!training->takes_data)
        buf_format(out,
                   "  # No option for the path of the data was seen in %s: it trains on all rows, "
                   "unless it\n  # takes the path of the sample from the environment: "
                   "os.environ.get('SMOKE_DATA', ...).\n",
                   training->script);
    if (!training->takes_epochs)
        buf_format(
            out,
            "  # No option for the number of epochs was seen in %s: if it has epochs, let it "
            "take their\n  # number from the environment: os.environ.get('SMOKE_EPOCHS', "
            "...).\n",
            training->script);
}

// The data to sample: what the script reads by itself, else the best table's best file.
static const char *pipeline_text_data(const Inventory *inventory)
{
    const Training *training = &inventory->training;
    if (training->data)
        return training->data;
    return inventory->tables.count ? inventory->tables.items[0].table->paths.items[0] : NULL;
}

static void pipeline_text_training(const Inventory *inventory, Buf *out, Arena *arena)
{
    const Training *training = &inventory->training;
    const StageText stage = {out, !inventory->has_smoke_stage};
    const char *data = pipeline_text_data(inventory);
    buf_format(out, "\n  # Does %s run at all? On 100 rows and 2 epochs.\n", training->script);
    pipeline_text_doubts(inventory, out, arena);
    if (training->takes_data && !data)
        buf_add(out,
                "  # No data that can be sampled was found: name it and take the signs away.\n");
    stage_text_start(&stage, "smoke-test", "train-smoke-test");
    if (training->takes_data)
        stage_text_option(&stage, "data", data ? data : "data/train.csv");
    stage_text_list(&stage, "command", &training->command);
}

// Notebooks are run by a program of their own, which is the project's to install.
static void pipeline_text_notebook(const Inventory *inventory, Buf *out)
{
    static const char *const words[] = {"jupyter",   "nbconvert", "--to",         "notebook",
                                        "--execute", NULL,        "--output-dir", "{SMOKE_OUT}"};
    scoped_arena arena = arena_open();
    const StageText stage = {out, true};
    const char *notebook = inventory->training.notebook;
    TextList command = {0};
    for (size_t i = 0; i < array_count(words); i++)
        *list_push(arena, &command) = words[i] ? words[i] : notebook;
    buf_format(out,
               "\n  # There is no training script, but a notebook, %s. It can be run whole, if "
               "Jupyter is installed\n  # and the notebook takes its data from "
               "os.environ.get('SMOKE_DATA', ...); then take the signs away.\n",
               notebook);
    stage_text_start(&stage, "smoke-test", "train-smoke-test");
    stage_text_option(&stage, "data", pipeline_text_data(inventory));
    stage_text_list(&stage, "command", &command);
}

static void pipeline_text_gate(const Inventory *inventory, Buf *out)
{
    const Project *project = &inventory->project;
    const StageText stage = {out, !inventory->has_gate_stage};
    buf_add(out, inventory->has_gate_stage
                     ? "\n  # No metric may be worse than the baseline's. A policy can say more.\n"
                     : "\n  # There are metrics, and nothing to hold them against: keep those of "
                       "the model in production\n  # beside them, and take the signs away.\n");
    stage_text_start(&stage, "gate", "gate");
    stage_text_option(&stage, "candidate", project->metrics);
    stage_text_option(&stage, "baseline",
                      project->baseline ? project->baseline : "production/metrics.json");
}

void pipeline_text(const Inventory *inventory, Buf *out)
{
    scoped_arena arena = arena_open();
    buf_add(out, "# yaml-language-server: $schema=" PIPELINE_TEXT_SCHEMA "\n"
                 "#\n"
                 "# Written by `sluice init`, yours to change. `sluice run` walks the stages up to "
                 "the first red one,\n"
                 "# `sluice config` shows every option and where its value comes from.\n"
                 "version: 1\n");
    if (inventory->project.name) {
        buf_add(out, "name: ");
        quote_yaml(out, inventory->project.name);
        buf_add_char(out, '\n');
    }
    buf_add(out, "\nstages:\n");
    const size_t start = out->size;
    for (size_t i = 0; i < inventory->tables.count; i++)
        pipeline_text_table(&inventory->tables.items[i], i == 0, out, arena);
    if (inventory->training.script)
        pipeline_text_training(inventory, out, arena);
    else if (inventory->training.notebook && inventory->tables.count)
        pipeline_text_notebook(inventory, out);
    if (inventory->project.metrics)
        pipeline_text_gate(inventory, out);
    // The first stage follows its key without a blank line.
    if (out->size > start && out->data[start] == '\n') {
        memmove(out->data + start, out->data + start + 1, out->size - start - 1);
        buf_cut(out, out->size - 1);
    }
}
