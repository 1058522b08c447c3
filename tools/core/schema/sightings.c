#include "schema/sightings_parts.h"

#include "base/fatal.h"
#include "base/file.h"
#include "stats/hash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LEAST_MEMORY ((size_t)2 << 20)

// The filter has a word for four values at least, so that a few new values in a thousand are taken
// for old ones, until it is as large as it may become.
#define FILTER_LEAST  ((size_t)1 << 10)
#define FILTER_VALUES ((size_t)4)

// Places are kept until there are so many; then it is looked up which of them are breaches. That
// takes as long as there are values, and is not done for ever.
#define KEPT_LEAST   ((size_t)1 << 12)
#define KEPT_MOST    ((size_t)1 << 18)
#define KEPT_BYTES   ((size_t)256) // of one, about
#define MOST_LOOKUPS 12

// So many sightings ahead, memory is asked for what will be needed.
#define AHEAD ((size_t)12)

static uint64_t *filter_new(size_t words)
{
    uint64_t *filter = calloc(words, sizeof *filter);
    if (!filter)
        fatal_out_of_memory();
    return filter;
}

Sightings *sightings_open(size_t memory, bool labelled)
{
    Sightings *sightings = calloc(1, sizeof *sightings);
    if (!sightings)
        fatal_out_of_memory();
    memory = MAX(memory, LEAST_MEMORY);
    // A quarter for the filter, or less: its size is a power of two. A quarter for places.
    sightings->filter_most = FILTER_LEAST;
    while (sightings->filter_most * 2 * sizeof(uint64_t) <= memory / 4)
        sightings->filter_most *= 2;
    sightings->memory = memory;
    sightings->labelled = labelled;
    sightings->size = labelled ? sizeof(Sighting) : SIGHTING_BYTES;
    sightings->most_pages = MAX(memory / 2 / sizeof(SightingPage), SIGHTING_SHARES);
    sightings->filter_words = FILTER_LEAST;
    sightings->filter = filter_new(FILTER_LEAST);
    sightings->arena = arena_open();
    sightings->kept_arena = arena_open();
    sightings->kept_limit = KEPT_LEAST;
    sightings->fd = -1;
    return sightings;
}

// Six of them, told by bits of the hash that do not choose the word.
static uint64_t filter_bits(uint64_t hash)
{
    uint64_t places = (hash * HASH_GOLDEN) >> 28;
    uint64_t bits = 0;
    for (int i = 0; i < 6; i++, places >>= 6)
        bits |= (uint64_t)1 << (places & 63);
    return bits;
}

// Makes the filter that large and puts in again what is in memory, which must be all there is.
static void filter_grow(Sightings *sightings, size_t words)
{
    free(sightings->filter);
    sightings->filter = filter_new(words);
    sightings->filter_words = words;
    for (size_t i = 0; i < SIGHTING_SHARES; i++) {
        for (SightingPage *page = sightings->shares[i].first; page; page = page->next) {
            for (size_t at = 0; at < page->used; at += sightings->size) {
                Sighting sighting;
                if (at + AHEAD * sightings->size < page->used) {
                    memcpy(&sighting.hash, page->bytes + at + AHEAD * sightings->size,
                           sizeof sighting.hash);
                    sightings_expect(sightings, sighting.hash);
                }
                memcpy(&sighting, page->bytes + at, SIGHTING_BYTES);
                *sightings_filter_word(sightings, sighting.hash) |= filter_bits(sighting.hash);
            }
        }
    }
}

static bool sightings_fail(Sightings *sightings, const char *what)
{
    sightings->failed = what;
    sightings->reason = errno;
    return false;
}

static bool sightings_write(Sightings *sightings, const char *bytes, size_t size)
{
    while (size) {
        ssize_t done = pwrite(sightings->fd, bytes, size, sightings->written);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return sightings_fail(sightings, "write to");
        sightings->written += done;
        bytes += done;
        size -= (size_t)done;
    }
    return true;
}

static bool share_spill(Sightings *sightings, SightingShare *share)
{
    if (!share->first)
        return true;
    SightingRun run = {.offset = sightings->written};
    while (share->first) {
        SightingPage *page = share->first;
        if (!sightings_write(sightings, page->bytes, page->used))
            return false;
        run.size += page->used;
        share->first = page->next;
        free(page);
        sightings->pages--;
    }
    share->last = NULL;
    *list_push(sightings->arena, &share->runs) = run;
    return true;
}

// Writes all that is in memory behind what was written.
static bool sightings_spill(Sightings *sightings)
{
    if (sightings->fd < 0 && sightings->filter_words < sightings->filter_most)
        filter_grow(sightings, sightings->filter_most);
    if (sightings->fd < 0 && !file_open_nameless(&sightings->fd))
        return sightings_fail(sightings, "make");
    for (size_t i = 0; i < SIGHTING_SHARES; i++) {
        if (!share_spill(sightings, &sightings->shares[i]))
            return false;
    }
    return true;
}

static SightingPage *share_page(Sightings *sightings, SightingShare *share)
{
    if (share->last && share->last->used + sightings->size <= SIGHTING_PAGE_BYTES)
        return share->last;
    if (sightings->pages >= sightings->most_pages && !sightings_spill(sightings))
        return NULL;
    SightingPage *page = malloc(sizeof *page);
    if (!page)
        fatal_out_of_memory();
    page->next = NULL;
    page->used = 0;
    *(share->last ? &share->last->next : &share->first) = page;
    share->last = page;
    sightings->pages++;
    return page;
}

void sightings_expect(const Sightings *sightings, uint64_t hash)
{
    __builtin_prefetch(sightings_filter_word(sightings, hash), 1);
}

// True if the value may have been there before.
static bool share_add(Sightings *sightings, const Sighting *sighting)
{
    if (sightings->failed)
        return false;
    SightingShare *share = &sightings->shares[sighting->hash / (UINT64_MAX / SIGHTING_SHARES + 1)];
    SightingPage *page = share_page(sightings, share);
    if (!page)
        return false;
    uint64_t *word = sightings_filter_word(sightings, sighting->hash);
    uint64_t bits = filter_bits(sighting->hash);
    bool fresh = (*word & bits) != bits;
    *word |= bits;
    memcpy(page->bytes + page->used, sighting, SIGHTING_BYTES);
    if (sightings->labelled)
        memcpy(page->bytes + page->used + SIGHTING_BYTES, &sighting->label, sizeof(uint64_t));
    page->used += sightings->size;
    share->count++;
    sightings->count++;
    if ((size_t)sightings->count > sightings->filter_words * FILTER_VALUES && sightings->fd < 0 &&
        sightings->filter_words < sightings->filter_most)
        filter_grow(sightings, MIN(sightings->filter_words * 4, sightings->filter_most));
    return !fresh;
}

// As long as all values count up, none of them was there before.
static bool counted_add(CountedUp *counted, const Sighting *sighting)
{
    if (counted->count == 0) {
        counted->first = sighting->proof;
        counted->row = sighting->row;
    }
    // Of integers alone the one hash is that of the other, which is the integer.
    bool next = sighting->proof == counted->first + (uint64_t)counted->count &&
                sighting->row == counted->row + counted->count &&
                sighting->hash == hash_mix(sighting->proof);
    counted->count += next;
    return next;
}

static void counted_end(Sightings *sightings)
{
    CountedUp *counted = &sightings->counted;
    for (int64_t i = 0; i < counted->count; i++) {
        uint64_t number = counted->first + (uint64_t)i;
        share_add(sightings, &(Sighting){hash_mix(number), number, counted->row + i, 0});
    }
    counted->ended = true;
}

bool sightings_add(Sightings *sightings, const Sighting *sighting)
{
    if (!sightings->counted.ended && !sightings->labelled &&
        counted_add(&sightings->counted, sighting))
        return false;
    if (!sightings->counted.ended)
        counted_end(sightings);
    return share_add(sightings, sighting) && !sightings->places_done;
}

// The position among the repeats of the row; `known` for none.
static size_t repeats_find(const Repeats *repeats, int64_t row)
{
    for (size_t i = 0; i < repeats->known; i++) {
        if (repeats->items[i].row == row)
            return i;
    }
    return repeats->known;
}

// Of the places that are kept, gives up those that are no breaches or come behind enough others.
static void sightings_prune(Sightings *sightings, const Repeats *repeats)
{
    Arena *arena = arena_open();
    typeof(sightings->kept) kept = {0};
    for (size_t i = 0; i < sightings->kept.count && kept.count < BREACH_PLACES; i++) {
        const KeptPlace *place = &sightings->kept.items[i];
        if (!place->sure && repeats_find(repeats, place->place.row) == repeats->known)
            continue;
        KeptPlace *again = list_push(arena, &kept);
        *again = *place;
        again->place.value = arena_text(arena, place->place.value);
    }
    arena_close(sightings->kept_arena);
    sightings->kept_arena = arena;
    memcpy(&sightings->kept, &kept, sizeof kept);
    sightings->places_done = kept.count == BREACH_PLACES;
}

static void keep(Sightings *sightings, Place place, bool sure)
{
    KeptPlace *kept = list_push(sightings->kept_arena, &sightings->kept);
    *kept = (KeptPlace){.place = place, .sure = sure};
    kept->place.value = arena_text(sightings->kept_arena, place.value);
    if (sightings->kept.count < sightings->kept_limit)
        return;
    Repeats repeats;
    if (!sightings_look_up(sightings, &repeats))
        return;
    sightings_prune(sightings, &repeats);
    size_t most = MIN(sightings->memory / 4 / KEPT_BYTES, KEPT_MOST);
    sightings->kept_limit = MAX(MIN(sightings->kept_limit * 2, most), KEPT_LEAST);
    sightings->places_done |= ++sightings->lookups == MOST_LOOKUPS;
}

void sightings_keep(Sightings *sightings, Place place)
{
    keep(sightings, place, false);
}

void sightings_break(Sightings *sightings, Place place)
{
    sightings->sure++;
    if (!sightings->places_done && sightings->sure <= BREACH_PLACES)
        keep(sightings, place, true);
}

bool sightings_finish(Sightings *sightings, Arena *arena, Breach *ret_breach, int64_t *ret_values,
                      Error *err)
{
    Repeats repeats;
    Breach breach = {0};
    if (sightings->failed || !sightings_look_up(sightings, &repeats))
        return error_set(err, ERROR_OUTPUT,
                         "cannot %s a temporary file in '%s': %s; it is for values that must be "
                         "unique: name a folder with room by TMPDIR, or raise '--unique-memory'",
                         sightings->failed, folder_temporary(), strerror(sightings->reason));
    sightings_prune(sightings, &repeats);
    for (size_t i = 0; i < sightings->kept.count; i++) {
        Place *place = list_push(arena, &breach.places);
        *place = sightings->kept.items[i].place;
        place->value = arena_text(arena, place->value);
    }
    breach.count = repeats.count + sightings->sure;
    bool first_sure = sightings->kept.count && sightings->kept.items[0].sure;
    breach.first_row = repeats.known && !first_sure ? repeats.items[0].first : 0;
    *ret_breach = breach;
    *ret_values = repeats.values;
    return true;
}

void sightings_close(Sightings *sightings)
{
    for (size_t i = 0; i < SIGHTING_SHARES; i++) {
        while (sightings->shares[i].first) {
            SightingPage *page = sightings->shares[i].first;
            sightings->shares[i].first = page->next;
            free(page);
        }
    }
    if (sightings->fd >= 0)
        fd_close(sightings->fd);
    free(sightings->filter);
    arena_close(sightings->arena);
    arena_close(sightings->kept_arena);
    free(sightings);
}
