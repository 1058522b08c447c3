// plain_pattern: patterns that say byte for byte what a whole text is, such as ^[A-Z]{3}-[0-9]{4}$:
// sets of ASCII characters, one behind the other, each so many times. They are matched in one go,
// without a way back.
//
// Everything else (choices, groups, sets of what is not there, whatever would have to be tried in
// several ways) is no plain pattern.

#ifndef PATTERN_PLAIN_PATTERN_H
#define PATTERN_PLAIN_PATTERN_H

#include "pattern/pattern.h"

#define PLAIN_MOST_STEPS ((size_t)32)

typedef struct PlainStep {
    uint64_t set[2]; // a bit for each ASCII character
    size_t least;
    size_t most; // SIZE_MAX: no end
} PlainStep;

typedef struct PlainPattern {
    PlainStep steps[PLAIN_MOST_STEPS];
    size_t count;
    bool dollar; // matches in front of a line end at the text's end: such texts are not for us
} PlainPattern;

// False if the pattern is not plain; it must be valid.
bool plain_pattern_read(const char *text, PatternExtent extent, PlainPattern *ret_pattern) MUST_USE;

// Whether the text matches. Not for a text that ends with a line end if the pattern has `dollar`.
bool plain_pattern_match(const PlainPattern *pattern, const char *bytes, size_t size);

#endif
