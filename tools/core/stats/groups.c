#include "stats/groups.h"

#include "base/fatal.h"
#include "stats/hash.h"

#include <math.h>
#include <stdlib.h>

#define FIRST_ROOM ((size_t)16)

#define scoped_groups CLEANUP(groups_release) Groups

static size_t groups_slot(const Groups *groups, uint64_t first, uint64_t second)
{
    const size_t mask = groups->room - 1;
    size_t at = hash_mix(first + hash_mix(second)) & mask;
    while (groups->slots[at].count &&
           (groups->slots[at].keys[0] != first || groups->slots[at].keys[1] != second))
        at = (at + 1) & mask;
    return at;
}

static void groups_grow(Groups *groups)
{
    Groups old = *groups;
    groups->room = MAX(old.room * 2, FIRST_ROOM);
    groups->slots = calloc(groups->room, sizeof *groups->slots);
    groups->moments = old.measured ? calloc(groups->room, sizeof *groups->moments) : NULL;
    if (!groups->slots || (old.measured && !groups->moments))
        fatal_out_of_memory();
    for (size_t i = 0; i < old.room; i++) {
        if (!old.slots[i].count)
            continue;
        const size_t at = groups_slot(groups, old.slots[i].keys[0], old.slots[i].keys[1]);
        groups->slots[at] = old.slots[i];
        if (old.measured)
            groups->moments[at] = old.moments[i];
    }
    free(old.slots);
    free(old.moments);
}

void groups_release(Groups *groups)
{
    free(groups->slots);
    free(groups->moments);
    groups->slots = NULL;
    groups->moments = NULL;
    groups->room = 0;
    groups->used = 0;
}

// The slot of a group, which gets `count` more; SIZE_MAX once there are too many.
static size_t groups_add(Groups *groups, uint64_t first, uint64_t second, int64_t count)
{
    if (groups->full)
        return SIZE_MAX;
    if (groups->used * 2 >= groups->room)
        groups_grow(groups);
    const size_t at = groups_slot(groups, first, second);
    Group *group = &groups->slots[at];
    if (!group->count && groups->used == groups->most) {
        groups_release(groups);
        groups->full = true;
        return SIZE_MAX;
    }
    if (!group->count) {
        groups->used++;
        *group = (Group){{first, second}, 0};
        if (groups->measured)
            groups->moments[at] = MOMENTS_EMPTY;
    }
    group->count += count;
    return at;
}

void groups_count(Groups *groups, uint64_t first, uint64_t second)
{
    groups_add(groups, first, second, 1);
}

void groups_measure(Groups *groups, uint64_t key, double number)
{
    const size_t at = groups_add(groups, key, 0, 1);
    if (at != SIZE_MAX)
        moments_add(&groups->moments[at], number);
}

void groups_merge(Groups *groups, const Groups *other)
{
    if (other->full) {
        groups_release(groups);
        groups->full = true;
    }
    for (size_t i = 0; i < other->room && !groups->full; i++) {
        const Group *group = &other->slots[i];
        if (!group->count)
            continue;
        const size_t at = groups_add(groups, group->keys[0], group->keys[1], group->count);
        if (groups->measured && at != SIZE_MAX)
            moments_merge(&groups->moments[at], &other->moments[i]);
    }
}

// How often each first or second key is there.
static Groups groups_margin(const Groups *groups, size_t key)
{
    Groups margin = {.most = groups->used};
    for (size_t i = 0; i < groups->room; i++) {
        const Group *group = &groups->slots[i];
        if (group->count)
            groups_add(&margin, group->keys[key], 0, group->count);
    }
    return margin;
}

size_t groups_different(const Groups *groups, size_t key)
{
    scoped_groups margin = groups_margin(groups, key);
    return margin.used;
}

static double groups_total(const Groups *groups)
{
    int64_t count = 0;
    for (size_t i = 0; i < groups->room; i++)
        count += groups->slots[i].count;
    return (double)count;
}

static double count_of(const Groups *margin, uint64_t key)
{
    return (double)margin->slots[groups_slot(margin, key, 0)].count;
}

double groups_association(const Groups *groups)
{
    scoped_groups rows = groups_margin(groups, 0);
    scoped_groups columns = groups_margin(groups, 1);
    const double n = groups_total(groups);
    const double r = (double)rows.used;
    const double c = (double)columns.used;
    double phi = -1; // chi-square by n
    if (rows.used < 2 || columns.used < 2)
        return NAN;
    for (size_t i = 0; i < groups->room; i++) {
        const Group *group = &groups->slots[i];
        const double count = (double)group->count;
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
        const double share = (double)groups->slots[i].count / n;
        sum -= share > 0 ? share * log(share) : 0;
    }
    return sum;
}

double groups_information(const Groups *groups, bool symmetric)
{
    scoped_groups rows = groups_margin(groups, 0);
    scoped_groups columns = groups_margin(groups, 1);
    const double n = groups_total(groups);
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
    for (size_t i = 0; i < groups->room; i++) {
        if (!groups->slots[i].count)
            continue;
        within += groups->moments[i].squares;
        moments_merge(&all, &groups->moments[i]);
    }
    if (groups->used < 2 || !(all.squares > 0))
        return NAN;
    return sqrt(fmax(0, 1 - within / all.squares));
}
