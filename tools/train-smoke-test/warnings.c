#include "warnings.h"

#include "base/text.h"
#include "traceback_line.h"

#include <string.h>

// Those about the calculation itself; what will be deprecated some day is none of a smoke test's
// business.
static const char *const categories[] = {
    ": RuntimeWarning: ", ": ConvergenceWarning: ", ": UndefinedMetricWarning: ",
    ": UserWarning: ",    ": FitFailedWarning: ",   ": DataConversionWarning: ",
    ": RankWarning: ",    ": OptimizeWarning: ",    ": IntegrationWarning: ",
};

// `path:line: Category: text`
static bool warnings_parse(const char *line, Arena *arena, Warning *ret_warning)
{
    for (size_t i = 0; i < array_count(categories); i++) {
        const char *category = strstr(line, categories[i]);
        if (!category)
            continue;
        const char *colon = category;
        while (colon > line && colon[-1] >= '0' && colon[-1] <= '9')
            colon--;
        int64_t number = 0;
        if (colon == line || colon[-1] != ':' ||
            !text_to_int(arena_text_sized(arena, colon, (size_t)(category - colon)), &number))
            continue;
        *ret_warning = (Warning){
            .file = arena_text_sized(arena, line, (size_t)(colon - 1 - line)),
            .line = number,
            .text = arena_text(arena, category + 2),
            .count = 1,
        };
        return true;
    }
    return false;
}

static void warnings_add(Warnings *warnings, Warning warning)
{
    for (size_t i = 0; i < warnings->count; i++) {
        Warning *known = &warnings->items[i];
        if (known->line == warning.line && text_equal(known->file, warning.file) &&
            text_equal(known->text, warning.text)) {
            known->count++;
            return;
        }
    }
    if (warnings->count < WARNINGS_MOST)
        warnings->items[warnings->count++] = warning;
}

Warnings *warnings_read(const char *text, size_t size, const TracebackPlan *plan, Arena *arena)
{
    Warnings *warnings = arena_new(arena, Warnings);
    const char *end = text + size;
    const char *line = NULL;
    while (traceback_next_line(&text, end, arena, &line)) {
        Warning warning;
        if (!warnings_parse(line, arena, &warning))
            continue;
        warning.ours = plan->owns(plan->what, warning.file);
        warnings_add(warnings, warning);
    }
    return warnings;
}
