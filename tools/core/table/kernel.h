// kernel: the loops over every byte of a data file, written for several families of instructions.
// All kernels give the same results for the same bytes.
//
// The structure of 64 bytes at a time is found by arithmetic on masks, one bit a byte. Whether a
// byte stands in quotes is the parity of the quotes before it: M = prefix_xor(Q) ^ inside
// (Langdale, Lemire 2019). That is the truth of RFC 4180 only if every quote opens where a cell
// starts and is followed, where it closes, by what ends a cell; the scan proves that for every
// quote, and says `odd` of what it cannot prove.

#ifndef TABLE_KERNEL_H
#define TABLE_KERNEL_H

#include "base/cpu.h"
#include "table/batch.h"

// Blocks are at most this long, so that offsets fit in 32 bits.
#define SCAN_LONGEST ((size_t)1 << 30)

// Behind the last byte of what is scanned or validated this many may be read, whatever they are.
#define SCAN_PADDING ((size_t)64)

typedef struct Scan {
    // Room for one more than there are bytes, and for 64 beyond that.
    uint32_t *ends; // offsets of delimiters and line feeds outside of quotes
    uint32_t *rows; // positions in `ends` of the line feeds
    // Of each 64 bytes: whether a quote opens right behind one that closes, which is a doubled one.
    uint8_t *doubles;
    size_t end_count;
    size_t row_count;
    int64_t feeds; // all line feeds, also those in quotes
    bool inside;   // before: whether the first byte stands in quotes; after: the byte behind
    bool odd;      // quotes or carriage returns that this loop cannot read
    bool quotes;   // there are some, as there are …
    bool returns;  // carriage returns,
    bool zeros;    // zero bytes
    bool high;     // and bytes beyond ASCII
} Scan;

typedef struct ScanMarks {
    char delimiter;
    char quote;
    bool bare;   // quotes mean nothing
    char before; // the byte in front of the first one; a line feed at the start of a file
} ScanMarks;

// Short decimal numbers: [-] and at most 15 digits with at most one point among them. Such a number
// is one division of two doubles that are exact, so it is rounded once and correctly (Clinger
// 1990).
#define DECIMAL_DIGITS 15

enum {
    DECIMAL_READ = 1,  // the cell is such a number: reals[i], and integers[i] if it has no point
    DECIMAL_POINT = 2, // it has a point
    DECIMAL_ZERO = 4,  // its first digit is a zero and the next byte is a digit
};

typedef struct Decimals {
    double *reals;
    int64_t *integers;
    uint8_t *forms; // 0 for cells that are something else
} Decimals;

// What stands on 64 bytes of JSON, one bit a byte.
typedef struct JsonMask {
    uint64_t stops;  // quotes, backslashes, control characters: where a run of text ends
    uint64_t ends;   // commas, closing brackets and braces, blanks: where a number ends
    uint64_t digits; // 0 to 9
} JsonMask;

// How many of them there are for so many bytes: one more, in which everything ends.
#define JSON_MASKS(size) ((size) / 64 + 2)

typedef struct Kernel {
    CpuKernel kind;
    // Fills what is behind `inside` and sets that anew.
    void (*scan)(ScanMarks marks, const char *bytes, size_t size, Scan *scan);
    bool (*utf8_valid)(const char *bytes, size_t size);
    void (*decimals)(const Cell *cells, size_t count, Decimals ret_decimals);
    // Fills JSON_MASKS(size) masks; line feeds are taken to stand behind the last byte.
    void (*json)(const char *bytes, size_t size, JsonMask *ret_masks);
} Kernel;

// The best this machine has for KERNEL_BEST, and for one that it has not.
const Kernel *kernel_find(CpuKernel kind);

extern const Kernel kernel_scalar;
extern const Kernel kernel_sse2;
extern const Kernel kernel_avx2;
extern const Kernel kernel_avx512;
extern const Kernel kernel_neon;

#endif
