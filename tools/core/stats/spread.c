#include "stats/spread.h"

#include "base/fatal.h"
#include "stats/hash.h"
#include "stats/spread_slots.h"

#include <stdlib.h>

#define SPREAD_FIRST_ROOM ((size_t)64)

// The slot of a key: the one that has it, or the free one where it belongs.
static inline size_t spread_slot(const SpreadSlot *slots, size_t mask, uint64_t key)
{
    // The upper bits: whole numbers differ in the upper bits of their keys only.
    size_t at = key * HASH_GOLDEN >> __builtin_clzll(mask);
    while (slots[at].count && slots[at].key != key)
        at = (at + 1) & mask;
    return at;
}

static void spread_insert(Spread *spread, uint64_t key, int64_t count)
{
    SpreadSlot *slot = &spread->slots[spread_slot(spread->slots, spread->room - 1, key)];
    spread->used += slot->count == 0;
    slot->key = key;
    slot->count += count;
}

// Counts numbers that are known exactly among the different ones.
static void spread_remember(Spread *spread, const SpreadSlot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slots[i].count)
            distinct_add(&spread->distinct, distinct_hash(spread_number(slots[i].key)));
    }
}

static SpreadSlot *spread_slots(size_t room)
{
    SpreadSlot *slots = calloc(room, sizeof *slots);
    if (!slots)
        fatal_out_of_memory();
    return slots;
}

// Puts what was in the slots back into `room` of them, `coarser` bits less fine.
static void spread_fill(Spread *spread, const SpreadSlot *kept, size_t count, size_t room,
                        unsigned coarser)
{
    if (coarser && spread_exact(spread))
        spread_remember(spread, kept, count);
    if (room != spread->room) {
        free(spread->slots);
        spread->slots = spread_slots(room);
        spread->room = room;
    } else {
        memset(spread->slots, 0, room * sizeof *spread->slots);
    }
    spread->used = 0;
    spread->shift += coarser;
    for (size_t i = 0; i < count; i++)
        spread_insert(spread, kept[i].key >> coarser, kept[i].count);
}

static void spread_rebuild(Spread *spread, size_t room, unsigned coarser)
{
    SpreadSlot *kept = spread_slots(spread->used + 1);
    size_t count = spread_slots_gather(spread, kept);
    spread_fill(spread, kept, count, room, coarser);
    free(kept);
}

// How many bits less fine sorted bins must be for at most `most` to be left.
static unsigned slots_coarser(const SpreadSlot *sorted, size_t count, size_t most, unsigned shift)
{
    // Neighbours whose highest differing bit is the n-th share a bin if n bits or more are dropped.
    size_t differing[65] = {0};
    for (size_t i = 1; i < count; i++)
        differing[64 - __builtin_clzll(sorted[i].key ^ sorted[i - 1].key)]++;
    unsigned coarser = 63 - shift;
    size_t bins = 1 + differing[64 - shift];
    while (coarser > 1 && bins + differing[coarser] <= most)
        bins += differing[coarser--];
    return coarser;
}

static void spread_grow(Spread *spread)
{
    if (!spread->room || spread->used * 2 > spread->room)
        spread_rebuild(spread, spread->room ? spread->room * 2 : SPREAD_FIRST_ROOM, 0);
}

// A spread of more numbers than this could overflow a window's counts.
#define WINDOW_MOST_COUNT ((int64_t)UINT32_MAX - INT32_MAX)

// Fewer numbers than this do not pay for a window's memory.
#define WINDOW_LEAST_COUNT ((int64_t)1 << 15)

// After so many numbers beside the windows they are opened anew for the first time.
#define WINDOW_PATIENCE ((size_t)512)

// Zero is far from all other numbers: its bin is the first of the positive ones and in no window.
static uint64_t window_zero(const Spread *spread)
{
    return SPREAD_SIGN >> spread->shift;
}

// Moves the bins of one side into its window, if they lie close enough together.
static void window_open(Spread *spread, bool positive)
{
    uint64_t zero = window_zero(spread);
    uint64_t first = UINT64_MAX;
    uint64_t last = 0;
    for (size_t i = 0; i < spread->room; i++) {
        uint64_t key = spread->slots[i].key;
        if (spread->slots[i].count && key != zero && (key > zero) == positive) {
            first = MIN(first, key);
            last = MAX(last, key);
        }
    }
    if (last < first || last - first >= SPREAD_WINDOW_SPAN)
        return;
    // What comes may lie a little outside of what was seen, yet on the same side.
    uint64_t margin = (last - first) / 2 + 32;
    first = positive ? MAX(first - MIN(margin, first), zero + 1) : first - MIN(margin, first);
    last = positive ? last + margin : MIN(last + margin, zero - 1);
    size_t room = (size_t)(last - first) + 1;
    SpreadWindow window = {calloc(room, sizeof(uint32_t)), first, room};
    if (!window.counts)
        fatal_out_of_memory();
    for (size_t i = 0; i < spread->room; i++) {
        uint64_t at = spread->slots[i].key - first;
        if (spread->slots[i].count && at < room)
            window.counts[at] = (uint32_t)spread->slots[i].count;
    }
    spread->windows[positive] = window;
}

// Bins are in a window or in a slot, never in both.
static void windows_open(Spread *spread)
{
    if (spread_exact(spread) || spread->count < WINDOW_LEAST_COUNT ||
        spread->count > WINDOW_MOST_COUNT)
        return;
    window_open(spread, false);
    window_open(spread, true);
    spread->windowed = true;
    spread->strays = 0;
    // Twice as many next time, so that numbers which fit no window do not cost more and more.
    spread->patience = MAX(2 * spread->patience, WINDOW_PATIENCE);
    SpreadSlot *old = spread->slots;
    spread->slots = spread_slots(spread->room);
    size_t used = spread->used;
    for (size_t i = 0; i < spread->room; i++) {
        bool windowed = old[i].key - spread->windows[0].first < spread->windows[0].room ||
                        old[i].key - spread->windows[1].first < spread->windows[1].room;
        if (old[i].count && !windowed)
            spread_insert(spread, old[i].key, old[i].count);
    }
    spread->used = used;
    free(old);
}

static void windows_close(Spread *spread)
{
    if (!spread->windowed)
        return;
    spread->windowed = false;
    spread->used = 0;
    for (size_t i = 0; i < spread->room; i++)
        spread->used += spread->slots[i].count != 0;
    for (size_t side = 0; side < array_count(spread->windows); side++) {
        SpreadWindow *window = &spread->windows[side];
        for (size_t i = 0; i < window->room; i++) {
            if (!window->counts[i])
                continue;
            spread_grow(spread);
            spread_insert(spread, window->first + i, window->counts[i]);
        }
        free(window->counts);
        *window = (SpreadWindow){0};
    }
}

void spread_settle(Spread *spread)
{
    windows_close(spread);
    if (spread->used <= spread->most)
        return;
    SpreadSlot *kept = spread_slots(2 * spread->used);
    size_t count = spread_slots_gather(spread, kept);
    const SpreadSlot *sorted = spread_slots_sort(kept, kept + count, count);
    unsigned coarser = slots_coarser(sorted, count, spread->most, spread->shift);
    spread_fill(spread, sorted, count, spread->room, coarser);
    free(kept);
}

static void spread_add_key(Spread *spread, uint64_t key, int64_t count)
{
    spread_grow(spread);
    spread_insert(spread, key >> spread->shift, count);
    spread->count += count;
    spread_settle(spread);
}

// Counts numbers whose bins are in a window, up to one that is not there yet. How many there were.
static size_t windows_add(Spread *spread, const double *numbers, size_t count)
{
    const SpreadWindow windows[2] = {spread->windows[0], spread->windows[1]};
    const unsigned shift = spread->shift;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = spread_key(numbers[i]);
        const SpreadWindow *window = &windows[key >> 63];
        uint64_t at = (key >> shift) - window->first;
        if (at >= window->room || window->counts[at] == 0)
            return i;
        window->counts[at]++;
    }
    return count;
}

// The same with the bins in slots.
static size_t slots_add(Spread *spread, const double *numbers, size_t count)
{
    SpreadSlot *slots = spread->slots;
    const size_t mask = spread->room - 1;
    const unsigned shift = spread->shift;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = spread_key(numbers[i]) >> shift;
        SpreadSlot *slot = &slots[spread_slot(slots, mask, key)];
        if (slot->count == 0)
            return i;
        slot->count++;
    }
    return count;
}

// Counts a number of a bin that may be new.
static void spread_add_new(Spread *spread, double number)
{
    uint64_t key = spread_key(number);
    SpreadWindow *window = &spread->windows[key >> 63];
    key >>= spread->shift;
    if (key - window->first < window->room) {
        spread->used += window->counts[key - window->first]++ == 0;
    } else {
        // Beside windows the bins in slots are few; `used` counts all.
        spread_grow(spread);
        spread_insert(spread, key, 1);
        spread->strays++;
    }
    bool astray = spread->windowed && spread->strays > spread->patience;
    if (spread->used > 2 * spread->most || astray) {
        spread_settle(spread);
        windows_open(spread);
    }
}

void spread_add_all(Spread *spread, const double *numbers, size_t count)
{
    if (spread->count > WINDOW_MOST_COUNT)
        windows_close(spread);
    else if (!spread->windowed)
        windows_open(spread);
    spread->count += (int64_t)count;
    spread_grow(spread);
    for (size_t i = 0; i < count;) {
        i += spread->windowed ? windows_add(spread, numbers + i, count - i)
                              : slots_add(spread, numbers + i, count - i);
        if (i < count)
            spread_add_new(spread, numbers[i++]);
    }
    if (!spread_exact(spread))
        distinct_add_reals(&spread->distinct, numbers, count);
}

void spread_add(Spread *spread, double number, int64_t count)
{
    uint64_t key = spread_key(number);
    spread_add_key(spread, key, count);
    if (!spread_exact(spread))
        distinct_add(&spread->distinct, distinct_hash(spread_number(key)));
}

void spread_coarsen(Spread *spread, unsigned shift)
{
    if (shift > spread->shift && spread->room)
        spread_rebuild(spread, spread->room, shift - spread->shift);
    spread->shift = MAX(shift, spread->shift);
}

void spread_add_bin(Spread *spread, double low, unsigned shift, int64_t count)
{
    spread_coarsen(spread, shift);
    spread_add_key(spread, spread_key(low), count);
}

void spread_merge(Spread *spread, const Spread *other)
{
    spread_coarsen(spread, other->shift);
    for (size_t i = 0; i < other->room; i++) {
        if (other->slots[i].count)
            spread_add_key(spread, other->slots[i].key << other->shift, other->slots[i].count);
    }
    if (!spread_exact(other))
        distinct_merge(&spread->distinct, &other->distinct);
    else if (!spread_exact(spread))
        spread_remember(spread, other->slots, other->room);
}

void spread_release(Spread *spread)
{
    free(spread->slots);
    free(spread->windows[0].counts);
    free(spread->windows[1].counts);
    distinct_release(&spread->distinct);
    *spread = SPREAD_EMPTY(spread->most);
}
