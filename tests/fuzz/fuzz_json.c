// Whatever the JSON reader accepts survives being written and read again.

#include "base/utf8.h"
#include "doc/json.h"
#include "doc/json_writer.h"
#include "fuzz.h"

#include <string.h>

static const Value *parse(Arena *arena, const char *bytes, size_t size, bool accept_nan)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    if (json_parse("fuzz", bytes, size, (JsonOptions){.accept_nan = accept_nan}, arena, &value,
                   &err))
        return value;
    // A refusal says where and what, and neither breaks a line nor the encoding.
    fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && err.place.line >= 1);
    fuzz_demand(err.place.column >= 1 && err.place.byte <= (int64_t)size);
    fuzz_demand(*err.message && !strchr(err.message, '\n'));
    fuzz_demand(utf8_valid_prefix(err.message, strlen(err.message)) == strlen(err.message));
    return NULL;
}

static void write_and_read(Arena *arena, const Value *value, bool compact)
{
    scoped_buf out = BUF_EMPTY;
    JsonWriter writer = compact ? json_writer_compact(&out) : json_writer(&out);
    json_value(&writer, value);
    json_finish(&writer);
    const Value *again = parse(arena, buf_text(&out), out.size, false);
    fuzz_demand(again && value_equal(value, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const char *bytes = arena_text_sized(arena, (const char *)data, size);
    const Value *value = parse(arena, bytes, size, false);
    if (value) {
        write_and_read(arena, value, false);
        write_and_read(arena, value, true);
    }
    // What is strict is also accepted with Python's words.
    const Value *relaxed = parse(arena, bytes, size, true);
    fuzz_demand(!value || (relaxed && value_equal(value, relaxed)));
    return 0;
}
