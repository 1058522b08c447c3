#include "case_path.h"

#include "base/text.h"

#include <string.h>

// `[12]` at the start of `path`: the number, and the bytes it takes; 0 if it is none.
static size_t path_read_index(const char *path, size_t *ret_index)
{
    size_t digits = strspn(path + 1, "0123456789");
    if (path[0] != '[' || digits == 0 || digits > 9 || path[digits + 1] != ']')
        return 0;
    size_t index = 0;
    for (size_t i = 1; i <= digits; i++)
        index = index * 10 + (size_t)(path[i] - '0');
    *ret_index = index;
    return digits + 2;
}

const Value *case_path_find(const Value *root, const char *path)
{
    scoped_arena arena = arena_open();
    const Value *value = root;
    const Value *whole = value_get(root, path);
    if (whole)
        return whole;
    while (value && *path) {
        size_t index = 0;
        size_t taken = path[0] == '[' ? path_read_index(path, &index) : 0;
        if (taken) {
            value = value->kind == VALUE_LIST && index < value->count ? &value->items[index] : NULL;
        } else {
            taken = strcspn(path, ".[");
            if (taken == 0)
                return NULL;
            value = value_get(value, arena_text_sized(arena, path, taken));
        }
        path += taken;
        // A dot separates: it stands between two steps only.
        if (path[0] == '.' && path[1] && path[1] != '[' && path[1] != '.')
            path++;
        else if (path[0] && path[0] != '[')
            return NULL;
    }
    return value;
}
