// pattern: regular expressions as Perl writes them, compiled once, matched with bounded work.
//
// Texts are UTF-8; bytes that are not are matched as they are, if the pattern says so. Matching
// needs no more than PATTERN_MOST_STEPS steps and PATTERN_MOST_HEAP bytes, whatever pattern and
// text; one that would is PATTERN_TOO_HARD, which is neither a match nor none. No machine code is
// made at run time: memory that can be written is never executed, and the limits are the same
// everywhere.

#ifndef PATTERN_PATTERN_H
#define PATTERN_PATTERN_H

#include "base/arena.h"
#include "base/error.h"

#define PATTERN_MOST_STEPS 1000000
#define PATTERN_MOST_HEAP  ((size_t)4 << 20)

// How many pairs of parentheses can be asked for, the whole match included.
#define PATTERN_MOST_GROUPS 16

typedef struct Pattern Pattern;

typedef enum PatternExtent {
    PATTERN_ANYWHERE, // the pattern is found somewhere in the text
    PATTERN_WHOLE,    // the pattern matches the text from its first to its last byte
} PatternExtent;

typedef enum PatternResult {
    PATTERN_NO_MATCH,
    PATTERN_MATCH,
    PATTERN_TOO_HARD,
} PatternResult;

typedef struct PatternGroup {
    size_t start;
    size_t end;
    bool matched;
} PatternGroup;

// Compiles. `place` is where the pattern stands (PLACE_SCHEMA with file NULL for nowhere); errors
// are ERROR_CONFIG there and name the position in the pattern.
bool pattern_new(const char *text, PatternExtent extent, Place place, Arena *arena,
                 const Pattern **ret_pattern, Error *err) MUST_USE;

// The same pattern once more, for another thread: one pattern is matched by one thread at a time,
// and matching may take memory from its arena.
const Pattern *pattern_again(const Pattern *pattern, Arena *arena);

PatternResult pattern_match(const Pattern *pattern, const char *bytes, size_t size);

// The same from `start` on; on a match fills `groups`, of which there are `count` at most
// PATTERN_MOST_GROUPS: 0 is the whole match.
PatternResult pattern_find(const Pattern *pattern, const char *bytes, size_t size, size_t start,
                           PatternGroup *groups, size_t count);

#endif
