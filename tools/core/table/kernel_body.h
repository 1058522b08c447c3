// kernel_body: the loops of a kernel, the same in all of them. The including file defines before:
//
//   Watch                                  what is collected over all bytes
//   kernel_masks(at, marks, watch, masks)  the masks of 64 bytes
//   kernel_watched(watch, scan)            writes Scan.zeros and Scan.high
//   kernel_prefix_xor(bits)                bit i of the result: the parity of bits 0 … i
//   kernel_store(ends, base, bits)         writes base + the position of each bit; up to 64 more
//                                          entries may be overwritten

#include <string.h>

typedef struct ScanCarry {
    uint64_t inside; // all bits alike
    uint64_t quoted; // all set unless quotes mean nothing
    uint64_t starts; // bit 0: the byte before ended a cell
    uint64_t closes; // bit 0: … was a closing quote
    uint64_t returns;
    uint64_t odd;
    uint64_t any_quotes;
    uint64_t any_returns;
    int64_t feeds;
    Watch watch;
} ScanCarry;

// The structure of the 64 bytes that the masks are of; only the bits of `valid` count.
static inline void scan_step(const Masks *masks, uint64_t valid, uint32_t base, ScanCarry *carry,
                             Scan *scan)
{
    uint64_t quotes = masks->quotes & valid & carry->quoted;
    uint64_t feeds = masks->feeds & valid;
    uint64_t returns = masks->returns & valid;
    uint64_t separators = (masks->delimiters & valid) | feeds;
    uint64_t within = kernel_prefix_xor(quotes) ^ carry->inside; // set from the opening quote on
    uint64_t ends = separators & ~within;
    uint64_t opening = quotes & within;
    uint64_t closing = quotes & ~within;
    uint64_t after_end = ends << 1 | carry->starts;
    uint64_t after_close = closing << 1 | carry->closes;
    uint64_t after_return = returns << 1 | carry->returns;

    // A quote opens where a cell starts, or again behind one that closed: a doubled quote.
    carry->odd |= opening & ~(after_end | after_close);
    carry->odd |= after_close & valid & ~(separators | returns | quotes);
    carry->odd |= after_return & valid & ~feeds;
    carry->inside = (uint64_t)((int64_t)within >> 63);
    carry->starts = ends >> 63;
    carry->closes = closing >> 63;
    carry->returns = returns >> 63;
    carry->any_quotes |= quotes;
    carry->any_returns |= returns;
    carry->feeds += __builtin_popcountll(feeds);
    scan->doubles[base / 64] = (opening & after_close) != 0;

    size_t count = scan->end_count;
    kernel_store(scan->ends + count, base, ends);
    scan->end_count = count + (size_t)__builtin_popcountll(ends);
    uint64_t lines = feeds & ends;
    // Most often there is no or one line end among 64 bytes: written without asking.
    uint64_t before_line = lines ? (lines & -lines) - 1 : 0;
    scan->rows[scan->row_count] =
        (uint32_t)(count + (size_t)__builtin_popcountll(ends & before_line));
    scan->row_count += lines != 0;
    for (lines &= lines - 1; lines; lines &= lines - 1) {
        before_line = (lines & -lines) - 1;
        scan->rows[scan->row_count++] =
            (uint32_t)(count + (size_t)__builtin_popcountll(ends & before_line));
    }
}

static void kernel_scan(ScanMarks marks, const char *bytes, size_t size, Scan *scan)
{
    bool starts = marks.before == marks.delimiter || marks.before == '\n' || marks.before == '\r';
    bool outside = !scan->inside;
    ScanCarry carry = {
        .inside = outside ? 0 : ~(uint64_t)0,
        .quoted = marks.bare ? 0 : ~(uint64_t)0,
        .starts = outside && starts,
        .closes = outside && !marks.bare && marks.before == marks.quote,
        .returns = marks.before == '\r',
    };
    Masks masks;
    size_t at = 0;
    scan->end_count = 0;
    scan->row_count = 0;
    for (; at + 64 <= size; at += 64) {
        kernel_masks(bytes + at, marks, &carry.watch, &masks);
        scan_step(&masks, ~(uint64_t)0, (uint32_t)at, &carry, scan);
    }
    if (at < size) {
        char rest[64];
        memset(rest, ' ', sizeof rest);
        memcpy(rest, bytes + at, size - at);
        kernel_masks(rest, marks, &carry.watch, &masks);
        scan_step(&masks, ~(uint64_t)0 >> (64 - (size - at)), (uint32_t)at, &carry, scan);
    }
    scan->feeds = carry.feeds;
    scan->inside = carry.inside != 0;
    scan->odd = carry.odd != 0;
    scan->quotes = carry.any_quotes != 0;
    scan->returns = carry.any_returns != 0;
    kernel_watched(&carry.watch, scan);
}
