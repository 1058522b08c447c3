#include "data_files.h"

#include "base/file.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct DataFormat {
    const char *ending;
    bool read;   // by data-validate and train-smoke-test
    bool headed; // its first line names the columns, for everybody to read
} DataFormat;

static const DataFormat formats[] = {
    {".csv", true, true},       {".tsv", true, true},        {".jsonl", true, false},
    {".ndjson", true, false},   {".csv.gz", true, false},    {".tsv.gz", true, false},
    {".jsonl.gz", true, false}, {".ndjson.gz", true, false}, {".csv.zst", true, false},
    {".tsv.zst", true, false},  {".jsonl.zst", true, false}, {".ndjson.zst", true, false},
    {".parquet", false, false}, {".xlsx", false, false},     {".feather", false, false},
    {".arrow", false, false},   {".orc", false, false},
};

typedef struct DataWeight {
    const char *word;
    int weight;
} DataWeight;

// Words of the file's name.
static const DataWeight name_weights[] = {
    {"train", 40},    {"training", 40},    {"data", 10},         {"dataset", 10},
    {"test", -5},     {"valid", -5},       {"validation", -5},   {"val", -5},
    {"dev", -5},      {"eval", -5},        {"holdout", -5},      {"sample", -20},
    {"example", -20}, {"submission", -90}, {"predictions", -90}, {"preds", -90},
    {"metrics", -90}, {"scores", -90},     {"results", -90},     {"history", -90},
    {"log", -90},     {"logs", -90},       {"report", -90},      {"leaderboard", -90},
};

// Folders on the way to it.
static const DataWeight folder_weights[] = {
    {"data", 20},      {"dataset", 20},   {"datasets", 20}, {"input", 15},        {"inputs", 15},
    {"processed", 10}, {"raw", 5},        {"tests", -60},   {"test", -20},        {"fixtures", -60},
    {"docs", -60},     {"examples", -30}, {"out", -60},     {"output", -60},      {"outputs", -60},
    {"results", -60},  {"reports", -60},  {"logs", -60},    {"predictions", -60},
};

// Data on offer that nobody vouches for still counts; an output does not.
#define DATA_START_WEIGHT     20
#define DATA_MENTIONED_WEIGHT 100

typedef struct Candidate {
    const SurveyFile *file;
    int weight;
    const char *header; // NULL for a format without one
} Candidate;

typedef LIST(Candidate) CandidateList;

static const DataFormat *data_format(const char *path)
{
    const DataFormat *found = NULL;
    for (size_t i = 0; i < array_count(formats); i++) {
        if (text_ends(path, formats[i].ending))
            found = &formats[i];
    }
    return found;
}

static int data_word_weight(const DataWeight *weights, size_t count, const char *word, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(weights[i].word) == size && strncasecmp(weights[i].word, word, size) == 0)
            return weights[i].weight;
    }
    return 0;
}

// The sum over the words between dots, dashes, underscores, blanks and digits.
static int data_name_weight(const char *name)
{
    int weight = 0;
    while (*name) {
        size_t size = 0;
        while (isalpha((unsigned char)name[size]))
            size++;
        weight += data_word_weight(name_weights, array_count(name_weights), name, size);
        name += MAX(size, (size_t)1);
    }
    return weight;
}

int data_file_weight(const char *path, int64_t size, bool mentioned)
{
    int weight = DATA_START_WEIGHT + (mentioned ? DATA_MENTIONED_WEIGHT : 0);
    const char *at = path;
    for (const char *slash; (slash = strchr(at, '/')); at = slash + 1)
        weight += data_word_weight(folder_weights, array_count(folder_weights), at,
                                   (size_t)(slash - at)) -
                  2;
    weight += data_name_weight(at);
    for (int64_t rest = size; rest > 1024; rest /= 8)
        weight++;
    return size ? weight : -1;
}

char data_delimiter(const char *header, const char *path)
{
    static const char delimiters[] = ",;\t|";
    size_t counts[sizeof delimiters] = {0};
    bool quoted = false;
    for (; *header; header++) {
        const char *found = strchr(delimiters, *header);
        quoted ^= *header == '"';
        if (found && !quoted)
            counts[found - delimiters]++;
    }
    size_t best = text_ends(path, ".tsv") ? 2 : 0;
    for (size_t i = 0; i < strlen(delimiters); i++)
        best = counts[i] > counts[best] ? i : best;
    return delimiters[best];
}

// The first line of a file, without its end; NULL if there is none, or no text.
static const char *data_header(const Survey *survey, const char *path)
{
    char line[DATA_LONGEST_HEADER];
    const char *full = path_join(survey->arena, survey->folder, path);
    scoped_file file = fopen(full, "re");
    if (!file || !fgets(line, sizeof line, file))
        return NULL;
    const size_t size = strcspn(line, "\r\n");
    if (!size || utf8_valid_prefix(line, size) != size)
        return NULL;
    return arena_text_sized(survey->arena, line, size);
}

static bool data_is_pointer(const char *header)
{
    return text_starts(header, "version https://git-lfs");
}

static int candidate_compare(const void *a, const void *b)
{
    const Candidate *one = a;
    const Candidate *other = b;
    if (one->weight != other->weight)
        return one->weight < other->weight ? 1 : -1;
    return strcmp(one->file->path, other->file->path);
}

// Looks into the file, and makes a candidate of it if it is one.
static void data_consider(const Survey *survey, const SurveyFile *file, const char *script,
                          CandidateList *candidates, DataFiles *data)
{
    const DataFormat *format = data_format(file->path);
    if (!format)
        return;
    const bool mentioned = script && strstr(script, path_name(file->path)) != NULL;
    const int weight = data_file_weight(file->path, file->size, mentioned);
    if (weight < 0)
        return;
    if (!format->read) {
        *list_push(survey->arena, &data->unread) = file->path;
        return;
    }
    const char *header = data_header(survey, file->path);
    if (header && data_is_pointer(header))
        *list_push(survey->arena, &data->pointers) = file->path;
    else if (header || !format->headed)
        *list_push(survey->arena, candidates) =
            (Candidate){file, weight, format->headed ? header : NULL};
}

static bool data_side_by_side(const char *one, const char *other)
{
    const size_t folder = (size_t)(path_name(one) - one);
    return folder == (size_t)(path_name(other) - other) && memcmp(one, other, folder) == 0;
}

static bool table_takes(const DataTable *table, const Candidate *candidate)
{
    return table->header && table->paths.count < DATA_MOST_PARTS &&
           text_equal(table->header, candidate->header) &&
           data_side_by_side(table->paths.items[0], candidate->file->path);
}

// The file's name without what a stage or a file must not be called; numbered if it is taken.
static const char *table_name(const DataFiles *data, const char *path, Arena *arena)
{
    scoped_buf plain = BUF_LIMITED(40);
    for (const char *at = path_name(path); *at && *at != '.'; at++) {
        const bool kept = isalnum((unsigned char)*at) || *at == '_';
        if (kept || (plain.size && plain.data[plain.size - 1] != '-'))
            buf_add_char(&plain, kept ? *at : '-');
    }
    const char *stem = plain.size ? buf_keep(&plain, arena) : "data";
    const char *name = stem;
    for (size_t number = 2, i = 0; i < data->tables.count; i++) {
        if (!text_equal(data->tables.items[i].name, name))
            continue;
        name = arena_format(arena, "%s-%zu", stem, number++);
        i = (size_t)-1; // from the start: the new name may be taken as well
    }
    return name;
}

// Adds the file to the table it is a part of, or as a table of its own.
static void data_add(const Survey *survey, const Candidate *candidate, DataFiles *data)
{
    const char *path = candidate->file->path;
    for (size_t i = 0; i < data->tables.count; i++) {
        if (!table_takes(&data->tables.items[i], candidate))
            continue;
        *list_push(survey->arena, &data->tables.items[i].paths) = path;
        return;
    }
    if (data->tables.count == DATA_MOST_TABLES) {
        data->more++;
        return;
    }
    const char *name = table_name(data, path, survey->arena);
    const bool by_dvc = survey_find(survey, arena_format(survey->arena, "%s.dvc", path)) != NULL;
    DataTable *table = list_push(survey->arena, &data->tables);
    table->name = name;
    table->header = candidate->header;
    table->delimiter = candidate->header ? data_delimiter(candidate->header, path) : '\0';
    table->pull = by_dvc ? "dvc pull" : NULL;
    *list_push(survey->arena, &table->paths) = path;
}

void data_files_find(const Survey *survey, const char *script, DataFiles *ret_data)
{
    DataFiles data = {0};
    CandidateList candidates = {0};
    for (size_t i = 0; i < survey->files.count; i++)
        data_consider(survey, &survey->files.items[i], script, &candidates, &data);
    if (candidates.count)
        qsort(candidates.items, candidates.count, sizeof candidates.items[0], candidate_compare);
    for (size_t i = 0; i < candidates.count; i++)
        data_add(survey, &candidates.items[i], &data);
    *ret_data = data;
}
