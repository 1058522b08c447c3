#include "profile/guess_values.h"

#include <string.h>

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
    GuessTexts said = *texts;
    // Whether there is anything to compare cells with is asked of each of them.
    if (said.missing && said.missing->count == 0)
        said.missing = NULL;
    for (size_t i = 0; i < guess->texts->columns.count; i++)
        guess->columns[i].said = said;
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

static void guess_column(TableGuess *guess, const Kernel *kernel, size_t position,
                         const Batch *batch, ColumnBlock *blocks)
{
    ColumnGuess *column = &guess->columns[position];
    FieldValues *values = &guess->values;
    guess_values(column, kernel, batch, position, values);
    bool as_texts = column->wants_texts || !column->open || (column->open & GUESS_BOOLEAN);
    if (as_texts)
        column_profile_add_texts(
            &guess->texts->columns.items[position],
            (ColumnCells){batch_column(batch, position), batch->rows, batch->ascii}, values->states,
            &blocks[1]);
    if (column->open) {
        ColumnProfile *profile = &guess->numbers->columns.items[position];
        int64_t before = profile->not_finite;
        size_t count = column_profile_collect(profile, values, batch->rows);
        column->textless += as_texts ? 0 : (int64_t)count + profile->not_finite - before;
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
        for (size_t token = 0; token < GUESS_TOKENS; token++)
            column->tokens[token] += more->tokens[token];
        column_profile_absorb(&guess->numbers->columns.items[i], &other->numbers->columns.items[i]);
        column_profile_absorb(&guess->texts->columns.items[i], &other->texts->columns.items[i]);
    }
}

static size_t guess_type(const ColumnGuess *column)
{
    size_t first = 0;
    while (first < GUESS_KINDS && !(column->open & 1U << first))
        first++;
    return column->has_values ? first : GUESS_KINDS;
}

bool table_guess_lacks_texts(const TableGuess *guess, size_t position)
{
    const ColumnGuess *column = &guess->columns[position];
    size_t type = guess_type(column);
    bool ordered = type < GUESS_KINDS && field_type_is_ordered(guess_kinds[type].type);
    return column->textless > 0 && !ordered;
}

// Which tokens stand for nothing in this table.
static void guess_missing(const TableGuess *guess, bool *ret_missing, TextList *ret_texts)
{
    ret_missing[0] = true;
    for (size_t i = 0; i < guess->texts->columns.count; i++) {
        const ColumnGuess *column = &guess->columns[i];
        bool typed = guess_type(column) < GUESS_KINDS;
        for (size_t token = 0; token < GUESS_TOKENS; token++)
            ret_missing[token] = ret_missing[token] || (typed && column->tokens[token]);
    }
    for (size_t token = 0; token < GUESS_TOKENS; token++) {
        if (ret_missing[token])
            *list_push(guess->arena, ret_texts) = guess_tokens[token];
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
    for (size_t token = 0; token < GUESS_TOKENS; token++) {
        if (missing[token])
            texts->missing += column->tokens[token];
        else if (column->tokens[token])
            column_profile_add_text(texts, guess_tokens[token], strlen(guess_tokens[token]),
                                    column->tokens[token]);
    }
    size_t type = guess_type(column);
    texts->type = type == GUESS_KINDS ? guess_unguessed(column) : guess_kinds[type].type;
    if (type == GUESS_KINDS)
        return;
    texts->format = guess_kinds[type].format;
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
    bool missing[GUESS_TOKENS] = {false};
    guess_missing(guess, missing, ret_missing);
    for (size_t i = 0; i < guess->texts->columns.count; i++)
        guess_settle_column(guess, i, missing);
    profile_settle(guess->texts);
    return take(guess->texts);
}
