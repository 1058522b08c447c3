// Whatever the YAML reader accepts stands where it says, and can be written as JSON.

#include "base/utf8.h"
#include "doc/json.h"
#include "doc/json_writer.h"
#include "doc/yaml.h"
#include "fuzz.h"

#include <string.h>

// Every place is inside of the text, and its line begins `column - 1` bytes before it.
static void check_places(const Value *value, const char *bytes, size_t size)
{
    fuzz_demand(value->line >= 1 && value->column >= 1);
    fuzz_demand(value->byte >= value->column - 1 && value->byte <= (int64_t)size);
    size_t start = (size_t)(value->byte - (value->column - 1));
    bool marked = start == 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
    fuzz_demand(start == 0 || marked || bytes[start - 1] == '\n');
    for (size_t i = 0; i < value->count; i++) {
        if (value->kind == VALUE_MAP)
            check_places(&value->keys[i], bytes, size);
        check_places(&value->items[i], bytes, size);
    }
}

static void check_error(const Error *err, size_t size)
{
    fuzz_demand(err->kind == ERROR_CONFIG && err->has_place && err->place.line >= 1);
    fuzz_demand(err->place.column >= 1 && err->place.byte <= (int64_t)size);
    fuzz_demand(*err->message && !strchr(err->message, '\n'));
    fuzz_demand(utf8_valid_prefix(err->message, strlen(err->message)) == strlen(err->message));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *bytes = arena_text_sized(arena, (const char *)data, size);
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    if (!yaml_parse("fuzz", bytes, size, arena, &value, &err)) {
        check_error(&err, size);
        return 0;
    }
    check_places(value, bytes, size);
    scoped_buf out = BUF_EMPTY;
    JsonWriter writer = json_writer(&out);
    json_value(&writer, value);
    json_finish(&writer);
    if (!out.full) {
        bool read =
            json_parse("fuzz", buf_text(&out), out.size, (JsonOptions){0}, arena, &value, &err);
        fuzz_demand(read);
    }
    return 0;
}
