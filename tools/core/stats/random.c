#include "stats/random.h"

#include <assert.h>

uint64_t random_next(Random *random)
{
    random->state += 0x9e3779b97f4a7c15U;
    return hash_mix(random->state);
}

uint64_t random_below(Random *random, uint64_t bound)
{
    assert(bound > 0);
    // Numbers under this would make the small results more likely.
    uint64_t uneven = -bound % bound;
    for (;;) {
        uint64_t number = random_next(random);
        if (number >= uneven)
            return number % bound;
    }
}

double random_unit(Random *random)
{
    return (double)(random_next(random) >> 11) * 0x1p-53;
}
