#include "stats/groups.h"

#include "stats/hash.h"

#include <math.h>

#define FIRST_ROOM ((size_t)16)

static Group *groups_slot(const Groups *groups, uint64_t first, uint64_t second)
{
    size_t mask = groups->room - 1;
    size_t at = hash_mix(first + hash_mix(second)) & mask;
    while (groups->slots[at].moments.count &&
           (groups->slots[at].keys[0] != first || groups->slots[at].keys[1] != second))
        at = (at + 1) & mask;
    return &groups->slots[at];
}

static void groups_grow(Groups *groups, Arena *arena)
{
    Groups old = *groups;
    groups->room = MAX(old.room * 2, FIRST_ROOM);
    groups->slots = arena_array(arena, Group, groups->room);
    for (size_t i = 0; i < old.room; i++) {
        const Group *group = &old.slots[i];
        if (group->moments.count)
            *groups_slot(groups, group->keys[0], group->keys[1]) = *group;
    }
}

Moments *groups_find(Groups *groups, uint64_t first, uint64_t second, Arena *arena)
{
    if (groups->used * 2 >= groups->room)
        groups_grow(groups, arena);
    Group *group = groups_slot(groups, first, second);
    if (group->moments.count)
        return &group->moments;
    groups->full = groups->full || groups->used == groups->most;
    if (groups->full)
        return NULL;
    groups->used++;
    *group = (Group){{first, second}, MOMENTS_EMPTY};
    return &group->moments;
}

void groups_merge(Groups *groups, const Groups *other, Arena *arena)
{
    groups->full |= other->full;
    for (size_t i = 0; i < other->room && !groups->full; i++) {
        const Group *group = &other->slots[i];
        if (!group->moments.count)
            continue;
        Moments *moments = groups_find(groups, group->keys[0], group->keys[1], arena);
        if (moments)
            moments_merge(moments, &group->moments);
    }
}

// How often each first or second key is there.
static Groups groups_margin(const Groups *groups, size_t key, Arena *arena)
{
    Groups margin = {.most = groups->used};
    for (size_t i = 0; i < groups->room; i++) {
        const Group *group = &groups->slots[i];
        if (group->moments.count)
            groups_find(&margin, group->keys[key], 0, arena)->count += group->moments.count;
    }
    return margin;
}

size_t groups_different(const Groups *groups, size_t key, Arena *arena)
{
    return groups_margin(groups, key, arena).used;
}

static double groups_count(const Groups *groups)
{
    int64_t count = 0;
    for (size_t i = 0; i < groups->room; i++)
        count += groups->slots[i].moments.count;
    return (double)count;
}

static double count_of(Groups *margin, uint64_t key)
{
    return (double)groups_slot(margin, key, 0)->moments.count;
}

double groups_association(const Groups *groups, Arena *arena)
{
    Groups rows = groups_margin(groups, 0, arena);
    Groups columns = groups_margin(groups, 1, arena);
    const double n = groups_count(groups);
    const double r = (double)rows.used;
    const double c = (double)columns.used;
    double phi = -1; // chi-square by n
    if (rows.used < 2 || columns.used < 2)
        return NAN;
    for (size_t i = 0; i < groups->room; i++) {
        const Group *group = &groups->slots[i];
        double count = (double)group->moments.count;
        if (count > 0)
            phi += count / count_of(&rows, group->keys[0]) *
                   (count / count_of(&columns, group->keys[1]));
    }
    const double corrected = fmax(0, phi - (r - 1) * (c - 1) / (n - 1));
    const double least = fmin(r - (r - 1) * (r - 1) / (n - 1), c - (c - 1) * (c - 1) / (n - 1)) - 1;
    return least > 0 ? fmin(1, sqrt(corrected / least)) : NAN;
}

static double entropy(const Groups *groups, double n)
{
    double sum = 0;
    for (size_t i = 0; i < groups->room; i++) {
        double share = (double)groups->slots[i].moments.count / n;
        sum -= share > 0 ? share * log(share) : 0;
    }
    return sum;
}

double groups_information(const Groups *groups, bool symmetric, Arena *arena)
{
    const double n = groups_count(groups);
    const Groups rows = groups_margin(groups, 0, arena);
    const Groups columns = groups_margin(groups, 1, arena);
    const double first = entropy(&rows, n);
    const double second = entropy(&columns, n);
    const double common = first + second - entropy(groups, n);
    if (rows.used < 2 || columns.used < 2)
        return NAN;
    return fmax(0, fmin(1, common / (symmetric ? (first + second) / 2 : second)));
}

double groups_correlation_ratio(const Groups *groups)
{
    Moments all = MOMENTS_EMPTY;
    double within = 0;
    size_t used = 0;
    for (size_t i = 0; i < groups->room; i++) {
        const Moments *moments = &groups->slots[i].moments;
        if (!moments->count)
            continue;
        used++;
        within += moments->squares;
        moments_merge(&all, moments);
    }
    if (used < 2 || !(all.squares > 0))
        return NAN;
    return sqrt(fmax(0, 1 - within / all.squares));
}
