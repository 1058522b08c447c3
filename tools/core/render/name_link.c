#include "render/name_link.h"

#include <stdlib.h>
#include <string.h>

typedef struct NameItem {
    const char *name;
    size_t index;
} NameItem;

static int name_compare(const void *a, const void *b)
{
    const NameItem *left = a;
    const NameItem *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

NameLink *name_link_all(const char *const *names, size_t count, Arena *arena)
{
    NameLink *links = arena_array(arena, NameLink, count);
    NameItem *items = arena_array(arena, NameItem, count);
    for (size_t i = 0; i < count; i++)
        items[i] = (NameItem){names[i], i};
    if (count)
        qsort(items, count, sizeof *items, name_compare);
    for (size_t i = 0; i < count; i++) {
        NameLink *link = &links[items[i].index];
        *link = (NameLink){.first = items[i].index, .next = NAME_LINK_NONE};
        if (i == 0 || strcmp(items[i - 1].name, items[i].name) != 0)
            continue;
        NameLink *before = &links[items[i - 1].index];
        before->next = items[i].index;
        link->number = before->number + 1;
        link->first = before->first;
    }
    return links;
}
