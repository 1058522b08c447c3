// What kinds of texts a column has, side by side.

#include "schema/check_parts.h"

#include <string.h>
#include <strings.h>

// The words that people write for nothing.
static const char *const null_words[] = {"",  "na",      "n/a", "nan",  "null", "none",    "nil",
                                         "-", "unknown", "?",   "#n/a", "<na>", "missing", "."};

// Where integers of programs end: a value that stands there was cut, or stands for nothing.
static const char *const limits[] = {"32767",
                                     "-32768",
                                     "65535",
                                     "2147483647",
                                     "-2147483648",
                                     "4294967295",
                                     "9223372036854775807",
                                     "-9223372036854775808",
                                     "18446744073709551615"};

static size_t find_word(const Cell *cell, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == cell->size && strncasecmp(words[i], cell->bytes, cell->size) == 0)
            return i;
    }
    return count;
}

static CellShape cell_shape(const Cell *cell)
{
    size_t at = cell->size && (*cell->bytes == '-' || *cell->bytes == '+');
    size_t start = at;
    size_t points = 0;
    size_t commas = 0;
    for (; at < cell->size; at++) {
        char byte = cell->bytes[at];
        points += byte == '.';
        commas += byte == ',';
        if ((unsigned char)(byte - '0') > 9 && byte != '.' && byte != ',')
            return SHAPE_TEXT;
    }
    size_t digits = cell->size - start - points - commas;
    if (digits == 0 || points + commas > 1)
        return SHAPE_TEXT;
    if (points + commas)
        return points ? SHAPE_POINT : SHAPE_COMMA;
    if (digits > 1 && cell->bytes[start] == '0')
        return SHAPE_PADDED;
    return find_word(cell, limits, array_count(limits)) < array_count(limits) ? SHAPE_LIMIT
                                                                              : SHAPE_INTEGER;
}

static void count_shape(const CheckRows *rows, ColumnShapes *shapes, CellShape shape, size_t row,
                        Arena *arena)
{
    ShapeCount *count = &shapes->shapes[shape];
    if (count->count++)
        return;
    count->row = batch_row_number(rows->batch, row);
    count->place = batch_cell_place(
        rows->batch, row, (size_t)(rows->cells[0] - rows->batch->cells) / rows->batch->stride,
        arena);
}

void check_count_shapes(const CheckRows *rows, Arena *arena)
{
    if (!rows->found->shapes)
        rows->found->shapes = arena_new(arena, ColumnShapes);
    ColumnShapes *shapes = rows->found->shapes;
    bool contents = rows->bound->check->kind->what == SHAPES_DIFFERENT;
    for (size_t row = 0; row < rows->batch->rows; row++) {
        const Cell *cell = &rows->cells[0][row];
        if (contents) {
            uint64_t number = (uint64_t)batch_row_number(rows->batch, row);
            shapes->content +=
                hash_mix(hash_padded_text(cell->bytes, cell->size) ^ hash_mix(number));
            continue;
        }
        size_t null = find_word(cell, null_words, array_count(null_words));
        if (null < array_count(null_words)) {
            shapes->nulls |= 1U << null;
            count_shape(rows, shapes, SHAPE_NULL, row, arena);
            continue;
        }
        if (rows->outcomes[row] != ROW_KEPT)
            continue;
        CellShape shape = cell_shape(cell);
        count_shape(rows, shapes, shape, row, arena);
        if (shape <= SHAPE_PADDED && cell->size < SCALAR_LONGEST_NUMBER)
            shapes->digits[cell->size]++;
        shapes->lengths[MIN((size_t)cell_characters(cell), SHAPE_LONGEST)]++;
    }
}

void check_fold_shapes(CheckRun *run, BoundCheck *bound, SlotCheck *found)
{
    ColumnShapes *all = bound->shapes;
    const ColumnShapes *more = found->shapes;
    if (!more)
        return;
    for (CellShape shape = 0; shape < CELL_SHAPES; shape++) {
        const ShapeCount *count = &more->shapes[shape];
        if (all->shapes[shape].count == 0 && count->count) {
            all->shapes[shape].row = count->row;
            all->shapes[shape].place = count->place;
            all->shapes[shape].place.value = arena_text(run->arena, count->place.value);
        }
        all->shapes[shape].count += count->count;
    }
    all->nulls |= more->nulls;
    all->content += more->content;
    for (size_t i = 0; i < array_count(all->digits); i++)
        all->digits[i] += more->digits[i];
    for (size_t i = 0; i < array_count(all->lengths); i++)
        all->lengths[i] += more->lengths[i];
}

const char *shape_null_words(unsigned nulls, Arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < array_count(null_words); i++) {
        if (nulls >> i & 1)
            text = arena_format(arena, "%s%s'%s'", text, *text ? ", " : "", null_words[i]);
    }
    return text;
}
