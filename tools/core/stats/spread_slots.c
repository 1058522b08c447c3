#include "stats/spread_slots.h"

#define DIGIT_BITS 8
#define DIGITS     ((size_t)1 << DIGIT_BITS)

size_t spread_slots_gather(const Spread *spread, SpreadSlot *ret_slots)
{
    size_t count = 0;
    for (size_t i = 0; i < spread->room; i++) {
        if (spread->slots[i].count)
            ret_slots[count++] = spread->slots[i];
    }
    return count;
}

// One digit of the sort, the lower digits being in order.
static void slots_sort_digit(const SpreadSlot *from, SpreadSlot *to, size_t count, unsigned bit)
{
    size_t ends[DIGITS] = {0};
    for (size_t i = 0; i < count; i++)
        ends[from[i].key >> bit & (DIGITS - 1)]++;
    size_t start = 0;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        size_t more = ends[digit];
        ends[digit] = start;
        start += more;
    }
    for (size_t i = 0; i < count; i++)
        to[ends[from[i].key >> bit & (DIGITS - 1)]++] = from[i];
}

SpreadSlot *spread_slots_sort(SpreadSlot *slots, SpreadSlot *scratch, size_t count)
{
    uint64_t differing = 0;
    for (size_t i = 1; i < count; i++)
        differing |= slots[i].key ^ slots[0].key;
    for (unsigned bit = 0; bit < 64; bit += DIGIT_BITS) {
        if ((differing >> bit & (DIGITS - 1)) == 0)
            continue;
        slots_sort_digit(slots, scratch, count, bit);
        SpreadSlot *sorted = scratch;
        scratch = slots;
        slots = sorted;
    }
    return slots;
}
