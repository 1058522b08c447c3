#include "profile/guess.h"

#include <string.h>

// The empty text comes first: it is always missing.
static const char *const tokens[] = {"",     "NA",   "N/A",  "n/a",  "NaN", "nan",
                                     "null", "NULL", "None", "#N/A", "?",   "-"};
#define TOKEN_LONGEST 4

typedef bool GuessCast(const char *bytes, size_t size, Scalar *ret_scalar);

static bool has_leading_zero(const char *bytes, size_t size)
{
    size_t sign = size > 0 && (bytes[0] == '-' || bytes[0] == '+');
    return size > sign + 1 && bytes[sign] == '0' && (unsigned char)(bytes[sign + 1] - '0') < 10;
}

static bool guess_boolean(const char *bytes, size_t size, Scalar *ret_scalar)
{
    static const char words[2][3][6] = {{"false", "False", "FALSE"}, {"true", "True", "TRUE"}};
    if (size != 4 && size != 5)
        return false;
    bool truth = size == 4;
    for (size_t i = 0; i < array_count(words[truth]); i++) {
        if (memcmp(words[truth][i], bytes, size) == 0) {
            *ret_scalar = (Scalar){truth, truth, true};
            return true;
        }
    }
    return false;
}

static bool guess_integer(const char *bytes, size_t size, Scalar *ret_scalar)
{
    return !has_leading_zero(bytes, size) && scalar_integer(bytes, size, ret_scalar);
}

static bool guess_number(const char *bytes, size_t size, Scalar *ret_scalar)
{
    return !has_leading_zero(bytes, size) && scalar_number(bytes, size, ret_scalar);
}

#define GUESS_SPACED "%Y-%m-%d %H:%M:%S"

// From narrow to wide: a column is of the first type that takes all its values. Integers are
// numbers; no other value is of two types.
static const struct {
    FieldType type;
    const char *format;
    GuessCast *cast;
} guesses[] = {
    {FIELD_INTEGER, "default", guess_integer},
    {FIELD_NUMBER, "default", guess_number},
    {FIELD_BOOLEAN, "default", guess_boolean},
    {FIELD_DATE, "default", scalar_iso_date},
    {FIELD_DATETIME, "default", scalar_datetime},
    {FIELD_DATETIME, GUESS_SPACED, scalar_spaced_datetime},
    {FIELD_TIME, "default", scalar_iso_time},
};

#define GUESS_ALL     ((1U << array_count(guesses)) - 1)
#define GUESS_INTEGER 1U
#define GUESS_NUMBERS 3U // integers and numbers
#define GUESS_BOOLEAN 4U
#define GUESS_TIMES   (GUESS_ALL & ~(GUESS_NUMBERS | GUESS_BOOLEAN))

typedef struct ColumnGuess {
    GuessTexts said;
    unsigned open;    // bit i: guesses[i] takes all values so far
    bool wants_texts; // its values are counted as texts, whatever else they are
    int64_t textless; // values that were not
    int64_t tokens[array_count(tokens)];
    bool has_values;
    unsigned kinds; // of CellKind that values have
} ColumnGuess;

struct TableGuess {
    Arena *arena;
    const bool *wanted;
    ColumnGuess *columns;
    FieldValues values; // of the batch
    Profile *numbers;   // values by the guess that is open
    Profile *texts;     // values as texts
};

TableGuess *table_guess_open(const TextList *names, const bool *wanted, Arena *arena)
{
    TableGuess *guess = arena_new(arena, TableGuess);
    guess->arena = arena;
    guess->wanted = wanted;
    guess->columns = arena_array(arena, ColumnGuess, names->count);
    guess->numbers = profile_open(arena);
    guess->texts = profile_open(arena);
    for (size_t i = 0; i < names->count; i++) {
        guess->columns[i].open = GUESS_ALL;
        profile_add_column(guess->numbers, names->items[i], FIELD_NUMBER, arena);
        profile_add_column(guess->texts, names->items[i], FIELD_STRING, arena);
    }
    return guess;
}

void table_guess_expect(TableGuess *guess, const GuessTexts *texts)
{
    for (size_t i = 0; i < guess->texts->columns.count; i++)
        guess->columns[i].said = *texts;
}

void table_guess_want_texts(TableGuess *guess, size_t column)
{
    guess->columns[column].wants_texts = true;
}

void table_guess_want_all_texts(TableGuess *guess)
{
    for (size_t i = 0; i < guess->texts->columns.count; i++)
        table_guess_want_texts(guess, i);
}

void table_guess_keep(TableGuess *guess, size_t column, size_t most)
{
    column_profile_keep(&guess->numbers->columns.items[column], most);
    column_profile_keep(&guess->texts->columns.items[column], most);
}

void table_guess_count_edges(TableGuess *guess, size_t column, Edges edges)
{
    column_profile_count_edges(&guess->numbers->columns.items[column], edges, guess->arena);
}

void table_guess_close(TableGuess *guess)
{
    field_values_release(&guess->values);
    if (guess->numbers)
        profile_close(guess->numbers);
    if (guess->texts)
        profile_close(guess->texts);
}

// Whether a cell may be one of the tokens.
static inline bool guess_may_be_token(const Cell *cell)
{
    static const bool starts[256] = {
        ['N'] = true, ['n'] = true, ['#'] = true, ['?'] = true, ['-'] = true};
    return cell->size == 0 || (cell->size <= TOKEN_LONGEST && starts[(unsigned char)*cell->bytes]);
}

// The position of a text among the tokens, or their number.
static size_t guess_token(const Cell *cell)
{
    for (size_t i = 0; i < array_count(tokens) && guess_may_be_token(cell); i++) {
        if (strlen(tokens[i]) == cell->size && memcmp(tokens[i], cell->bytes, cell->size) == 0)
            return i;
    }
    return array_count(tokens);
}

static bool guess_is_missing(const ColumnGuess *column, const Cell *cell)
{
    const TextList *missing = column->said.missing;
    for (size_t i = 0; missing && i < missing->count; i++) {
        if (strlen(missing->items[i]) == cell->size &&
            memcmp(missing->items[i], cell->bytes, cell->size) == 0)
            return true;
    }
    return false;
}

static bool guess_has_point(const ColumnGuess *column)
{
    return !column->said.decimal || column->said.decimal == '.';
}

// Reads a cell by guesses[i], a number with the decimal mark that was said.
static bool guess_cast(const ColumnGuess *column, size_t i, const Cell *cell, Scalar *ret_scalar)
{
    char text[SCALAR_LONGEST_NUMBER];
    if (guesses[i].type != FIELD_NUMBER || guess_has_point(column))
        return guesses[i].cast(cell->bytes, cell->size, ret_scalar);
    if (cell->size > sizeof text || memchr(cell->bytes, '.', cell->size))
        return false;
    memcpy(text, cell->bytes, cell->size);
    char *mark = memchr(text, column->said.decimal, cell->size);
    if (mark)
        *mark = '.';
    return guesses[i].cast(text, cell->size, ret_scalar);
}

// Closes the guesses that do not take the value. True if one remains, with what it reads.
static bool guess_narrow(ColumnGuess *column, const Cell *cell, Scalar *ret_scalar)
{
    for (unsigned open = column->open; open; open &= open - 1) {
        int i = __builtin_ctz(open);
        unsigned bit = 1U << i;
        if (!guess_cast(column, (size_t)i, cell, ret_scalar)) {
            column->open &= ~bit;
            continue;
        }
        // The first value decides on its kind; an integer may turn out to be a number yet.
        column->open &= guesses[i].type == FIELD_INTEGER ? GUESS_NUMBERS : bit;
        return true;
    }
    return false;
}

// One cell: missing, or a value with its number if a guess is left.
static void guess_cell(ColumnGuess *column, const Cell *cell, FieldValues *values, size_t row)
{
    Scalar scalar = {0};
    size_t token = guess_is_missing(column, cell) ? 0 : guess_token(cell);
    values->states[row] = FIELD_VALUE;
    if (token < array_count(tokens)) {
        column->tokens[token]++;
        values->states[row] = FIELD_MISSING;
        return;
    }
    column->has_values = true;
    if (column->open && guess_narrow(column, cell, &scalar)) {
        values->reals[row] = scalar.real;
        values->integers[row] = scalar.integer;
        values->states[row] = scalar.whole ? FIELD_WHOLE : FIELD_VALUE;
    }
}

// Texts, once nothing else is left.
static void guess_texts(ColumnGuess *column, const Cell *cells, size_t rows, FieldValues *values)
{
    memset(values->states, FIELD_VALUE, rows);
    for (size_t row = 0; row < rows; row++) {
        if (guess_may_be_token(&cells[row]))
            guess_cell(column, &cells[row], values, row);
    }
}

// Eight forms at once as states, if they are numbers without a zero in front.
static inline bool guess_forms(ColumnGuess *column, uint8_t *forms)
{
    const uint64_t ones = 0x0101010101010101U;
    uint64_t word = 0;
    memcpy(&word, forms, sizeof word);
    if ((word & (DECIMAL_READ | DECIMAL_ZERO) * ones) != DECIMAL_READ * ones)
        return false;
    uint64_t points = word & DECIMAL_POINT * ones;
    column->open &= points ? ~GUESS_INTEGER : ~0U;
    word = FIELD_WHOLE * ones ^ points / DECIMAL_POINT;
    memcpy(forms, &word, sizeof word);
    return true;
}

// Numbers by the kernel, and one by one what is longer, missing, or no number.
static void guess_numbers(ColumnGuess *column, const Kernel *kernel, const Cell *cells, size_t rows,
                          FieldValues *values)
{
    uint8_t *states = values->states;
    kernel->decimals(cells, rows, (Decimals){values->reals, values->integers, states});
    bool said = column->said.missing != NULL;
    for (size_t row = 0; row < rows;) {
        if (!said && row + 8 <= rows && guess_forms(column, states + row)) {
            row += 8;
            continue;
        }
        for (size_t end = MIN(row + 8, rows); row < end; row++) {
            uint8_t form = states[row];
            bool plain = (form & (DECIMAL_READ | DECIMAL_ZERO)) == DECIMAL_READ;
            if (!plain || guess_is_missing(column, &cells[row])) {
                guess_cell(column, &cells[row], values, row);
                continue;
            }
            states[row] = form & DECIMAL_POINT ? FIELD_VALUE : FIELD_WHOLE;
            column->open &= form & DECIMAL_POINT ? ~GUESS_INTEGER : ~0U;
        }
    }
}

// Whether a text among the cells is more than a token.
static bool guess_has_text(const ColumnGuess *column, const Cell *cells, const uint8_t *kinds,
                           size_t rows)
{
    for (size_t row = 0; row < rows; row++) {
        if (kinds[row] == CELL_TEXT && !guess_is_missing(column, &cells[row]) &&
            guess_token(&cells[row]) == array_count(tokens))
            return true;
    }
    return false;
}

// Closes the guesses that values of these kinds do not take: "12" is no number.
static void guess_kinds(ColumnGuess *column, const Cell *cells, const uint8_t *kinds, size_t rows)
{
    static const struct {
        CellKind kind;
        unsigned guesses;
    } takes[] = {
        {CELL_NUMBER, GUESS_NUMBERS},
        {CELL_TRUTH, GUESS_BOOLEAN},
        {CELL_TEXT, GUESS_TIMES},
        {CELL_LIST, 0},
        {CELL_OBJECT, 0},
    };
    unsigned seen = 0;
    for (size_t row = 0; row < rows; row++)
        seen |= kinds[row];
    if ((seen & ~column->kinds & CELL_TEXT) && !guess_has_text(column, cells, kinds, rows))
        seen &= ~(unsigned)CELL_TEXT;
    column->kinds |= seen & ~(unsigned)CELL_NOTHING;
    for (size_t i = 0; i < array_count(takes); i++)
        column->open &= column->kinds & takes[i].kind ? takes[i].guesses : GUESS_ALL;
}

_Static_assert(FIELD_VALUE == 0 && FIELD_WHOLE == 1, "a point makes the one from the other");

static void guess_column(TableGuess *guess, const Kernel *kernel, size_t position,
                         const Batch *batch, ColumnBlock *blocks)
{
    ColumnGuess *column = &guess->columns[position];
    FieldValues *values = &guess->values;
    const Cell *cells = batch_column(batch, position);
    if (batch->kinds)
        guess_kinds(column, cells, batch_kinds(batch, position), batch->rows);
    bool numbers = column->has_values && (column->open & GUESS_NUMBERS) && guess_has_point(column);
    bool texts = column->has_values && !column->open && !column->said.missing;
    if (numbers)
        guess_numbers(column, kernel, cells, batch->rows, values);
    else if (texts)
        guess_texts(column, cells, batch->rows, values);
    for (size_t row = 0; row < batch->rows && !numbers && !texts; row++)
        guess_cell(column, &cells[row], values, row);

    bool as_texts = column->wants_texts || !column->open || (column->open & GUESS_BOOLEAN);
    if (as_texts)
        column_profile_add_texts(&guess->texts->columns.items[position],
                                 (ColumnCells){cells, batch->rows, batch->ascii}, values->states,
                                 &blocks[1]);
    int64_t textless = 0;
    for (size_t row = 0; row < batch->rows && !as_texts; row++)
        textless += field_state_is_value(values->states[row]);
    column->textless += textless;
    if (column->open) {
        ColumnProfile *profile = &guess->numbers->columns.items[position];
        size_t count = column_profile_collect(profile, values, batch->rows);
        column_profile_add_numbers(profile, values->reals, count, &blocks[0]);
    }
}

void table_guess_batch(TableGuess *guess, const Kernel *kernel, const Batch *batch,
                       ColumnBlock *blocks)
{
    field_values_reserve(&guess->values, batch->stride);
    for (size_t i = 0; i < batch->columns; i++) {
        if (!guess->wanted || guess->wanted[i])
            guess_column(guess, kernel, i, batch, &blocks[GUESS_BLOCKS * i]);
    }
    guess->texts->rows += (int64_t)batch->rows;
}

void table_guess_fold(TableGuess *guess, ColumnBlock *blocks)
{
    for (size_t i = 0; i < guess->texts->columns.count; i++) {
        column_profile_fold(&guess->numbers->columns.items[i], &blocks[GUESS_BLOCKS * i]);
        column_profile_fold(&guess->texts->columns.items[i], &blocks[GUESS_BLOCKS * i + 1]);
    }
}

void table_guess_merge(TableGuess *guess, TableGuess *other)
{
    guess->texts->rows += other->texts->rows;
    for (size_t i = 0; i < guess->texts->columns.count; i++) {
        column_profile_pause(&other->numbers->columns.items[i]);
        column_profile_pause(&other->texts->columns.items[i]);
        ColumnGuess *column = &guess->columns[i];
        const ColumnGuess *more = &other->columns[i];
        column->open &= more->open;
        column->textless += more->textless;
        column->has_values |= more->has_values;
        column->kinds |= more->kinds;
        for (size_t token = 0; token < array_count(tokens); token++)
            column->tokens[token] += more->tokens[token];
        column_profile_absorb(&guess->numbers->columns.items[i], &other->numbers->columns.items[i]);
        column_profile_absorb(&guess->texts->columns.items[i], &other->texts->columns.items[i]);
    }
}

static size_t guess_type(const ColumnGuess *column)
{
    size_t first = 0;
    while (first < array_count(guesses) && !(column->open & 1U << first))
        first++;
    return column->has_values ? first : array_count(guesses);
}

bool table_guess_lacks_texts(const TableGuess *guess, size_t position)
{
    const ColumnGuess *column = &guess->columns[position];
    size_t type = guess_type(column);
    bool ordered = type < array_count(guesses) && field_type_is_ordered(guesses[type].type);
    return column->textless > 0 && !ordered;
}

// Which tokens stand for nothing in this table.
static void guess_missing(const TableGuess *guess, bool *ret_missing, TextList *ret_texts)
{
    ret_missing[0] = true;
    for (size_t i = 0; i < guess->texts->columns.count; i++) {
        const ColumnGuess *column = &guess->columns[i];
        bool typed = guess_type(column) < array_count(guesses);
        for (size_t token = 0; token < array_count(tokens); token++)
            ret_missing[token] = ret_missing[token] || (typed && column->tokens[token]);
    }
    for (size_t token = 0; token < array_count(tokens); token++) {
        if (ret_missing[token])
            *list_push(guess->arena, ret_texts) = tokens[token];
    }
    const TextList *said = guess->texts->columns.count ? guess->columns[0].said.missing : NULL;
    for (size_t i = 0; said && i < said->count; i++)
        *list_push(guess->arena, ret_texts) = said->items[i];
}

// The type of a column that no guess takes.
static FieldType guess_unguessed(const ColumnGuess *column)
{
    switch (column->kinds) {
    case 0:
    case CELL_TEXT:
        return FIELD_STRING;
    case CELL_LIST:
        return FIELD_ARRAY;
    case CELL_OBJECT:
        return FIELD_OBJECT;
    default:
        return FIELD_ANY;
    }
}

static void guess_settle_column(TableGuess *guess, size_t position, const bool *missing)
{
    const ColumnGuess *column = &guess->columns[position];
    ColumnProfile *texts = &guess->texts->columns.items[position];
    texts->rows = guess->texts->rows;
    for (size_t token = 0; token < array_count(tokens); token++) {
        if (missing[token])
            texts->missing += column->tokens[token];
        else if (column->tokens[token])
            column_profile_add_text(texts, tokens[token], strlen(tokens[token]),
                                    column->tokens[token]);
    }
    size_t type = guess_type(column);
    texts->type = type == array_count(guesses) ? guess_unguessed(column) : guesses[type].type;
    if (type == array_count(guesses))
        return;
    texts->format = guesses[type].format;
    if (!field_type_is_ordered(texts->type))
        return;
    // The numbers take the place of the texts, which are given back with the guess.
    ColumnProfile *numbers = &guess->numbers->columns.items[position];
    ColumnProfile kept = *texts;
    *texts = *numbers;
    texts->type = kept.type;
    texts->format = kept.format;
    texts->rows = kept.rows;
    texts->missing = kept.missing;
    *numbers = kept;
}

Profile *table_guess_finish(TableGuess *guess, TextList *ret_missing)
{
    for (size_t i = 0; i < guess->texts->columns.count; i++)
        column_profile_pause(&guess->numbers->columns.items[i]);
    bool missing[array_count(tokens)] = {false};
    guess_missing(guess, missing, ret_missing);
    for (size_t i = 0; i < guess->texts->columns.count; i++)
        guess_settle_column(guess, i, missing);
    profile_settle(guess->texts);
    return take(guess->texts);
}
