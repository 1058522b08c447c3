#include "script_options.h"

#include <ctype.h>
#include <string.h>

// The longest name that is compared with the tables below.
#define SCRIPT_LONGEST_NAME 40

// Names without dashes in front, with `-` for `_`.
static const char *const data_names[] = {
    "data",         "data-path",  "data-file",    "data-csv",      "train",         "train-data",
    "train-file",   "train-path", "train-csv",    "training-data", "training-file", "csv",
    "csv-path",     "csv-file",   "input",        "input-file",    "input-path",    "input-data",
    "input-csv",    "dataset",    "dataset-path", "path-data",     "train-dataset", "data-train",
    "path-to-data", NULL,
};
static const char *const folder_names[] = {
    "data-dir",     "data-root", "data-folder", "dataset-dir", "input-dir",
    "dataset-root", "datadir",   "train-dir",   NULL,
};
static const char *const epoch_names[] = {
    "epochs",          "num-epochs",   "n-epochs",
    "max-epochs",      "epoch",        "nb-epochs",
    "nepochs",         "total-epochs", "num-train-epochs",
    "training-epochs", "train-epochs", "number-of-epochs",
    "max-steps",       "steps",        "num-steps",
    "n-steps",         "train-steps",  "iterations",
    "num-iterations",  "n-iterations", "max-iter",
    "n-iter",          "num-iters",    NULL,
};
static const char *const out_names[] = {
    "out",
    "output",
    "output-dir",
    "out-dir",
    "outdir",
    "output-path",
    "out-path",
    "output-file",
    "output-folder",
    "save-dir",
    "save-path",
    "save-to",
    "model-dir",
    "model-path",
    "model-out",
    "model-output",
    "output-model",
    "model-file",
    "checkpoint-dir",
    "artifacts-dir",
    "artifact-dir",
    "metrics",
    "metrics-file",
    "metrics-path",
    "metrics-out",
    "metrics-output",
    "log-dir",
    "export-dir",
    NULL,
};
static const char *const seed_names[] = {"seed", "random-seed", "random-state", "rng-seed", NULL};

static const struct {
    ScriptRole role;
    const char *const *names;
} roles[] = {
    {SCRIPT_DATA, data_names}, {SCRIPT_DATA_FOLDER, folder_names}, {SCRIPT_EPOCHS, epoch_names},
    {SCRIPT_OUT, out_names},   {SCRIPT_SEED, seed_names},
};

ScriptRole script_role(const char *name)
{
    char plain[SCRIPT_LONGEST_NAME] = "";
    name += strspn(name, "-");
    for (size_t i = 0; name[i] && i + 1 < sizeof plain; i++)
        plain[i] = name[i] == '_' ? '-' : (char)tolower((unsigned char)name[i]);
    for (size_t r = 0; r < array_count(roles); r++) {
        for (const char *const *known = roles[r].names; *known; known++) {
            if (text_equal(plain, *known))
                return roles[r].role;
        }
    }
    return SCRIPT_OTHER;
}
