// Which values come more than once, looked up share by share.

#include "schema/sightings_parts.h"

#include "base/fatal.h"
#include "stats/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A value, or a value with one of its labels.
typedef struct LookupSlot {
    uint64_t hash;
    uint64_t proof;
    int64_t row; // its first one; less than 0 if there were more, 0: free
} LookupSlot;

// So many sightings ahead, memory is asked for the slot.
#define AHEAD ((size_t)12)

// A share, or the part of its values that fits in memory.
typedef struct Lookup {
    const Sightings *sightings;
    LookupSlot *slots;
    size_t room;
    size_t mask;
    size_t used;
    uint64_t parts; // a power of two
    uint64_t part;
    Repeats *repeats;
} Lookup;

// The slot of the value, or the free one where it belongs.
static LookupSlot *lookup_find(const Lookup *lookup, uint64_t hash, uint64_t proof)
{
    size_t at = hash & lookup->mask;
    while (lookup->slots[at].row &&
           (lookup->slots[at].hash != hash || lookup->slots[at].proof != proof))
        at = (at + 1) & lookup->mask;
    return &lookup->slots[at];
}

// Keeps the repeats with the first rows, in their order.
static void repeats_add(Repeats *repeats, Repeat repeat)
{
    repeats->count++;
    if (repeats->known == BREACH_PLACES && repeats->items[BREACH_PLACES - 1].row < repeat.row)
        return;
    size_t at = repeats->known < BREACH_PLACES ? repeats->known++ : BREACH_PLACES - 1;
    for (; at > 0 && repeats->items[at - 1].row > repeat.row; at--)
        repeats->items[at] = repeats->items[at - 1];
    repeats->items[at] = repeat;
}

static LookupSlot *lookup_slots(size_t room)
{
    LookupSlot *slots = calloc(room, sizeof *slots);
    if (!slots)
        fatal_out_of_memory();
    return slots;
}

// Parts are not quite equal: one may be larger than was thought.
static void lookup_grow(Lookup *lookup)
{
    LookupSlot *old = lookup->slots;
    size_t count = lookup->mask + 1;
    lookup->mask = count * 2 - 1;
    lookup->room = count * 2;
    lookup->slots = lookup_slots(lookup->room);
    for (size_t i = 0; i < count; i++) {
        if (old[i].row)
            *lookup_find(lookup, old[i].hash, old[i].proof) = old[i];
    }
    free(old);
}

static void lookup_put(Lookup *lookup, LookupSlot *slot, LookupSlot value)
{
    *slot = value;
    lookup->used++;
}

static void lookup_add(Lookup *lookup, const Sighting *sighting)
{
    if (lookup->used + 2 > lookup->mask / 8 * 7)
        lookup_grow(lookup);
    LookupSlot *slot = lookup_find(lookup, sighting->hash, sighting->proof);
    bool repeated = slot->row != 0;
    if (!repeated)
        lookup_put(lookup, slot, (LookupSlot){sighting->hash, sighting->proof, sighting->row});
    if (lookup->sightings->labelled) {
        uint64_t hash = hash_mix(sighting->hash + sighting->label + HASH_GOLDEN);
        LookupSlot *with = lookup_find(lookup, hash, sighting->proof);
        if (with->row)
            return;
        lookup_put(lookup, with, (LookupSlot){hash, sighting->proof, sighting->row});
    }
    if (!repeated)
        return;
    int64_t first = slot->row < 0 ? -slot->row : slot->row;
    lookup->repeats->values += slot->row > 0;
    slot->row = -first;
    repeats_add(lookup->repeats, (Repeat){sighting->row, first});
}

static void lookup_add_all(Lookup *lookup, const char *bytes, size_t used)
{
    const Sightings *sightings = lookup->sightings;
    for (size_t at = 0; at < used; at += sightings->size) {
        Sighting sighting = {0};
        if (at + AHEAD * sightings->size < used) {
            memcpy(&sighting.hash, bytes + at + AHEAD * sightings->size, sizeof sighting.hash);
            __builtin_prefetch(&lookup->slots[sighting.hash & lookup->mask], 1);
        }
        memcpy(&sighting, bytes + at, SIGHTING_BYTES);
        if (sightings->labelled)
            memcpy(&sighting.label, bytes + at + SIGHTING_BYTES, sizeof sighting.label);
        // The bits behind those that choose the share choose the part of it.
        if (((sighting.hash >> 40) & (lookup->parts - 1)) == lookup->part)
            lookup_add(lookup, &sighting);
    }
}

// What was written of a share, in the order in which it was.
static bool lookup_read(Lookup *lookup, Sightings *sightings, const SightingShare *share)
{
    char bytes[SIGHTING_PAGE_BYTES / sizeof(Sighting) * sizeof(Sighting)];
    size_t most = sizeof bytes / sightings->size * sightings->size;
    for (size_t i = 0; i < share->runs.count; i++) {
        SightingRun run = share->runs.items[i];
        for (size_t filled = 0; run.size;) {
            ssize_t got =
                pread(sightings->fd, bytes + filled, MIN(most - filled, run.size), run.offset);
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0) {
                sightings->failed = "read from";
                sightings->reason = got ? errno : EIO;
                return false;
            }
            run.offset += got;
            run.size -= (size_t)got;
            filled += (size_t)got;
            if (filled < most && run.size)
                continue;
            lookup_add_all(lookup, bytes, filled);
            filled = 0;
        }
    }
    return true;
}

static bool lookup_share(Lookup *lookup, Sightings *sightings, const SightingShare *share)
{
    memset(lookup->slots, 0, (lookup->mask + 1) * sizeof *lookup->slots);
    lookup->used = 0;
    if (!lookup_read(lookup, sightings, share))
        return false;
    for (const SightingPage *page = share->first; page; page = page->next)
        lookup_add_all(lookup, page->bytes, page->used);
    return true;
}

// Slots for a share, at most half of them used, and in as many parts as memory makes of it.
static void lookup_make_room(Lookup *lookup, const SightingShare *share)
{
    const Sightings *sightings = lookup->sightings;
    size_t most = MAX(sightings->memory / 4, (size_t)1 << 20) / sizeof(LookupSlot);
    size_t entries = share->count << sightings->labelled;
    size_t room = 64;
    lookup->parts = 1;
    while (room < entries * 2 / lookup->parts) {
        if (room * 2 <= most)
            room *= 2;
        else
            lookup->parts *= 2;
    }
    lookup->mask = room - 1;
    if (room <= lookup->room)
        return;
    free(lookup->slots);
    lookup->room = room;
    lookup->slots = lookup_slots(room);
}

bool sightings_look_up(Sightings *sightings, Repeats *ret_repeats)
{
    Lookup lookup = {.sightings = sightings, .repeats = ret_repeats};
    bool whole = true;
    *ret_repeats = (Repeats){0};
    for (size_t i = 0; i < SIGHTING_SHARES && whole; i++) {
        lookup_make_room(&lookup, &sightings->shares[i]);
        for (lookup.part = 0; lookup.part < lookup.parts && whole; lookup.part++)
            whole = lookup_share(&lookup, sightings, &sightings->shares[i]);
    }
    free(lookup.slots);
    return whole;
}
