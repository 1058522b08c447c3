// spread_slots: the keys of a spread's slots, as numbers and in their order. Private to spreads.

#ifndef STATS_SPREAD_SLOTS_H
#define STATS_SPREAD_SLOTS_H

#include "stats/spread.h"

#include <string.h>

#define SPREAD_SIGN ((uint64_t)1 << 63)

// The bits of a double as an unsigned number that has the doubles' order.
static inline uint64_t spread_key(double number)
{
    number += 0.0; // -0 and 0 are one number
    uint64_t bits = 0;
    memcpy(&bits, &number, sizeof bits);
    return bits & SPREAD_SIGN ? ~bits : bits | SPREAD_SIGN;
}

static inline double spread_number(uint64_t key)
{
    uint64_t bits = key & SPREAD_SIGN ? key ^ SPREAD_SIGN : ~key;
    double number = 0;
    memcpy(&number, &bits, sizeof number);
    return number;
}

// Drops low bits until `shift` are dropped, unless as many are.
void spread_coarsen(Spread *spread, unsigned shift);

// The slots that are not free, put together at the front of `ret_slots`, which has room for them.
size_t spread_slots_gather(const Spread *spread, SpreadSlot *ret_slots);

// Sorts by keys. `scratch` is as large; what is returned is the one of both that holds them in the
// end.
SpreadSlot *spread_slots_sort(SpreadSlot *slots, SpreadSlot *scratch, size_t count);

#endif
