#include "explain.h"

#include "rules.h"

bool explain_rules(const TextList *wanted, Arena *arena, Buf *out, Error *err)
{
    for (size_t i = 0; i < wanted->count; i++) {
        const char *name = wanted->items[i];
        const Rule *found = NULL;
        TextList names = {0};
        for (const Rule *rule = data_validate_rules; rule->name; rule++) {
            *list_push(arena, &names) = rule->name;
            if (text_equal(rule->name, name))
                found = rule;
        }
        if (!found) {
            const char *nearest = text_nearest(name, names.items, names.count);
            return error_set(err, ERROR_USAGE, "rule '%s' is not known%s%s%s", name,
                             nearest ? ", did you mean '" : "", nearest ? nearest : "",
                             nearest ? "'?" : "");
        }
        buf_format(out, "%s%s (%s): %s\n\n%s\n\nWhat to do: %s.\n", i ? "\n" : "", found->name,
                   severity_name(found->severity), found->summary, found->explanation,
                   found->remedy);
    }
    return true;
}
