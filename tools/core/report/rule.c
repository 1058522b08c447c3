#include "report/rule.h"

#include "base/text.h"

const Rule *rule_find(const Rule *rules, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(rules[i].name, name))
            return &rules[i];
    }
    return NULL;
}

size_t rules_count(const Rule *rules)
{
    size_t count = 0;
    while (rules && rules[count].name)
        count++;
    return count;
}
