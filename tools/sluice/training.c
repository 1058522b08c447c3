#include "training.h"

#include "base/file.h"
#include "recipe.h"
#include "script_command.h"

#include <string.h>
#include <strings.h>

// How many scripts are looked into, those with the most telling names.
#define TRAINING_MOST_SCRIPTS 30

typedef struct TrainingWord {
    const char *word;
    int weight;
} TrainingWord;

// The name of the script without its ending.
static const TrainingWord whole_names[] = {
    {"train", 100},     {"training", 90}, {"train_model", 90}, {"run_training", 80},
    {"run_train", 80},  {"trainer", 40},  {"fit", 60},         {"fit_model", 60},
    {"train_main", 60}, {"main", 30},     {"__main__", 25},    {"run", 20},
};

// What a script that trains says somewhere.
static const TrainingWord text_words[] = {
    {".fit(", 15},    {"epoch", 10},   {"def train", 10},  {"loss", 5},
    {"__main__", 10}, {"argparse", 5}, {"SMOKE_DATA", 30},
};

static const TrainingWord folders[] = {
    {"tests", -200}, {"test", -200}, {"docs", -200}, {"examples", -60}, {"notebooks", -40},
};

static int training_name_weight(const char *path)
{
    int weight = 0;
    const char *at = path;
    for (const char *slash; (slash = strchr(at, '/')); at = slash + 1) {
        weight -= 4;
        for (size_t i = 0; i < array_count(folders); i++) {
            const size_t size = (size_t)(slash - at);
            if (strlen(folders[i].word) == size && strncmp(folders[i].word, at, size) == 0)
                weight += folders[i].weight;
        }
    }
    const size_t size = strcspn(at, ".");
    int best = text_starts(at, "train_") || text_starts(at, "train-") ? 70 : 0;
    for (size_t i = 0; i < array_count(whole_names); i++) {
        if (strlen(whole_names[i].word) == size && strncmp(whole_names[i].word, at, size) == 0)
            best = MAX(best, whole_names[i].weight);
    }
    return best ? weight + best : -1;
}

int training_weight(const char *path, const char *text)
{
    int weight = training_name_weight(path);
    int said = 0;
    for (size_t i = 0; i < array_count(text_words); i++)
        said += strstr(text, text_words[i].word) ? text_words[i].weight : 0;
    // A main.py that says nothing of training may do anything else.
    const bool by_name = strstr(path_name(path), "train") || strstr(path_name(path), "fit");
    return weight < 0 || (!by_name && said < 25) ? 0 : weight + said;
}

static void training_choose_script(const Survey *survey, Training *training)
{
    int best = 0;
    size_t looked_at = 0;
    for (size_t i = 0; i < survey->files.count; i++) {
        const char *path = survey->files.items[i].path;
        if (!training->notebook && text_ends(path, ".ipynb"))
            training->notebook = path;
        if (!text_ends(path, ".py") || training_name_weight(path) < 0 ||
            looked_at == TRAINING_MOST_SCRIPTS)
            continue;
        looked_at++;
        const char *text = survey_text(survey, path);
        const int weight = text ? training_weight(path, text) : 0;
        if (weight <= best)
            continue;
        best = weight;
        training->script = path;
        training->text = text;
    }
}

void training_find(const Survey *survey, Training *ret_training)
{
    Training training = {0};
    Recipe recipe = {0};
    training_choose_script(survey, &training);
    if (recipe_find(survey, &recipe)) {
        training.script = recipe.script;
        training.told_by = recipe.told_by;
        training.text = survey_text(survey, recipe.script);
    }
    if (training.script && training.text)
        script_command(survey, &recipe, &training);
    *ret_training = training;
}
