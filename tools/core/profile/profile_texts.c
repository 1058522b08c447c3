// Texts of a column: those of some rows are counted by themselves first, so that what a text costs
// is paid for different ones only.

#include "profile/profile.h"
#include "stats/hash.h"

#include <string.h>

// So many rows are counted at once: their different texts stay in the processor's nearest cache.
#define TALLY_ROWS  ((size_t)1024)
#define TALLY_SLOTS (4 * TALLY_ROWS)

typedef struct TallyEntry {
    uint64_t hash;
    uint16_t row; // where it was first
    uint16_t count;
    uint32_t continuations; // bytes that begin no character
} TallyEntry;

typedef struct Tally {
    uint16_t slots[TALLY_SLOTS]; // position + 1 by hash; 0 is free
    TallyEntry entries[TALLY_ROWS];
    size_t used;
} Tally;

static inline void tally_add(Tally *tally, uint64_t hash, size_t row, size_t continuations)
{
    size_t at = hash % TALLY_SLOTS;
    while (tally->slots[at] && tally->entries[tally->slots[at] - 1].hash != hash)
        at = (at + 1) % TALLY_SLOTS;
    if (tally->slots[at]) {
        tally->entries[tally->slots[at] - 1].count++;
        return;
    }
    tally->entries[tally->used++] = (TallyEntry){hash, (uint16_t)row, 1, (uint32_t)continuations};
    tally->slots[at] = (uint16_t)tally->used;
}

static inline size_t word_continuations(uint64_t word)
{
    uint64_t ones = (word >> 7) & ~(word >> 6) & 0x0101010101010101U;
    return ones * 0x0101010101010101U >> 56;
}

// Both are found in one walk over the text: where it ends is hardly ever guessed right.
static inline uint64_t text_hash(const Cell *cell, size_t *ret_continuations)
{
    uint64_t state = hash_begin(cell->size);
    const char *at = cell->bytes;
    size_t left = cell->size;
    size_t continuations = 0;
    uint64_t word = 0;
    for (; left >= sizeof word; left -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        state = hash_word(state, word);
        continuations += word_continuations(word);
    }
    if (left) {
        word = hash_padded_word(at, left);
        state = hash_word(state, word);
        continuations += word_continuations(word);
    }
    *ret_continuations = continuations;
    return hash_mix(state);
}

static void tally_rows(Tally *tally, ColumnCells cells, const uint8_t *states)
{
    memset(tally->slots, 0, sizeof tally->slots);
    tally->used = 0;
    for (size_t row = 0; row < cells.rows; row++) {
        const Cell *cell = &cells.cells[row];
        size_t continuations = 0;
        if (!field_state_is_value(states[row]))
            continue;
        uint64_t hash = cells.ascii ? hash_padded_text(cell->bytes, cell->size)
                                    : text_hash(cell, &continuations);
        tally_add(tally, hash, row, continuations);
    }
}

// Texts shorter than this are counted by their lengths first.
#define SHORT_TEXT ((size_t)256)

// Lengths of some texts: sums without rounding.
typedef struct Lengths {
    int64_t counts[SHORT_TEXT];
    int64_t all;
    int64_t sum;
    unsigned __int128 squares;
    size_t least;
    size_t most;
} Lengths;

static inline void lengths_add(Lengths *lengths, size_t length, uint32_t count, Spread *spread)
{
    lengths->all += count;
    lengths->sum += (int64_t)(length * count);
    lengths->squares += (unsigned __int128)(length * length) * count;
    lengths->least = MIN(lengths->least, length);
    lengths->most = MAX(lengths->most, length);
    if (length < SHORT_TEXT)
        lengths->counts[length] += count;
    else
        spread_add(spread, (double)length, count);
}

static void lengths_finish(const Lengths *lengths, ColumnProfile *column, Moments *moments)
{
    if (lengths->all == 0)
        return;
    for (size_t i = lengths->least; i <= MIN(lengths->most, SHORT_TEXT - 1); i++) {
        if (lengths->counts[i])
            spread_add(&column->spread, (double)i, lengths->counts[i]);
    }
    // n × the sum of squared distances: exact, however long the texts are.
    unsigned __int128 scaled = (unsigned __int128)lengths->all * lengths->squares -
                               (unsigned __int128)lengths->sum * (unsigned __int128)lengths->sum;
    double all = (double)lengths->all;
    moments_merge(moments, &(Moments){.count = lengths->all,
                                      .mean = (double)lengths->sum / all,
                                      .squares = (double)scaled / all,
                                      .least = (double)lengths->least,
                                      .most = (double)lengths->most});
}

// Texts that come no more often than this among so many rows cannot be frequent.
#define TALLY_PASSED_OVER(rows) ((uint16_t)((rows) / 256))

static void tally_keep_frequent(const Tally *tally, ColumnCells cells, ColumnBlock *block)
{
    uint16_t passed_over = 0;
    for (size_t i = 0; i < tally->used; i++) {
        const TallyEntry *entry = &tally->entries[i];
        const Cell *cell = &cells.cells[entry->row];
        if (entry->count <= TALLY_PASSED_OVER(cells.rows)) {
            passed_over = MAX(passed_over, entry->count);
            continue;
        }
        size_t size = category_kept_size(cell->bytes, cell->size);
        *list_push(block->arena, &block->frequent) =
            (Category){entry->hash, entry->count, arena_text_sized(block->arena, cell->bytes, size),
                       size, cell->size};
    }
    block->passed_over += passed_over;
}

void column_profile_fold(ColumnProfile *column, ColumnBlock *block)
{
    moments_merge(&column->moments, &block->moments);
    for (size_t i = 0; i < block->frequent.count; i++)
        frequent_add(&column->frequent, &block->frequent.items[i]);
    column->frequent.error += block->passed_over;
    *block = (ColumnBlock){.arena = block->arena};
}

void column_profile_settle_frequent(ColumnProfile *column)
{
    if (field_type_is_ordered(column->type) || !categories_exact(&column->texts)) {
        frequent_settle(&column->frequent, column->texts.count);
        return;
    }
    frequent_release(&column->frequent);
    for (size_t i = 0; i < column->texts.room; i++) {
        if (column->texts.slots[i].count)
            frequent_add(&column->frequent, &column->texts.slots[i]);
    }
    frequent_settle(&column->frequent, column->texts.count);
}

// At most TALLY_ROWS rows.
static void column_profile_tally(ColumnProfile *column, ColumnCells cells, const uint8_t *states,
                                 Lengths *lengths, ColumnBlock *block)
{
    Tally tally;
    tally_rows(&tally, cells, states);
    for (size_t i = 0; i < tally.used; i++) {
        const TallyEntry *entry = &tally.entries[i];
        const Cell *cell = &cells.cells[entry->row];
        lengths_add(lengths, cell->size - entry->continuations, entry->count, &column->spread);
        categories_count_hash(&column->texts, entry->hash, cell->bytes, cell->size, entry->count);
    }
    tally_keep_frequent(&tally, cells, block);
}

void column_profile_add_texts(ColumnProfile *column, ColumnCells cells, const uint8_t *states,
                              ColumnBlock *block)
{
    Lengths lengths = {.least = SIZE_MAX};
    // Parts of one size: in a small one every text would look frequent.
    size_t parts = (cells.rows + TALLY_ROWS - 1) / TALLY_ROWS;
    size_t first = 0;
    for (size_t i = 1; i <= parts; i++) {
        size_t end = cells.rows * i / parts;
        ColumnCells part = {cells.cells + first, end - first, cells.ascii};
        column_profile_tally(column, part, states + first, &lengths, block);
        first = end;
    }
    lengths_finish(&lengths, column, &block->moments);
}

static size_t text_characters(const char *bytes, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    return count;
}

void column_profile_add_text(ColumnProfile *column, const char *bytes, size_t size, int64_t count)
{
    double length = (double)text_characters(bytes, size);
    categories_add(&column->texts, bytes, size, count);
    spread_add(&column->spread, length, count);
    Moments lengths = {.count = count, .mean = length, .least = length, .most = length};
    moments_merge(&column->moments, &lengths);
    frequent_add(&column->frequent, &(Category){.hash = hash_text(bytes, size),
                                                .count = count,
                                                .text = bytes,
                                                .size = category_kept_size(bytes, size),
                                                .whole = size});
}
