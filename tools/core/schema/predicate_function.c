// The functions of predicates, and what is done to texts. Characters are Unicode's; only the
// letters of ASCII have a case.

#include "base/text.h"
#include "base/utf8.h"
#include "schema/predicate_tree.h"

#include <math.h>
#include <string.h>

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static char upper(char byte)
{
    return byte >= 'a' && byte <= 'z' ? (char)(byte - ('a' - 'A')) : byte;
}

static size_t character_size(Cell text, size_t at)
{
    uint32_t ignored = 0;
    return utf8_next(text.bytes + at, text.size - at, &ignored);
}

static bool all_known(const PredicateCall *call, size_t row)
{
    bool known = true;
    for (size_t i = 0; i < call->count; i++)
        known = known && vector_known(&call->operands[i], row);
    return known;
}

// A loop over rows; what has an unknown operand is unknown.
#define EACH_KNOWN(name, put)                                                                      \
    static void operate_##name(const PredicateCall *call)                                          \
    {                                                                                              \
        for (size_t row = 0; row < call->rows; row++) {                                            \
            if (all_known(call, row))                                                              \
                put;                                                                               \
            else                                                                                   \
                slot_put_unknown(&call->result, row);                                              \
        }                                                                                          \
    }

static Cell text_of(const PredicateCall *call, size_t operand, size_t row)
{
    return vector_text(&call->operands[operand], row);
}

static double real_of(const PredicateCall *call, size_t operand, size_t row)
{
    return vector_real(&call->operands[operand], row);
}

static Scalar scalar_absolute(Scalar number)
{
    if (number.whole && number.integer == INT64_MIN)
        return (Scalar){.real = -number.real};
    if (number.whole && number.integer < 0)
        return (Scalar){-number.real, -number.integer, true};
    return number.whole ? number : (Scalar){.real = fabs(number.real)};
}

static Scalar scalar_rounded(Scalar number, double (*rounds)(double))
{
    return number.whole ? number : (Scalar){.real = rounds(number.real)};
}

// To `places` decimals, halves away from zero.
static Scalar scalar_round(Scalar number, double places)
{
    double power = pow(10, fmin(fmax(trunc(places), -300), 300));
    if (number.whole && places >= 0)
        return number;
    double scaled = number.real * power;
    return (Scalar){.real = isfinite(scaled) ? round(scaled) / power : number.real};
}

static size_t text_characters(Cell text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size; count++)
        at += character_size(text, at);
    return count;
}

static Cell text_in_case(const PredicateCall *call, Cell text, char (*change)(char))
{
    char *bytes = arena_text_sized(call->arena, text.bytes, text.size);
    for (size_t i = 0; i < text.size; i++)
        bytes[i] = change(bytes[i]);
    return (Cell){bytes, text.size};
}

static Cell text_without_blanks(Cell text)
{
    while (text.size && text.bytes[0] == ' ')
        text = (Cell){text.bytes + 1, text.size - 1};
    while (text.size && text.bytes[text.size - 1] == ' ')
        text.size--;
    return text;
}

// The characters from `start` on, which counts from 1, `count` of them.
static Cell text_part(Cell text, double start, double count)
{
    double end = start + fmax(count, 0);
    double position = 1;
    size_t from = text.size;
    size_t to = text.size;
    for (size_t at = 0; at < text.size; position++) {
        if (position >= start && from == text.size)
            from = at;
        if (position >= end) {
            to = at;
            break;
        }
        at += character_size(text, at);
    }
    return (Cell){text.bytes + MIN(from, to), to - MIN(from, to)};
}

static Truth truth_if(bool condition)
{
    return condition ? TRUTH_TRUE : TRUTH_FALSE;
}

static bool text_has_start(Cell text, Cell start)
{
    return text.size >= start.size &&
           (start.size == 0 || memcmp(text.bytes, start.bytes, start.size) == 0);
}

static bool text_has_end(Cell text, Cell end)
{
    return text.size >= end.size &&
           text_has_start((Cell){text.bytes + text.size - end.size, end.size}, end);
}

static bool text_has(Cell text, Cell part)
{
    return part.size == 0 || memmem(text.bytes, text.size, part.bytes, part.size);
}

static Cell text_joined(const PredicateCall *call, Cell a, Cell b)
{
    char *bytes = arena_array(call->arena, char, a.size + b.size + 1);
    if (a.size)
        memcpy(bytes, a.bytes, a.size);
    if (b.size)
        memcpy(bytes + a.size, b.bytes, b.size);
    return (Cell){bytes, a.size + b.size};
}

// The calendar's year, month and day of days since 1970-01-01.
static int64_t date_part(double seconds, char part)
{
    char text[SCALAR_DATE_SIZE];
    int64_t number = 0;
    const char *date = scalar_date_text(floor(seconds / 86400), text);
    // Years before 0 have a sign in front.
    const char *month = strchr(date + 1, '-') + 1;
    const char *from = part == 'y' ? date : part == 'm' ? month : month + 3;
    for (const char *at = from + (*from == '-'); *at >= '0' && *at <= '9'; at++)
        number = number * 10 + (*at - '0');
    return *from == '-' ? -number : number;
}

EACH_KNOWN(abs, slot_put_scalar(&call->result, row,
                                scalar_absolute(vector_scalar(&call->operands[0], row))))
EACH_KNOWN(floor, slot_put_scalar(&call->result, row,
                                  scalar_rounded(vector_scalar(&call->operands[0], row), floor)))
EACH_KNOWN(ceil, slot_put_scalar(&call->result, row,
                                 scalar_rounded(vector_scalar(&call->operands[0], row), ceil)))
EACH_KNOWN(round, slot_put_scalar(&call->result, row,
                                  scalar_round(vector_scalar(&call->operands[0], row),
                                               call->count > 1 ? real_of(call, 1, row) : 0)))
EACH_KNOWN(length,
           slot_put_whole(&call->result, row, (int64_t)text_characters(text_of(call, 0, row))))
EACH_KNOWN(lower,
           slot_put_text(&call->result, row, text_in_case(call, text_of(call, 0, row), lower)))
EACH_KNOWN(upper,
           slot_put_text(&call->result, row, text_in_case(call, text_of(call, 0, row), upper)))
EACH_KNOWN(trim, slot_put_text(&call->result, row, text_without_blanks(text_of(call, 0, row))))
EACH_KNOWN(part, slot_put_text(&call->result, row,
                               text_part(text_of(call, 0, row), real_of(call, 1, row),
                                         call->count > 2 ? real_of(call, 2, row) : INFINITY)))
EACH_KNOWN(starts,
           slot_put_truth(&call->result, row,
                          truth_if(text_has_start(text_of(call, 0, row), text_of(call, 1, row)))))
EACH_KNOWN(ends,
           slot_put_truth(&call->result, row,
                          truth_if(text_has_end(text_of(call, 0, row), text_of(call, 1, row)))))
EACH_KNOWN(contains,
           slot_put_truth(&call->result, row,
                          truth_if(text_has(text_of(call, 0, row), text_of(call, 1, row)))))
EACH_KNOWN(year, slot_put_whole(&call->result, row, date_part(real_of(call, 0, row), 'y')))
EACH_KNOWN(month, slot_put_whole(&call->result, row, date_part(real_of(call, 0, row), 'm')))
EACH_KNOWN(day, slot_put_whole(&call->result, row, date_part(real_of(call, 0, row), 'd')))
EACH_KNOWN(epoch, slot_put_real(&call->result, row, real_of(call, 0, row)))

void operate_concatenate(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        if (all_known(call, row))
            slot_put_text(&call->result, row,
                          text_joined(call, text_of(call, 0, row), text_of(call, 1, row)));
        else
            slot_put_unknown(&call->result, row);
    }
}

// The first that is known.
static void operate_coalesce(const PredicateCall *call)
{
    for (size_t row = 0; row < call->rows; row++) {
        size_t i = 0;
        while (i + 1 < call->count && !vector_known(&call->operands[i], row))
            i++;
        slot_copy(&call->result, &call->operands[i], row);
    }
}

// Unknown if both are equal, else the first.
static void operate_nullif(const PredicateCall *call)
{
    const PredicateVector *operands = call->operands;
    for (size_t row = 0; row < call->rows; row++) {
        bool equal =
            all_known(call, row) &&
            predicate_compare(call->node->operand_kind, &operands[0], &operands[1], row) == 0;
        slot_copy(&call->result, &operands[0], row);
        if (equal)
            slot_put_unknown(&call->result, row);
    }
}

// The greatest (sign 1) or least (sign -1) of those that are known.
static void take_extreme(const PredicateCall *call, int sign)
{
    const PredicateVector *operands = call->operands;
    PredicateKind kind = call->node->operand_kind;
    for (size_t row = 0; row < call->rows; row++) {
        size_t best = 0;
        for (size_t i = 1; i < call->count; i++) {
            // Both are compared as vectors of their own rows.
            bool known = vector_known(&operands[i], row);
            if (known && (!vector_known(&operands[best], row) ||
                          sign * predicate_compare(kind, &operands[i], &operands[best], row) > 0))
                best = i;
        }
        slot_copy(&call->result, &operands[best], row);
    }
}

static void operate_greatest(const PredicateCall *call)
{
    take_extreme(call, 1);
}

static void operate_least(const PredicateCall *call)
{
    take_extreme(call, -1);
}

typedef struct Like {
    Cell pattern;
    char escape; // 0 for none
    bool any_case;
} Like;

static bool like_same(const Like *like, char a, char b)
{
    return a == b || (like->any_case && lower(a) == lower(b));
}

// Where the match goes on if what follows the last % fails: one character later.
typedef struct LikeTry {
    bool open;
    size_t text;
    size_t pattern;
} LikeTry;

// One step of the pattern at `*at` on the text at `*from`; false if it fails.
static bool like_step(const Like *like, Cell text, size_t *from, size_t *at)
{
    Cell pattern = like->pattern;
    if (*at == pattern.size || *from == text.size)
        return false;
    bool escaped = like->escape && pattern.bytes[*at] == like->escape && *at + 1 < pattern.size;
    if (!escaped && pattern.bytes[*at] == '_') {
        *from += character_size(text, *from);
        *at += 1;
        return true;
    }
    if (!like_same(like, pattern.bytes[*at + escaped], text.bytes[*from]))
        return false;
    *from += 1;
    *at += 1 + (size_t)escaped;
    return true;
}

// Work is bounded by the product of both sizes: only the last % is ever tried again.
static bool like_match(const Like *like, Cell text)
{
    Cell pattern = like->pattern;
    LikeTry last = {0};
    size_t from = 0;
    size_t at = 0;
    while (from < text.size || at < pattern.size) {
        if (at < pattern.size && pattern.bytes[at] == '%' && like->escape != '%') {
            last = (LikeTry){true, from, ++at};
        } else if (!like_step(like, text, &from, &at)) {
            if (!last.open || last.text == text.size)
                return false;
            last.text += character_size(text, last.text);
            from = last.text;
            at = last.pattern;
        }
    }
    return true;
}

static void like_rows(const PredicateCall *call, bool any_case)
{
    for (size_t row = 0; row < call->rows; row++) {
        if (!all_known(call, row)) {
            slot_put_unknown(&call->result, row);
            continue;
        }
        Like like = {.pattern = text_of(call, 1, row), .any_case = any_case};
        if (call->count > 2)
            like.escape = text_of(call, 2, row).bytes[0];
        slot_put_truth(&call->result, row, truth_if(like_match(&like, text_of(call, 0, row))));
    }
}

void operate_like(const PredicateCall *call)
{
    like_rows(call, false);
}

void operate_like_any_case(const PredicateCall *call)
{
    like_rows(call, true);
}

static const PredicateFunction functions[] = {
    {"ABS", "n", KIND_NUMBER, operate_abs},
    {"CEIL", "n", KIND_NUMBER, operate_ceil},
    {"COALESCE", "a+", KIND_NOTHING, operate_coalesce},
    {"CONTAINS", "tt", KIND_TRUTH, operate_contains},
    {"DAY", "m", KIND_NUMBER, operate_day},
    {"ENDS_WITH", "tt", KIND_TRUTH, operate_ends},
    {"EPOCH", "m", KIND_NUMBER, operate_epoch},
    {"FLOOR", "n", KIND_NUMBER, operate_floor},
    {"GREATEST", "a+", KIND_NOTHING, operate_greatest},
    {"LEAST", "a+", KIND_NOTHING, operate_least},
    {"LENGTH", "t", KIND_NUMBER, operate_length},
    {"LOWER", "t", KIND_TEXT, operate_lower},
    {"MONTH", "m", KIND_NUMBER, operate_month},
    {"NULLIF", "aa", KIND_NOTHING, operate_nullif},
    {"ROUND", "n|n", KIND_NUMBER, operate_round},
    {"STARTS_WITH", "tt", KIND_TRUTH, operate_starts},
    {"SUBSTR", "tn|n", KIND_TEXT, operate_part},
    {"TRIM", "t", KIND_TEXT, operate_trim},
    {"UPPER", "t", KIND_TEXT, operate_upper},
    {"YEAR", "m", KIND_NUMBER, operate_year},
};

const PredicateFunction *predicate_function(const char *name)
{
    for (size_t i = 0; i < array_count(functions); i++) {
        if (text_equal_any_case(functions[i].name, name))
            return &functions[i];
    }
    return NULL;
}
