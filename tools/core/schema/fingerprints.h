// fingerprints: which values were there before, and in which row first.
//
// A value is known by 64 bits of its hash: among ten million different values the chance that two
// are taken for one is about 3 in a million. There is a ceiling; memory is at
// most FINGERPRINT_BYTES a value, half as much again for a moment while it grows.

#ifndef SCHEMA_FINGERPRINTS_H
#define SCHEMA_FINGERPRINTS_H

#include "base/base.h"

#define FINGERPRINT_BYTES 64

typedef struct Fingerprint {
    uint64_t hash;
    int64_t row; // 0: free
} Fingerprint;

typedef struct Fingerprints {
    size_t most;
    Fingerprint *slots;
    size_t room;
    size_t used;
    bool full; // from here on new values are not remembered
} Fingerprints;

// The row in which the value was first; 0 if it is new and has been remembered, or cannot be.
int64_t fingerprints_add(Fingerprints *prints, uint64_t hash, int64_t row);

// Whether the value was added before and remembered.
bool fingerprints_has(const Fingerprints *prints, uint64_t hash);

void fingerprints_release(Fingerprints *prints);

#endif
