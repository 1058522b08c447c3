#include "stats/frequent.h"

#include "base/fatal.h"

#include <stdlib.h>
#include <string.h>

#define FREQUENT_FIRST_ROOM ((size_t)32)

static Category *frequent_slot(Category *slots, size_t room, uint64_t hash)
{
    size_t at = hash & (room - 1);
    while (slots[at].count && slots[at].hash != hash)
        at = (at + 1) & (room - 1);
    return &slots[at];
}

// Puts all that occur more often than `rare` into a table of `room` slots, `taken` times less.
static void frequent_rebuild(Frequent *frequent, size_t room, int64_t rare, int64_t taken)
{
    Category *old = frequent->slots;
    size_t old_room = frequent->room;
    Arena *old_texts = frequent->texts;
    frequent->slots = calloc(room, sizeof *frequent->slots);
    if (!frequent->slots)
        fatal_out_of_memory();
    frequent->room = room;
    frequent->used = 0;
    frequent->texts = arena_open();
    for (size_t i = 0; i < old_room; i++) {
        if (old[i].count <= rare)
            continue;
        Category *slot = frequent_slot(frequent->slots, room, old[i].hash);
        *slot = old[i];
        slot->count -= taken;
        slot->text = arena_text_sized(frequent->texts, old[i].text, old[i].size);
        frequent->used++;
    }
    free(old);
    arena_close(old_texts);
}

static int count_compare(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a;
    int64_t second = *(const int64_t *)b;
    return first > second ? -1 : first < second;
}

static void frequent_trim(Frequent *frequent)
{
    int64_t *counts = calloc(frequent->used, sizeof *counts);
    if (!counts)
        fatal_out_of_memory();
    size_t count = 0;
    for (size_t i = 0; i < frequent->room; i++) {
        if (frequent->slots[i].count)
            counts[count++] = frequent->slots[i].count;
    }
    qsort(counts, count, sizeof *counts, count_compare);
    // What the first one that is dropped had is taken from FREQUENT_MOST + 1 texts at least.
    int64_t taken = counts[FREQUENT_MOST];
    free(counts);
    frequent->error += taken;
    frequent_rebuild(frequent, frequent->room, taken, taken);
}

void frequent_settle(Frequent *frequent, int64_t all)
{
    if (frequent->used > FREQUENT_MOST)
        frequent_trim(frequent);
    int64_t rare = 0;
    for (size_t i = 0; i < frequent->room; i++) {
        if (frequent->slots[i].count <= all / FREQUENT_RARE)
            rare = MAX(rare, frequent->slots[i].count);
    }
    if (rare == 0)
        return;
    frequent->error += rare;
    frequent_rebuild(frequent, frequent->room, rare, 0);
}

void frequent_add(Frequent *frequent, const Category *category)
{
    if (!frequent->room || frequent->used * 2 > frequent->room)
        frequent_rebuild(frequent, MAX(frequent->room * 2, FREQUENT_FIRST_ROOM), 0, 0);
    Category *slot = frequent_slot(frequent->slots, frequent->room, category->hash);
    if (slot->count) {
        slot->count += category->count;
        return;
    }
    *slot = *category;
    slot->text = arena_text_sized(frequent->texts, category->text, category->size);
    if (++frequent->used > 2 * FREQUENT_MOST)
        frequent_trim(frequent);
}

void frequent_merge(Frequent *frequent, const Frequent *other)
{
    for (size_t i = 0; i < other->room; i++) {
        if (other->slots[i].count)
            frequent_add(frequent, &other->slots[i]);
    }
    frequent->error += other->error;
}

CategoryList frequent_list(const Frequent *frequent, Arena *arena)
{
    return categories_list_slots(frequent->slots, frequent->room, arena);
}

void frequent_release(Frequent *frequent)
{
    free(frequent->slots);
    arena_close(frequent->texts);
    *frequent = (Frequent){0};
}
