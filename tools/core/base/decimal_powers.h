// decimal_powers: powers of five to 128 bits, for reading decimals (Lemire 2021, "Number parsing at
// a gigabyte per second", §5; Mushtak, Lemire 2023 prove that this many bits are enough) and for
// writing them.

#ifndef BASE_DECIMAL_POWERS_H
#define BASE_DECIMAL_POWERS_H

#include "base/base.h"

#define DECIMAL_LEAST_POWER (-100)
#define DECIMAL_MOST_POWER  100
#define DECIMAL_POWERS      (DECIMAL_MOST_POWER - DECIMAL_LEAST_POWER + 1)

typedef struct DecimalPower {
    uint64_t high;
    uint64_t low;
} DecimalPower;

extern const DecimalPower decimal_powers[DECIMAL_POWERS];

#endif
