#include "schema/fingerprints.h"

#include "base/fatal.h"

#include <stdlib.h>

static void fingerprints_insert(Fingerprints *prints, Fingerprint print)
{
    size_t mask = prints->room - 1;
    size_t at = print.hash & mask;
    while (prints->slots[at].row)
        at = (at + 1) & mask;
    prints->slots[at] = print;
}

static void fingerprints_grow(Fingerprints *prints)
{
    Fingerprint *old = prints->slots;
    size_t old_room = prints->room;
    prints->room = MAX(old_room * 2, (size_t)64);
    prints->slots = calloc(prints->room, sizeof *prints->slots);
    if (!prints->slots)
        fatal_out_of_memory();
    for (size_t i = 0; i < old_room; i++) {
        if (old[i].row)
            fingerprints_insert(prints, old[i]);
    }
    free(old);
}

int64_t fingerprints_add(Fingerprints *prints, uint64_t hash, int64_t row)
{
    if (prints->used * 2 >= prints->room && (prints->used < prints->most || !prints->room))
        fingerprints_grow(prints);
    size_t mask = prints->room - 1;
    for (size_t at = hash & mask; prints->slots[at].row; at = (at + 1) & mask) {
        if (prints->slots[at].hash == hash)
            return prints->slots[at].row;
    }
    prints->full = prints->used >= prints->most;
    if (!prints->full) {
        fingerprints_insert(prints, (Fingerprint){hash, row});
        prints->used++;
    }
    return 0;
}

bool fingerprints_has(const Fingerprints *prints, uint64_t hash)
{
    size_t mask = prints->room - 1;
    for (size_t at = hash & mask; prints->room && prints->slots[at].row; at = (at + 1) & mask) {
        if (prints->slots[at].hash == hash)
            return true;
    }
    return false;
}

void fingerprints_release(Fingerprints *prints)
{
    free(prints->slots);
    *prints = (Fingerprints){.most = prints->most};
}
