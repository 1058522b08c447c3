#include "stats/spread.h"

#include "base/fatal.h"
#include "stats/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SPREAD_FIRST_ROOM ((size_t)64)
#define SPREAD_SIGN       ((uint64_t)1 << 63)

// The bits of a double as an unsigned number that has the doubles' order.
static uint64_t spread_key(double number)
{
    number += 0.0; // -0 and 0 are one number
    uint64_t bits = 0;
    memcpy(&bits, &number, sizeof bits);
    return bits & SPREAD_SIGN ? ~bits : bits | SPREAD_SIGN;
}

static double spread_number(uint64_t key)
{
    uint64_t bits = key & SPREAD_SIGN ? key ^ SPREAD_SIGN : ~key;
    double number = 0;
    memcpy(&number, &bits, sizeof number);
    return number;
}

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
            distinct_add(&spread->distinct, hash_real(spread_number(slots[i].key)));
    }
}

// Puts everything into a table of `room` slots, `coarser` bits less fine.
static void spread_rebuild(Spread *spread, size_t room, unsigned coarser)
{
    SpreadSlot *kept = calloc(spread->used + 1, sizeof *kept);
    if (!kept)
        fatal_out_of_memory();
    size_t count = 0;
    for (size_t i = 0; i < spread->room; i++) {
        if (spread->slots[i].count)
            kept[count++] = spread->slots[i];
    }
    if (room != spread->room) {
        free(spread->slots);
        spread->slots = calloc(room, sizeof *spread->slots);
        if (!spread->slots)
            fatal_out_of_memory();
        spread->room = room;
    } else {
        memset(spread->slots, 0, room * sizeof *spread->slots);
    }
    if (coarser && spread_exact(spread))
        spread_remember(spread, kept, count);
    spread->used = 0;
    spread->shift += coarser;
    for (size_t i = 0; i < count; i++)
        spread_insert(spread, kept[i].key >> coarser, kept[i].count);
    free(kept);
}

// Whether at most `most` bins would be left if they were `coarser` bits less fine.
static bool spread_would_fit(const Spread *spread, unsigned coarser, SpreadSlot *scratch)
{
    size_t used = 0;
    memset(scratch, 0, spread->room * sizeof *scratch);
    for (size_t i = 0; i < spread->room && used <= spread->most; i++) {
        if (!spread->slots[i].count)
            continue;
        uint64_t key = spread->slots[i].key >> coarser;
        SpreadSlot *slot = &scratch[spread_slot(scratch, spread->room - 1, key)];
        used += slot->count == 0;
        *slot = (SpreadSlot){key, 1};
    }
    return used <= spread->most;
}

static void spread_grow(Spread *spread)
{
    if (spread->used * 2 >= spread->room)
        spread_rebuild(spread, spread->room ? spread->room * 2 : SPREAD_FIRST_ROOM, 0);
}

// A window is worth its memory if the bins span no more than this many.
#define WINDOW_MOST ((size_t)1 << 15)

// A spread of more numbers than this could overflow a window's counts.
#define WINDOW_MOST_COUNT ((int64_t)UINT32_MAX - INT32_MAX)

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
    if (last < first || last - first >= WINDOW_MOST)
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
    if (spread->count > WINDOW_MOST_COUNT)
        return;
    window_open(spread, false);
    window_open(spread, true);
    spread->windowed = true;
    spread->strays = 0;
    // Twice as many next time, so that numbers which fit no window do not cost more and more.
    spread->patience = MAX(2 * spread->patience, WINDOW_PATIENCE);
    SpreadSlot *old = spread->slots;
    spread->slots = calloc(spread->room, sizeof *spread->slots);
    if (!spread->slots)
        fatal_out_of_memory();
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
    SpreadSlot *scratch = calloc(spread->room, sizeof *scratch);
    if (!scratch)
        fatal_out_of_memory();
    unsigned low = 0; // too fine
    unsigned high = 63 - spread->shift;
    while (low + 1 < high) {
        unsigned middle = (low + high) / 2;
        if (spread_would_fit(spread, middle, scratch))
            high = middle;
        else
            low = middle;
    }
    free(scratch);
    spread_rebuild(spread, spread->room, high);
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
        distinct_add(&spread->distinct, hash_real(spread_number(key)));
}

static void spread_coarsen(Spread *spread, unsigned shift)
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

static int spread_slot_compare(const void *a, const void *b)
{
    const SpreadSlot *first = a;
    const SpreadSlot *second = b;
    return first->key < second->key ? -1 : first->key > second->key;
}

SpreadBins spread_bins(const Spread *spread, Arena *arena)
{
    SpreadSlot *sorted = arena_array(arena, SpreadSlot, spread->used + 1);
    size_t count = 0;
    for (size_t i = 0; i < spread->room; i++) {
        if (spread->slots[i].count)
            sorted[count++] = spread->slots[i];
    }
    qsort(sorted, count, sizeof *sorted, spread_slot_compare);
    SpreadBins bins = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t low = sorted[i].key << spread->shift;
        uint64_t high = low + (((uint64_t)1 << spread->shift) - 1);
        *list_push(arena, &bins) =
            (SpreadBin){spread_number(low), spread_number(high), sorted[i].count};
    }
    return bins;
}

void spread_common_bins(const Spread *before, const Spread *now, Arena *arena,
                        SpreadBins *ret_before, SpreadBins *ret_now)
{
    scoped_spread ours = SPREAD_EMPTY(SIZE_MAX);
    scoped_spread theirs = SPREAD_EMPTY(SIZE_MAX);
    spread_merge(&ours, before);
    spread_merge(&theirs, now);
    spread_coarsen(&ours, theirs.shift);
    spread_coarsen(&theirs, ours.shift);
    *ret_before = spread_bins(&ours, arena);
    *ret_now = spread_bins(&theirs, arena);
}

static double spread_bin_middle(const SpreadBin *bin)
{
    // Beside nothing at all the bin of zero has numbers only that hardly any column has.
    if (bin->low == 0 && bin->high < 1e-300)
        return 0;
    // The outermost bins of very coarse spreads may reach past the finite numbers.
    double middle = bin->low + (bin->high - bin->low) / 2;
    return isfinite(middle) ? middle : isfinite(bin->low) ? bin->low : bin->high;
}

int64_t spread_distinct(const Spread *spread)
{
    return spread_exact(spread) ? (int64_t)spread->used : distinct_estimate(&spread->distinct);
}

static double spread_ranked(const SpreadBins *bins, int64_t rank)
{
    for (size_t i = 0; i < bins->count; i++) {
        if (rank < bins->items[i].count)
            return spread_bin_middle(&bins->items[i]);
        rank -= bins->items[i].count;
    }
    return spread_bin_middle(&bins->items[bins->count - 1]);
}

double spread_quantile(const SpreadBins *bins, double q)
{
    int64_t count = 0;
    for (size_t i = 0; i < bins->count; i++)
        count += bins->items[i].count;
    if (count == 0)
        return NAN;
    double position = (double)(count - 1) * q;
    int64_t rank = (int64_t)position;
    double low = spread_ranked(bins, rank);
    double high = spread_ranked(bins, MIN(rank + 1, count - 1));
    return low + (high - low) * (position - (double)rank);
}

void spread_histogram(const SpreadBins *bins, const double *edges, size_t intervals,
                      int64_t *ret_counts)
{
    for (size_t i = 0; i < intervals; i++)
        ret_counts[i] = 0;
    size_t interval = 0;
    for (size_t i = 0; i < bins->count; i++) {
        double middle = spread_bin_middle(&bins->items[i]);
        while (interval + 1 < intervals && middle >= edges[interval + 1])
            interval++;
        if (middle >= edges[0] && middle <= edges[intervals])
            ret_counts[interval] += bins->items[i].count;
    }
}

// The two distribution functions while they are walked along together.
typedef struct SpreadWalk {
    double before;
    double now;
    double middle;
} SpreadWalk;

static void spread_step(SpreadWalk *walk, const SpreadBin *bin, double before, double now,
                        bool exact, SpreadDistance *distance)
{
    double middle = spread_bin_middle(bin);
    if (!isnan(walk->middle))
        distance->wasserstein += fabs(walk->before - walk->now) * (middle - walk->middle);
    double inside = fmax(walk->before + before - walk->now, walk->now + now - walk->before);
    walk->before += before;
    walk->now += now;
    walk->middle = middle;
    double gap = fabs(walk->before - walk->now);
    if (gap > distance->ks) {
        distance->ks = gap;
        distance->at = bin->high;
        distance->share_before = walk->before;
        distance->share_now = walk->now;
    }
    distance->ks_most = fmax(distance->ks_most, exact ? gap : inside);
}

SpreadDistance spread_distance(const Spread *before, const Spread *now)
{
    scoped_arena arena = arena_open();
    SpreadBins a = {0};
    SpreadBins b = {0};
    spread_common_bins(before, now, arena, &a, &b);

    SpreadDistance distance = {0};
    SpreadWalk walk = {.middle = NAN};
    bool exact = spread_exact(before) && spread_exact(now);
    for (size_t i = 0, j = 0; i < a.count || j < b.count;) {
        bool first = j == b.count || (i < a.count && a.items[i].low <= b.items[j].low);
        bool second = i == a.count || (j < b.count && b.items[j].low <= a.items[i].low);
        const SpreadBin *bin = first ? &a.items[i] : &b.items[j];
        double share = first ? (double)a.items[i].count / (double)before->count : 0;
        double other = second ? (double)b.items[j].count / (double)now->count : 0;
        spread_step(&walk, bin, share, other, exact, &distance);
        i += first;
        j += second;
    }
    return distance;
}

void spread_release(Spread *spread)
{
    free(spread->slots);
    free(spread->windows[0].counts);
    free(spread->windows[1].counts);
    distinct_release(&spread->distinct);
    *spread = SPREAD_EMPTY(spread->most);
}
