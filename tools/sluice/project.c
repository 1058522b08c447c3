#include "project.h"

#include "base/file.h"
#include "doc/quote.h"
#include "python_text.h"

#include <ctype.h>
#include <string.h>

#define PROJECT_PYTHON "3.12" // where nobody says otherwise

// The best known first.
static const char *const requirements_commands[] = {"python3 -m pip install -r requirements.txt",
                                                    NULL};
static const char *const package_commands[] = {"python3 -m pip install .", NULL};
static const char *const uv_commands[] = {"python3 -m pip install uv", "uv sync --frozen", NULL};
static const char *const pipenv_commands[] = {
    "python3 -m pip install pipenv",
    "pipenv install --system --deploy",
    NULL,
};
static const char *const conda_on_github[] = {
    "\"$CONDA/bin/conda\" env update --quiet --name base --file environment.yml",
    "echo \"$CONDA/bin\" >>\"$GITHUB_PATH\"",
    NULL,
};
static const char *const conda_on_gitlab[] = {
    "conda env update --quiet --name base --file environment.yml",
    NULL,
};

static const Packages kinds[] = {
    {"uv.lock", uv_commands, uv_commands, NULL, ".venv/bin"},
    {"requirements.txt", requirements_commands, requirements_commands, NULL, NULL},
    {"Pipfile.lock", pipenv_commands, pipenv_commands, NULL, NULL},
    {"pyproject.toml", package_commands, package_commands, NULL, NULL},
    {"setup.py", package_commands, package_commands, NULL, NULL},
    {"environment.yml", conda_on_github, conda_on_gitlab, "condaforge/miniforge3", NULL},
};

static const Packages *project_packages(const Survey *survey)
{
    for (size_t i = 0; i < array_count(kinds); i++) {
        if (!survey_find(survey, kinds[i].file))
            continue;
        const char *text = survey_text(survey, kinds[i].file);
        // A pyproject.toml that only configures tools installs nothing.
        if (text_equal(kinds[i].file, "pyproject.toml") &&
            !(text && (strstr(text, "[project]") || strstr(text, "[tool.poetry]"))))
            continue;
        return &kinds[i];
    }
    return NULL;
}

// Major and minor of a version, 3.12.1 as 312; what follows is stepped over. -1 for no version.
static int python_number(const char **at)
{
    int numbers[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        if (!isdigit((unsigned char)**at))
            return i ? numbers[0] * 100 : -1;
        for (; isdigit((unsigned char)**at); (*at)++)
            numbers[i] = MIN(numbers[i] * 10 + (**at - '0'), 99);
        if (i == 0 && **at == '.')
            (*at)++;
    }
    *at += strspn(*at, "0123456789.*");
    return numbers[0] * 100 + numbers[1];
}

typedef enum PythonRelation {
    RELATION_SAME,
    RELATION_LEAST,
    RELATION_BELOW,
    RELATION_MOST,
    RELATION_NOT
} PythonRelation;

static const struct {
    const char *sign;
    PythonRelation relation;
} relations[] = {
    {">=", RELATION_LEAST}, {"<=", RELATION_MOST}, {"~=", RELATION_LEAST}, {"==", RELATION_SAME},
    {"!=", RELATION_NOT},   {"^", RELATION_LEAST}, {"~", RELATION_SAME},   {">", RELATION_LEAST},
    {"<", RELATION_BELOW},  {"=", RELATION_SAME},  {"", RELATION_SAME},
};

static bool python_meets(int version, PythonRelation relation, int wanted)
{
    return relation == RELATION_LEAST   ? version >= wanted
           : relation == RELATION_BELOW ? version < wanted
           : relation == RELATION_MOST  ? version <= wanted
           : relation == RELATION_NOT   ? true // of one patch version, most often
                                        : version == wanted;
}

// Whether all parts of a demand are met; false for what is no demand, too.
static bool python_meets_all(int version, const char *demand)
{
    do {
        demand += strspn(demand, ", \t");
        size_t i = 0;
        while (!text_starts(demand, relations[i].sign))
            i++;
        demand += strlen(relations[i].sign);
        demand += strspn(demand, " \t");
        const int wanted = python_number(&demand);
        if (wanted < 0 || !python_meets(version, relations[i].relation, wanted))
            return false;
        demand += strspn(demand, " \t");
    } while (*demand == ',');
    return !*demand;
}

const char *project_python(const char *demand)
{
    static const char *const versions[] = {PROJECT_PYTHON, "3.13", "3.11", "3.10",
                                           "3.14",         "3.9",  "3.8",  "3.7"};
    for (size_t i = 0; i < array_count(versions); i++) {
        const char *at = versions[i];
        if (python_meets_all(python_number(&at), demand))
            return versions[i];
    }
    return NULL;
}

// The text behind `key =` in TOML; NULL if it is not there.
static const char *project_toml_text(const Survey *survey, const char *text,
                                     const char *const *keys)
{
    PythonWords words = {0};
    python_words(text, survey->arena, &words);
    for (size_t i = 0; i + 2 < words.count; i++) {
        // requires-python is three words here.
        size_t at = i;
        size_t key = 0;
        while (keys[key] && python_is(&words.items[at], keys[key])) {
            key++;
            at++;
        }
        if (!keys[key] && python_is(&words.items[at], "=") &&
            words.items[at + 1].kind == PYTHON_TEXT)
            return words.items[at + 1].text;
    }
    return NULL;
}

static void project_find_python(const Survey *survey, Project *project)
{
    static const struct {
        const char *file;
        const char *keys[4]; // of TOML; none: the first line is the demand
    } sources[] = {
        {".python-version", {NULL}},
        {"pyproject.toml", {"requires", "-", "python", NULL}},
        {"pyproject.toml", {"python", NULL}},
        {"Pipfile", {"python_version", NULL}},
    };
    project->python = PROJECT_PYTHON;
    for (size_t i = 0; i < array_count(sources); i++) {
        const char *text = survey_text(survey, sources[i].file);
        const char *demand = !text ? NULL
                             : sources[i].keys[0]
                                 ? project_toml_text(survey, text, sources[i].keys)
                                 : text_trim(survey->arena, arena_text_sized(survey->arena, text,
                                                                             strcspn(text, "\n")));
        const char *version = demand ? project_python(demand) : NULL;
        if (!version)
            continue;
        project->python = version;
        project->python_file = sources[i].file;
        return;
    }
}

// Where metrics are kept, and where those of the model in production are.
static void project_find_metrics(const Survey *survey, Project *project)
{
    static const char *const metrics[] = {"metrics.json",         "out/metrics.json",
                                          "metrics/metrics.json", "results/metrics.json",
                                          "reports/metrics.json", "output/metrics.json",
                                          "outputs/metrics.json", "model/metrics.json",
                                          "models/metrics.json",  "scores.json"};
    static const char *const baselines[] = {
        "production/metrics.json", "prod/metrics.json",       "baseline/metrics.json",
        "baselines/metrics.json",  "metrics/baseline.json",   "metrics.baseline.json",
        "metrics_baseline.json",   "baseline_metrics.json",   "baseline.json",
        "metrics/production.json", "metrics.production.json",
    };
    for (size_t i = 0; !project->metrics && i < array_count(metrics); i++)
        project->metrics = survey_find(survey, metrics[i]) ? metrics[i] : NULL;
    for (size_t i = 0; !project->baseline && i < array_count(baselines); i++)
        project->baseline = survey_find(survey, baselines[i]) ? baselines[i] : NULL;
}

void project_read(const Survey *survey, Project *ret_project)
{
    Project project = {.packages = project_packages(survey)};
    const char *attributes = survey_repository_text(survey, ".gitattributes");
    const char *name = path_name(survey->folder);
    project.name = quote_is_harmless(name) && strlen(name) <= 64 ? name : NULL;
    project.has_lfs = attributes && strstr(attributes, "filter=lfs");
    project_find_python(survey, &project);
    project_find_metrics(survey, &project);
    *ret_project = project;
}
