#include "profile/guess_values.h"

#include <string.h>

const char *const guess_tokens[GUESS_TOKENS] = {"",     "NA",   "N/A",  "n/a",  "NaN", "nan",
                                                "null", "NULL", "None", "#N/A", "?",   "-"};
#define TOKEN_LONGEST 4

static bool has_leading_zero(const char *bytes, size_t size)
{
    size_t sign = size > 0 && (bytes[0] == '-' || bytes[0] == '+');
    return size > sign + 1 && bytes[sign] == '0' && (unsigned char)(bytes[sign + 1] - '0') < 10;
}

static bool guess_boolean(const char *bytes, size_t size, Scalar *ret_scalar)
{
    const bool truth =
        size == 4 && (memcmp(bytes, "true", 4) == 0 || memcmp(bytes, "True", 4) == 0 ||
                      memcmp(bytes, "TRUE", 4) == 0);
    const bool lie =
        size == 5 && (memcmp(bytes, "false", 5) == 0 || memcmp(bytes, "False", 5) == 0 ||
                      memcmp(bytes, "FALSE", 5) == 0);
    *ret_scalar = (Scalar){truth, truth, true};
    return truth || lie;
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

const GuessKind guess_kinds[GUESS_KINDS] = {
    {FIELD_INTEGER, "default", guess_integer},
    {FIELD_NUMBER, "default", guess_number},
    {FIELD_BOOLEAN, "default", guess_boolean},
    {FIELD_DATE, "default", scalar_iso_date},
    {FIELD_DATETIME, "default", scalar_datetime},
    {FIELD_DATETIME, GUESS_SPACED, scalar_spaced_datetime},
    {FIELD_TIME, "default", scalar_iso_time},
};

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
    for (size_t i = 0; i < GUESS_TOKENS && guess_may_be_token(cell); i++) {
        if (strlen(guess_tokens[i]) == cell->size &&
            memcmp(guess_tokens[i], cell->bytes, cell->size) == 0)
            return i;
    }
    return GUESS_TOKENS;
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

// Reads a cell by guess_kinds[i], a number with the decimal mark that was said.
static bool guess_cast(const ColumnGuess *column, size_t i, const Cell *cell, Scalar *ret_scalar)
{
    char text[SCALAR_LONGEST_NUMBER];
    if (guess_kinds[i].type != FIELD_NUMBER || guess_has_point(column))
        return guess_kinds[i].cast(cell->bytes, cell->size, ret_scalar);
    if (cell->size > sizeof text || memchr(cell->bytes, '.', cell->size))
        return false;
    memcpy(text, cell->bytes, cell->size);
    char *mark = memchr(text, column->said.decimal, cell->size);
    if (mark)
        *mark = '.';
    return guess_kinds[i].cast(text, cell->size, ret_scalar);
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
        column->open &= guess_kinds[i].type == FIELD_INTEGER ? GUESS_NUMBERS : bit;
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
    if (token < GUESS_TOKENS) {
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

// Values of a column of which one guess is left, that for no numbers; what it does not take is
// looked at more closely.
static void guess_known(ColumnGuess *column, const Cell *cells, size_t rows, FieldValues *values)
{
    const GuessKind *kind = &guess_kinds[__builtin_ctz(column->open)];
    for (size_t row = 0; row < rows; row++) {
        Scalar scalar;
        if (!column->open || !kind->cast(cells[row].bytes, cells[row].size, &scalar)) {
            guess_cell(column, &cells[row], values, row);
            continue;
        }
        values->reals[row] = scalar.real;
        values->integers[row] = scalar.integer;
        values->states[row] = scalar.whole ? FIELD_WHOLE : FIELD_VALUE;
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

// Eight forms of which some are those of empty cells. False, and as it was, if there is anything
// else.
static inline bool guess_forms_or_nothing(ColumnGuess *column, const Cell *cells, uint8_t *forms)
{
    uint8_t states[8];
    unsigned odd = 0;
    unsigned points = 0;
    int64_t empty = 0;
    for (size_t i = 0; i < 8; i++) {
        const bool plain = (forms[i] & (DECIMAL_READ | DECIMAL_ZERO)) == DECIMAL_READ;
        const bool point = (forms[i] & DECIMAL_POINT) != 0;
        const bool nothing = cells[i].size == 0;
        odd |= !plain && !nothing;
        points |= plain && point;
        empty += nothing;
        states[i] = nothing ? FIELD_MISSING : point ? FIELD_VALUE : FIELD_WHOLE;
    }
    if (odd)
        return false;
    memcpy(forms, states, sizeof states);
    column->tokens[0] += empty;
    column->open &= points ? ~GUESS_INTEGER : ~0U;
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
        if (!said && row + 8 <= rows &&
            (guess_forms(column, states + row) ||
             guess_forms_or_nothing(column, cells + row, states + row))) {
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
            guess_token(&cells[row]) == GUESS_TOKENS)
            return true;
    }
    return false;
}

// Closes the guesses that values of these kinds do not take: "12" is no number.
static void guess_close_kinds(ColumnGuess *column, const Cell *cells, const uint8_t *kinds,
                              size_t rows)
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

// Cells by what their column is known to be.
static void guess_rest(ColumnGuess *column, const Kernel *kernel, const Cell *cells, size_t rows,
                       FieldValues *values)
{
    if ((column->open & GUESS_NUMBERS) && guess_has_point(column))
        guess_numbers(column, kernel, cells, rows, values);
    else if (column->open && !(column->open & GUESS_NUMBERS) && !column->said.missing)
        guess_known(column, cells, rows, values);
    else if (!column->open && !column->said.missing)
        guess_texts(column, cells, rows, values);
    else
        for (size_t row = 0; row < rows; row++)
            guess_cell(column, &cells[row], values, row);
}

void guess_values(ColumnGuess *column, const Kernel *kernel, const Batch *batch, size_t position,
                  FieldValues *values)
{
    const Cell *cells = batch_column(batch, position);
    if (batch->kinds)
        guess_close_kinds(column, cells, batch_kinds(batch, position), batch->rows);
    size_t row = 0;
    for (; row < batch->rows && !column->has_values; row++)
        guess_cell(column, &cells[row], values, row);
    FieldValues rest = {.states = values->states + row,
                        .reals = values->reals + row,
                        .integers = values->integers + row};
    guess_rest(column, kernel, cells + row, batch->rows - row, &rest);
}
