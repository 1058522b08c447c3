#include "cli/report_list.h"

#include "base/file.h"
#include "cli/run_folder.h"
#include "digest/digest.h"
#include "report/report_json.h"

#include <stdlib.h>
#include <string.h>

// A report with what it can be compared by.
typedef struct Listed {
    Report *report;
    const char *key;
    size_t index;
} Listed;

static int listed_compare(const void *a, const void *b)
{
    const Listed *left = a;
    const Listed *right = b;
    const int order = strcmp(left->key, right->key);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

static Listed *list_sorted(const ReportList *list, const char *(*key)(const Report *, Arena *),
                           Arena *arena)
{
    Listed *items = arena_array(arena, Listed, list->count);
    for (size_t i = 0; i < list->count; i++)
        items[i] = (Listed){list->items[i], key(list->items[i], arena), i};
    if (list->count)
        qsort(items, list->count, sizeof *items, listed_compare);
    return items;
}

static const char *report_contents(const Report *report, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    report_write_json(report, &text);
    return digest_bytes(DIGEST_SHA256, text.data, text.size, arena);
}

static const char *report_stage(const Report *report, Arena *arena)
{
    (void)arena;
    return report->stage;
}

static void list_drop_repeated(ReportList *list, Arena *arena)
{
    const Listed *items = list_sorted(list, report_contents, arena);
    bool *repeated = arena_array(arena, bool, list->count);
    for (size_t i = 1; i < list->count; i++)
        repeated[items[i].index] = text_equal(items[i - 1].key, items[i].key);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (!repeated[i])
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

// The folder which the platform or the job gave the report; NULL for the run folder itself.
static const char *report_leg(const Report *report, Arena *arena)
{
    const char *folder = report->origin ? path_folder(arena, report->origin) : ".";
    const char *name = path_name(folder);
    return text_equal(name, RUN_FOLDER) || text_starts(name, ".") ? NULL : name;
}

// Gives those of one stage names of their own: the folder's where only one of them came in it.
static void stage_tell_apart(const Listed *items, size_t count, Arena *arena)
{
    const char **legs = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        legs[i] = report_leg(items[i].report, arena);
    for (size_t i = 0; i < count; i++) {
        size_t alike = 0;
        for (size_t j = 0; j < count; j++)
            alike += text_equal(legs[i], legs[j]);
        items[i].report->stage = legs[i] && alike == 1
                                     ? arena_format(arena, "%s (%s)", items[i].key, legs[i])
                                     : arena_format(arena, "%s (%zu)", items[i].key, i + 1);
    }
}

void report_list_settle(ReportList *list, Arena *arena)
{
    list_drop_repeated(list, arena);
    const Listed *items = list_sorted(list, report_stage, arena);
    for (size_t first = 0; first < list->count;) {
        size_t end = first + 1;
        while (end < list->count && text_equal(items[first].key, items[end].key))
            end++;
        if (end - first > 1)
            stage_tell_apart(items + first, end - first, arena);
        first = end;
    }
}
