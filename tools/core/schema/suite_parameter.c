#include "schema/suite_parameter.h"

#include "base/clean.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

// Brackets and signs within each other.
#define EXPRESSION_DEEPEST 64

typedef struct Expression {
    const Value *suite;
    const Value *argument; // the map with "$PARAMETER"
    const char *text;
    const char *at;
    Arena *arena;
    int depth;
} Expression;

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define DIGITS  "0123456789"

// The name that stands at the beginning of a text; NULL for none.
static const char *read_name(const char *text, Arena *arena)
{
    size_t size = strspn(text, LETTERS DIGITS ".$");
    return size && strspn(text, LETTERS) ? arena_text_sized(arena, text, size) : NULL;
}

static bool refuse(const Expression *expression, const char *what, const char *at, Error *err)
{
    return error_at(err, ERROR_CONFIG, value_place(expression->argument, PLACE_SCHEMA),
                    "parameter '%s' %s '%s'",
                    clean_text_short(expression->arena, expression->text, 80), what,
                    clean_text_short(expression->arena, at, 40));
}

static bool find_parameter(const Expression *expression, const char *name, const Value **ret_value,
                           Error *err)
{
    const char *beside = arena_format(expression->arena, "$PARAMETER.%s", name);
    const Value *values[] = {
        value_get(expression->argument, beside),
        value_get(value_get(expression->suite, "suite_parameters"), name),
        value_get(value_get(expression->suite, "evaluation_parameters"), name),
    };
    for (size_t i = 0; i < array_count(values); i++) {
        if (!values[i])
            continue;
        *ret_value = values[i];
        return true;
    }
    return refuse(expression, "has no value: write one under 'suite_parameters' of the suite, for",
                  name, err);
}

static bool skip(Expression *expression, char byte)
{
    expression->at += strspn(expression->at, " \t\n");
    if (*expression->at != byte)
        return false;
    expression->at++;
    return true;
}

static bool read_sum(Expression *expression, double *ret_number, Error *err) MUST_USE;

static bool read_atom(Expression *expression, double *ret_number, Error *err)
{
    const Value *value = NULL;
    if (skip(expression, '('))
        return read_sum(expression, ret_number, err) &&
               (skip(expression, ')') ||
                refuse(expression, "is not understood from", expression->at, err));
    const char *name = read_name(expression->at, expression->arena);
    if (name) {
        expression->at += strlen(name);
        return find_parameter(expression, name, &value, err) &&
               (value_to_real(value, ret_number) ||
                refuse(expression, "reckons with what is no number:", name, err));
    }
    size_t size = strspn(expression->at, DIGITS ".");
    size += size && (expression->at[size] | 0x20) == 'e' ? 1 : 0;
    size += size && strchr("eE", expression->at[size - 1]) &&
            (expression->at[size] == '+' || expression->at[size] == '-');
    size += strspn(expression->at + size, DIGITS);
    const char *digits = arena_text_sized(expression->arena, expression->at, size);
    if (!text_to_real(digits, ret_number))
        return refuse(expression, "is not understood from", expression->at, err);
    expression->at += size;
    return true;
}

static bool read_factor(Expression *expression, double *ret_number, Error *err)
{
    bool minus = skip(expression, '-');
    bool signs = minus || skip(expression, '+');
    if (++expression->depth > EXPRESSION_DEEPEST)
        return refuse(expression, "is nested too deep at", expression->at, err);
    if (!(signs ? read_factor : read_atom)(expression, ret_number, err))
        return false;
    expression->depth--;
    if (minus)
        *ret_number = -*ret_number;
    return true;
}

static bool read_product(Expression *expression, double *ret_number, Error *err)
{
    if (!read_factor(expression, ret_number, err))
        return false;
    for (;;) {
        bool times = skip(expression, '*');
        double number = 0;
        if (!times && !skip(expression, '/'))
            return true;
        if (!read_factor(expression, &number, err))
            return false;
        *ret_number = times ? *ret_number * number : *ret_number / number;
    }
}

static bool read_sum(Expression *expression, double *ret_number, Error *err)
{
    if (!read_product(expression, ret_number, err))
        return false;
    for (;;) {
        bool minus = skip(expression, '-');
        double number = 0;
        if (!minus && !skip(expression, '+'))
            return true;
        if (!read_product(expression, &number, err))
            return false;
        *ret_number += minus ? -number : number;
    }
}

static Value number_value(const Value *at, double number, Arena *arena)
{
    char text[TEXT_REAL_SIZE];
    Value value = {.line = at->line, .column = at->column, .byte = at->byte, .file = at->file};
    bool whole = number == trunc(number) && fabs(number) < 0x1p53;
    value.kind = whole ? VALUE_INT : VALUE_REAL;
    if (whole)
        value.integer = (int64_t)number;
    else
        value.real = number;
    value.raw = arena_text(arena, text_from_real(number, text));
    return value;
}

static bool evaluate(const Value *suite, const Value *argument, Arena *arena, Value *ret_value,
                     Error *err)
{
    const char *text = NULL;
    const Value *found = NULL;
    double number = 0;
    if (!value_read_text(argument, "$PARAMETER", &text, err))
        return false;
    Expression expression = {suite, argument, text, text, arena, 0};
    const char *name = read_name(text, arena);
    // A name alone may stand for anything.
    if (text_equal(name, text)) {
        if (!find_parameter(&expression, name, &found, err))
            return false;
        *ret_value = *found;
        return true;
    }
    if (!read_sum(&expression, &number, err))
        return false;
    expression.at += strspn(expression.at, " \t\n");
    if (*expression.at)
        return refuse(&expression, "is not understood from", expression.at, err);
    if (!isfinite(number))
        return refuse(&expression, "is no finite number:", text, err);
    *ret_value = number_value(argument, number, arena);
    return true;
}

bool suite_parameters(const Value *suite, const Value *arguments, Arena *arena, Value *ret_values,
                      Error *err)
{
    Value *items = arena_array(arena, Value, arguments->count + 1);
    for (size_t i = 0; i < arguments->count; i++) {
        items[i] = arguments->items[i];
        if (value_get(&items[i], "$PARAMETER") &&
            !evaluate(suite, &arguments->items[i], arena, &items[i], err))
            return false;
    }
    *ret_values = *arguments;
    ret_values->items = items;
    return true;
}
