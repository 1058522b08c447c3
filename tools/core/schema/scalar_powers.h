// scalar_powers: powers of five to 128 bits, for reading decimals (Lemire 2021, "Number parsing at
// a gigabyte per second", §5; Mushtak, Lemire 2023 prove that this many bits are enough).

#ifndef SCHEMA_SCALAR_POWERS_H
#define SCHEMA_SCALAR_POWERS_H

#include "base/base.h"

#define SCALAR_LEAST_POWER (-100)
#define SCALAR_MOST_POWER  100
#define SCALAR_POWERS      (SCALAR_MOST_POWER - SCALAR_LEAST_POWER + 1)

typedef struct ScalarPower {
    uint64_t high;
    uint64_t low;
} ScalarPower;

extern const ScalarPower scalar_powers[SCALAR_POWERS];

#endif
