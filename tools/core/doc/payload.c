#include "doc/payload.h"

#include "base/clean.h"
#include "base/fatal.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// The largest integer up to which every one is a double: 2^53.
#define PAYLOAD_EXACT ((int64_t)1 << 53)

// Payload is never defined: it is cJSON's node under a name of ours. Building one fails only when
// memory ends.

static cJSON *payload_node(const Payload *payload)
{
    return (cJSON *)(uintptr_t)payload;
}

static Payload *payload_made(cJSON *node)
{
    if (!node)
        fatal_out_of_memory();
    return (Payload *)node;
}

Payload *payload_open_map(void)
{
    return payload_made(cJSON_CreateObject());
}

Payload *payload_open_list(void)
{
    return payload_made(cJSON_CreateArray());
}

void payload_close(Payload *payload)
{
    cJSON_Delete(payload_node(payload));
}

bool payload_parse(const char *bytes, size_t size, Payload **ret_payload, Error *err)
{
    // A closed copy: cJSON before 1.7.18 may look one byte past the end (CVE-2023-53154).
    scoped_arena arena = arena_open();
    const char *text = arena_text_sized(arena, bytes, size);
    const char *end = text;
    scoped_payload payload = (Payload *)cJSON_ParseWithLengthOpts(text, size + 1, &end, false);
    size_t at = (size_t)(end - text);
    while (payload && at < size && memchr(" \t\r\n", text[at], 4))
        at++;
    if (payload && at == size) {
        *ret_payload = take(payload);
        return true;
    }
    return error_set(err, ERROR_INPUT, "not valid JSON at byte %zu of %zu, got '%s'", at, size,
                     clean_text_short(arena, text + at, 40));
}

Payload *payload_put(Payload *map, const char *key, Payload *child)
{
    if (!cJSON_AddItemToObject(payload_node(map), key, payload_node(child)))
        fatal_out_of_memory();
    return child;
}

Payload *payload_add(Payload *list, Payload *child)
{
    if (!cJSON_AddItemToArray(payload_node(list), payload_node(child)))
        fatal_out_of_memory();
    return child;
}

// cJSON writes the bytes it is given: what is not valid UTF-8 would make the JSON invalid.
static Payload *payload_from_text(const char *text)
{
    scoped_buf valid = BUF_EMPTY;
    size_t size = text ? strlen(text) : 0;
    for (size_t at = 0; at < size;) {
        uint32_t character = 0;
        at += utf8_next(text + at, size - at, &character);
        utf8_append(&valid, character);
    }
    return payload_made(text ? cJSON_CreateString(buf_text(&valid)) : cJSON_CreateNull());
}

void payload_put_text(Payload *map, const char *key, const char *text)
{
    payload_put(map, key, payload_from_text(text));
}

void payload_add_text(Payload *list, const char *text)
{
    payload_add(list, payload_from_text(text));
}

void payload_put_int(Payload *map, const char *key, int64_t number)
{
    // cJSON's numbers are doubles: beyond 2^53 only the digits themselves are exact.
    char digits[32];
    snprintf(digits, sizeof digits, "%" PRId64, number);
    bool small = number >= -PAYLOAD_EXACT && number <= PAYLOAD_EXACT;
    payload_put(map, key,
                payload_made(small ? cJSON_CreateNumber((double)number) : cJSON_CreateRaw(digits)));
}

void payload_put_real(Payload *map, const char *key, double number)
{
    cJSON *node = isfinite(number) ? cJSON_CreateNumber(number) : cJSON_CreateNull();
    payload_put(map, key, payload_made(node));
}

void payload_put_bool(Payload *map, const char *key, bool value)
{
    payload_put(map, key, payload_made(cJSON_CreateBool(value)));
}

const Payload *payload_get(const Payload *map, const char *key)
{
    return (const Payload *)cJSON_GetObjectItemCaseSensitive(payload_node(map), key);
}

const Payload *payload_at(const Payload *list, size_t index)
{
    if (!cJSON_IsArray(payload_node(list)) || index >= payload_count(list))
        return NULL;
    return (const Payload *)cJSON_GetArrayItem(payload_node(list), (int)index);
}

size_t payload_count(const Payload *list)
{
    return cJSON_IsArray(payload_node(list)) ? (size_t)cJSON_GetArraySize(payload_node(list)) : 0;
}

const char *payload_text(const Payload *map, const char *key)
{
    return cJSON_GetStringValue(payload_node(payload_get(map, key)));
}

double payload_real(const Payload *map, const char *key, double fallback)
{
    const cJSON *node = payload_node(payload_get(map, key));
    return cJSON_IsNumber(node) ? node->valuedouble : fallback;
}

bool payload_bool(const Payload *map, const char *key, bool fallback)
{
    const cJSON *node = payload_node(payload_get(map, key));
    return cJSON_IsBool(node) ? cJSON_IsTrue(node) : fallback;
}

int64_t payload_int(const Payload *map, const char *key, int64_t fallback)
{
    const double number = payload_real(map, key, NAN);
    const bool whole = fabs(number) <= (double)PAYLOAD_EXACT && floor(number) == number;
    return whole ? (int64_t)number : fallback;
}

bool payload_is_map(const Payload *payload)
{
    return cJSON_IsObject(payload_node(payload));
}

bool payload_is_list(const Payload *payload)
{
    return cJSON_IsArray(payload_node(payload));
}

char *payload_print(const Payload *payload, Arena *arena)
{
    char *printed = cJSON_PrintUnformatted(payload_node(payload));
    if (!printed)
        fatal_out_of_memory();
    char *kept = arena_text(arena, printed);
    cJSON_free(printed);
    return kept;
}
