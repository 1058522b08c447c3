#include "schema/field.h"

#include "schema/cell_document.h"
#include "schema/json_value.h"
#include "stats/hash.h"

#include <math.h>
#include <string.h>

typedef bool FieldCast(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar);

static bool cast_string(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)ret_scalar;
    return !field->format_pattern ||
           pattern_match(field->format_pattern, bytes, size) == PATTERN_MATCH;
}

static bool cast_any(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)field, (void)bytes, (void)size, (void)ret_scalar;
    return true;
}

static bool is_number_byte(const Field *field, char byte)
{
    return (byte >= '0' && byte <= '9') || byte == '-' || byte == '+' || byte == field->decimal;
}

// The number's text as a program writes it: without units and groups, with a point. 0 if it is too
// long to be a number.
static size_t field_plain_number(const Field *field, const char *bytes, size_t size,
                                 char ret_text[static SCALAR_LONGEST_NUMBER])
{
    size_t group = field->group ? strlen(field->group) : 0;
    while (!field->bare && size && !is_number_byte(field, bytes[0])) {
        bytes++;
        size--;
    }
    while (!field->bare && size && !is_number_byte(field, bytes[size - 1]))
        size--;
    size_t length = 0;
    for (size_t at = 0; at < size; at++) {
        if (group && size - at >= group && memcmp(bytes + at, field->group, group) == 0) {
            at += group - 1;
            continue;
        }
        if (length == SCALAR_LONGEST_NUMBER)
            return 0;
        // A point that is not the decimal mark makes the text no number.
        bool foreign = bytes[at] == '.' && field->decimal != '.';
        ret_text[length++] = bytes[at] == field->decimal ? '.' : (char)(foreign ? '?' : bytes[at]);
    }
    return length;
}

bool field_is_plain(const Field *field)
{
    return field->bare && !field->group && field->decimal == '.';
}

static bool cast_integer(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    if (field_is_plain(field))
        return scalar_integer(bytes, size, ret_scalar);
    char text[SCALAR_LONGEST_NUMBER];
    size_t length = field_plain_number(field, bytes, size, text);
    return scalar_integer(text, length, ret_scalar);
}

static bool cast_number(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    if (field_is_plain(field))
        return scalar_number(bytes, size, ret_scalar);
    char text[SCALAR_LONGEST_NUMBER];
    size_t length = field_plain_number(field, bytes, size, text);
    return scalar_number(text, length, ret_scalar);
}

static bool field_text_is_in(const TextList *texts, const char *bytes, size_t size)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (strlen(texts->items[i]) == size && memcmp(texts->items[i], bytes, size) == 0)
            return true;
    }
    return false;
}

static bool cast_boolean(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    bool yes = field_text_is_in(&field->trues, bytes, size);
    if (!yes && !field_text_is_in(&field->falses, bytes, size))
        return false;
    *ret_scalar = (Scalar){yes, yes, true};
    return true;
}

static bool cast_date(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    if (text_equal(field->format, "default"))
        return scalar_iso_date(bytes, size, ret_scalar);
    if (text_equal(field->format, "any"))
        return scalar_any_date(bytes, size, ret_scalar);
    return scalar_date(field->format, bytes, size, ret_scalar);
}

static bool cast_time(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    if (text_equal(field->format, "default"))
        return scalar_iso_time(bytes, size, ret_scalar);
    if (text_equal(field->format, "any"))
        return scalar_any_time(bytes, size, ret_scalar);
    return scalar_date(field->format, bytes, size, ret_scalar);
}

static bool cast_datetime(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    if (text_equal(field->format, "default"))
        return scalar_datetime(bytes, size, ret_scalar);
    if (text_equal(field->format, "any"))
        return scalar_any_datetime(bytes, size, ret_scalar);
    return scalar_date(field->format, bytes, size, ret_scalar);
}

static bool cast_year(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)field;
    return size == 4 && bytes[0] != '-' && bytes[0] != '+' &&
           scalar_integer(bytes, size, ret_scalar);
}

static bool cast_yearmonth(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)field;
    return scalar_date("%Y-%m", bytes, size, ret_scalar);
}

static bool cast_duration(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)field;
    return scalar_duration(bytes, size, ret_scalar);
}

static bool cast_object(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)field;
    return cell_object(bytes, size, &ret_scalar->integer);
}

static bool cast_array(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)field;
    return cell_array(bytes, size, &ret_scalar->integer);
}

// Where the next separator is, or the end.
static size_t list_item_size(const char *bytes, size_t size, const char *separator)
{
    const char *end = memmem(bytes, size, separator, strlen(separator));
    return end ? (size_t)(end - bytes) : size;
}

static bool cast_list(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    int64_t items = 0;
    for (;; items++) {
        size_t length = list_item_size(bytes, size, field->separator);
        Scalar scalar;
        if (!field_cast(field->item, bytes, length, &scalar))
            return false;
        if (length == size)
            break;
        bytes += length + strlen(field->separator);
        size -= length + strlen(field->separator);
    }
    ret_scalar->integer = items + 1;
    return true;
}

static bool cast_geopoint(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)ret_scalar;
    PointForm form = text_equal(field->format, "array")    ? POINT_ARRAY
                     : text_equal(field->format, "object") ? POINT_OBJECT
                                                           : POINT_TEXT;
    return cell_point(form, bytes, size);
}

static bool cast_geojson(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    (void)ret_scalar;
    return text_equal(field->format, "topojson") ? cell_topojson(bytes, size)
                                                 : cell_geojson(bytes, size);
}

static const struct {
    const char *name;
    const char *wanted; // for messages
    FieldCast *cast;
    bool ordered;
} field_types[FIELD_TYPES] = {
    [FIELD_STRING] = {"string", "a text", cast_string, false},
    [FIELD_INTEGER] = {"integer", "an integer", cast_integer, true},
    [FIELD_NUMBER] = {"number", "a number", cast_number, true},
    [FIELD_BOOLEAN] = {"boolean", "a truth value", cast_boolean, false},
    [FIELD_DATE] = {"date", "a date", cast_date, true},
    [FIELD_TIME] = {"time", "a time", cast_time, true},
    [FIELD_DATETIME] = {"datetime", "a date with a time", cast_datetime, true},
    [FIELD_YEAR] = {"year", "a year", cast_year, true},
    [FIELD_YEARMONTH] = {"yearmonth", "a year with a month", cast_yearmonth, true},
    [FIELD_ANY] = {"any", "anything", cast_any, false},
    [FIELD_DURATION] = {"duration", "a duration", cast_duration, true},
    [FIELD_OBJECT] = {"object", "a JSON object", cast_object, false},
    [FIELD_ARRAY] = {"array", "a JSON array", cast_array, false},
    [FIELD_LIST] = {"list", "a list", cast_list, false},
    [FIELD_GEOPOINT] = {"geopoint", "a point on the globe", cast_geopoint, false},
    [FIELD_GEOJSON] = {"geojson", "a GeoJSON object", cast_geojson, false},
};

const char *field_type_name(FieldType type)
{
    return field_types[type].name;
}

const char *field_type_wanted(FieldType type)
{
    return field_types[type].wanted;
}

bool field_type_find(const char *name, FieldType *ret_type)
{
    for (FieldType type = 0; type < FIELD_TYPES; type++) {
        if (text_equal(field_types[type].name, name)) {
            *ret_type = type;
            return true;
        }
    }
    return false;
}

bool field_type_is_ordered(FieldType type)
{
    return field_types[type].ordered;
}

bool field_type_has_edges(FieldType type)
{
    return type == FIELD_INTEGER || type == FIELD_NUMBER || type == FIELD_YEAR;
}

bool field_type_has_number(FieldType type)
{
    return field_type_is_ordered(type) || type == FIELD_BOOLEAN;
}

bool field_type_is_json(FieldType type)
{
    return type == FIELD_OBJECT || type == FIELD_ARRAY || type == FIELD_GEOJSON;
}

bool field_type_has_members(FieldType type)
{
    return type == FIELD_OBJECT || type == FIELD_ARRAY || type == FIELD_LIST;
}

bool field_cast(const Field *field, const char *bytes, size_t size, Scalar *ret_scalar)
{
    return field_types[field->type].cast(field, bytes, size, ret_scalar);
}

Field field_again(const Field *field, Arena *arena)
{
    Field again = *field;
    if (field->pattern)
        again.pattern = pattern_again(field->pattern, arena);
    if (field->format_pattern)
        again.format_pattern = pattern_again(field->format_pattern, arena);
    return again;
}

bool field_missing_text(const Field *field, const Cell *cell)
{
    for (size_t i = 0; i < field->missing->count; i++) {
        const char *text = field->missing->items[i];
        if (cell->size == 0 ? *text == '\0'
                            : *text == *cell->bytes && strlen(text) == cell->size &&
                                  memcmp(text, cell->bytes, cell->size) == 0)
            return true;
    }
    return false;
}

static uint64_t field_choice_hash(const Field *field, const FieldChoice *choice)
{
    if (choice->value)
        return json_value_hash(choice->value);
    if (!field_type_has_number(field->type))
        return hash_text(choice->text, choice->size);
    double number = choice->scalar.real + 0.0; // -0 and 0 are one value
    return hash_text(&number, sizeof number);
}

static bool field_choice_equal(const Field *field, const FieldChoice *a, const FieldChoice *b)
{
    if (a->value && b->value)
        return value_equal(a->value, b->value);
    if (field_type_has_number(field->type))
        return scalar_compare(&a->scalar, &b->scalar) == 0;
    return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

// The slot of an equal choice, or the free one where it belongs.
static size_t field_choice_slot(const Field *field, const FieldChoice *choice)
{
    size_t mask = field->choice_room - 1;
    size_t at = field_choice_hash(field, choice) & mask;
    while (field->choice_slots[at] &&
           !field_choice_equal(field, &field->choices.items[field->choice_slots[at] - 1], choice))
        at = (at + 1) & mask;
    return at;
}

static const char *arena_text_padded(Arena *arena, const char *text, size_t size)
{
    char *copy = arena_alloc(arena, size + sizeof(uint64_t) + 1);
    if (size)
        memcpy(copy, text, size);
    return copy;
}

void field_add_choice(Field *field, const char *text, size_t size, Arena *arena)
{
    FieldChoice choice = {
        .text = arena_text_padded(arena, text, size), .size = size, .hash = hash_text(text, size)};
    bool valid = field_cast(field, text, size, &choice.scalar);
    // A choice that is not of the type can never be met; whoever reads the schema says so.
    if (!valid || (field_type_has_number(field->type) && isnan(choice.scalar.real)))
        return;
    if (field_type_is_json(field->type))
        choice.value = cell_json(choice.text, size, false, arena);
    *list_push(arena, &field->choices) = choice;
    if (field->choices.count * 2 > field->choice_room) {
        field->choice_room = MAX(field->choice_room * 4, (size_t)16);
        field->choice_slots = arena_array(arena, size_t, field->choice_room);
        for (size_t i = 0; i + 1 < field->choices.count; i++)
            field->choice_slots[field_choice_slot(field, &field->choices.items[i])] = i + 1;
    }
    field->choice_slots[field_choice_slot(field, &choice)] = field->choices.count;
}

bool field_is_choice(const Field *field, const Cell *cell, const Scalar *scalar)
{
    bool json = field_type_is_json(field->type);
    bool comparable = !field_type_has_number(field->type) || !isnan(scalar->real);
    if (field->choice_room == 0 || !comparable)
        return false;
    FieldChoice choice = {.text = cell->bytes, .size = cell->size, .scalar = *scalar};
    if (!json)
        return field->choice_slots[field_choice_slot(field, &choice)] != 0;
    scoped_arena arena = arena_open();
    choice.value = cell_json(cell->bytes, cell->size, false, arena);
    return choice.value && field->choice_slots[field_choice_slot(field, &choice)] != 0;
}

// Two texts of the same size, behind which eight bytes may be read.
static bool same_padded(const char *a, const char *b, size_t size)
{
    uint64_t one = 0;
    uint64_t other = 0;
    for (; size >= sizeof one; size -= sizeof one, a += sizeof one, b += sizeof one) {
        memcpy(&one, a, sizeof one);
        memcpy(&other, b, sizeof other);
        if (one != other)
            return false;
    }
    return size == 0 || hash_padded_word(a, size) == hash_padded_word(b, size);
}

bool field_has_choice(const Field *field, const Cell *cell)
{
    if (field->choice_room == 0)
        return false;
    uint64_t hash = hash_padded_text(cell->bytes, cell->size);
    size_t mask = field->choice_room - 1;
    for (size_t at = hash & mask; field->choice_slots[at]; at = (at + 1) & mask) {
        const FieldChoice *choice = &field->choices.items[field->choice_slots[at] - 1];
        if (choice->hash == hash && choice->size == cell->size &&
            same_padded(choice->text, cell->bytes, cell->size))
            return true;
    }
    return false;
}
