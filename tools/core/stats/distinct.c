#include "stats/distinct.h"

#include "base/fatal.h"
#include "stats/hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A register keeps the most zeros, and one more, that a hash of its own starts with.
#define VALUE_BITS (64 - DISTINCT_BITS)
#define VALUE_MOST (VALUE_BITS + 1)

#define HASHES_AT_ONCE ((size_t)256)

// A register's value as a character.
static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr";
_Static_assert(sizeof digits - 1 == VALUE_MOST + 1, "a digit for each value");

// Finds the least value, which says what hashes change nothing.
static void distinct_settle(Distinct *distinct)
{
    uint8_t least = VALUE_MOST;
    distinct->low = 0;
    for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
        least = MIN(least, distinct->registers[i]);
    for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
        distinct->low += distinct->registers[i] == least;
    distinct->least = least;
    distinct->settled = least ? ~(~(uint64_t)0 >> least) : 0;
}

static void distinct_open(Distinct *distinct)
{
    if (distinct->registers)
        return;
    distinct->registers = calloc(DISTINCT_REGISTERS, 1);
    if (!distinct->registers)
        fatal_out_of_memory();
    distinct->low = DISTINCT_REGISTERS;
}

void distinct_raise(Distinct *distinct, uint64_t hash)
{
    distinct_open(distinct);
    uint8_t *at = &distinct->registers[hash % DISTINCT_REGISTERS];
    uint64_t rest = hash >> DISTINCT_BITS;
    uint8_t value = rest ? (uint8_t)(__builtin_clzll(hash) + 1) : VALUE_MOST;
    if (value <= *at)
        return;
    bool was_least = *at == distinct->least;
    *at = value;
    if (was_least && --distinct->low == 0)
        distinct_settle(distinct);
}

void distinct_add_reals(Distinct *distinct, const double *numbers, size_t count)
{
    uint64_t hashes[HASHES_AT_ONCE];
    for (size_t first = 0; first < count; first += HASHES_AT_ONCE) {
        size_t end = MIN(first + HASHES_AT_ONCE, count);
        size_t left = 0;
        const uint64_t settled = distinct->settled;
        // No branch that nobody could foretell.
        for (size_t i = first; i < end; i++) {
            hashes[left] = distinct_hash(numbers[i]);
            left += (hashes[left] & settled) == 0;
        }
        for (size_t i = 0; i < left; i++)
            distinct_raise(distinct, hashes[i]);
    }
}

void distinct_merge(Distinct *distinct, const Distinct *other)
{
    if (!other->registers)
        return;
    distinct_open(distinct);
    for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
        distinct->registers[i] = MAX(distinct->registers[i], other->registers[i]);
    distinct_settle(distinct);
}

// The sums of Ertl's equations 18 and 22 for the registers that are empty, and full.
static double estimate_empty(double share)
{
    double sum = share;
    double before = 0;
    if (share >= 1)
        return INFINITY;
    for (double factor = 1; before != sum; factor *= 2) {
        share *= share;
        before = sum;
        sum += share * factor;
    }
    return sum;
}

static double estimate_full(double share)
{
    double sum = 1 - share;
    double before = 0;
    if (share <= 0 || share >= 1)
        return 0;
    for (double factor = 0.5; before != sum; factor /= 2) {
        share = sqrt(share);
        before = sum;
        sum -= (1 - share) * (1 - share) * factor;
    }
    return sum / 3;
}

int64_t distinct_estimate(const Distinct *distinct)
{
    const double all = (double)DISTINCT_REGISTERS;
    double counts[VALUE_MOST + 1] = {0};
    if (!distinct->registers)
        return 0;
    for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
        counts[distinct->registers[i]]++;
    double sum = all * estimate_full(1 - counts[VALUE_MOST] / all);
    for (int value = VALUE_BITS; value >= 1; value--)
        sum = (sum + counts[value]) / 2;
    sum += all * estimate_empty(counts[0] / all);
    // Registers that nobody could have filled would say infinity.
    return (int64_t)fmin(all * all / (2 * M_LN2 * sum) + 0.5, 0x1p62);
}

void distinct_write(const Distinct *distinct, char ret_text[static DISTINCT_REGISTERS + 1])
{
    for (size_t i = 0; i < DISTINCT_REGISTERS; i++)
        ret_text[i] = digits[distinct->registers ? distinct->registers[i] : 0];
    ret_text[DISTINCT_REGISTERS] = '\0';
}

bool distinct_read(Distinct *distinct, const char *text, size_t size)
{
    if (size != DISTINCT_REGISTERS || strspn(text, digits) != size)
        return false;
    distinct_open(distinct);
    for (size_t i = 0; i < size; i++)
        distinct->registers[i] = (uint8_t)(strchr(digits, text[i]) - digits);
    distinct_settle(distinct);
    return true;
}

void distinct_release(Distinct *distinct)
{
    free(distinct->registers);
    *distinct = DISTINCT_EMPTY;
}
