// References of a JSON Schema to parts of itself: addresses (RFC 3986), anchors and JSON pointers.

#include "schema/json_schema_tree.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

// The scheme with its colon; 0 for none.
static size_t scheme_size(const char *uri)
{
    size_t size = strspn(uri, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return size && is_letter(*uri) && uri[size] == ':' ? size + 1 : 0;
}

// Up to where a path of its own begins: "https://example.org".
static size_t authority_size(const char *uri)
{
    size_t size = scheme_size(uri);
    if (!text_starts(uri + size, "//"))
        return size;
    return size + 2 + strcspn(uri + size + 2, "/?#");
}

const char *schema_uri_join(const char *base, const char *reference, Arena *arena)
{
    size_t size = strcspn(base, "#");
    size_t authority = authority_size(base);
    if (scheme_size(reference))
        return reference;
    if (text_starts(reference, "//")) {
        size = scheme_size(base);
    } else if (*reference == '/') {
        size = authority;
    } else if (*reference != '#' && *reference) {
        while (size > authority && base[size - 1] != '/')
            size--;
        while (text_starts(reference, "./") || text_starts(reference, "../")) {
            bool up = reference[1] == '.';
            reference += up ? 3 : 2;
            size -= up && size > authority + 1;
            while (up && size > authority && base[size - 1] != '/')
                size--;
        }
    }
    return arena_format(arena, "%.*s%s", (int)size, base, reference);
}

static const Value *find_address(const SchemaAddresses *addresses, const char *uri, size_t size)
{
    for (size_t i = 0; i < addresses->count; i++) {
        const char *known = addresses->items[i].uri;
        if (strlen(known) == size && memcmp(known, uri, size) == 0)
            return addresses->items[i].at;
    }
    return NULL;
}

// One step of a JSON pointer as it stands in a fragment: %25 is a percent sign, ~1 a slash, ~0 a ~.
static const char *pointer_step(const char *step, size_t size, Arena *arena)
{
    scoped_buf plain = BUF_EMPTY;
    for (size_t i = 0; i < size; i++) {
        char byte = step[i];
        if (byte == '%' && i + 2 < size) {
            const char digits[] = {step[i + 1], step[i + 2], '\0'};
            byte = (char)strtol(digits, NULL, 16);
            i += 2;
        }
        if (byte == '~' && i + 1 < size)
            byte = step[++i] == '1' ? '/' : '~';
        buf_add_char(&plain, byte);
    }
    return buf_keep(&plain, arena);
}

static const Value *pointer_next(const Value *at, const char *step)
{
    int64_t index = 0;
    if (at->kind != VALUE_LIST)
        return value_get(at, step);
    bool inside = text_to_int(step, &index) && index >= 0 && (size_t)index < at->count;
    return inside ? &at->items[index] : NULL;
}

const Value *schema_uri_find(const SchemaAddresses *addresses, const char *uri, Arena *arena,
                             const char **ret_base)
{
    size_t size = strcspn(uri, "#");
    const char *pointer = uri[size] == '#' ? uri + size + 1 : "";
    const char *base = arena_text_sized(arena, uri, size);
    *ret_base = base;
    if (*pointer && *pointer != '/')
        return find_address(addresses, uri, strlen(uri));
    const Value *at = find_address(addresses, uri, size);
    while (at && *pointer == '/') {
        size_t step = strcspn(pointer + 1, "/");
        at = pointer_next(at, pointer_step(pointer + 1, step, arena));
        pointer += step + 1;
        const Value *id = value_get(at, "$id");
        if (id && id->kind == VALUE_TEXT && *pointer)
            *ret_base = schema_uri_join(*ret_base, id->text, arena);
    }
    return at;
}
