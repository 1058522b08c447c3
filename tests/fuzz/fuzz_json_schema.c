// Two lines of JSON: whatever is accepted as a schema judges any value, by two copies alike, and
// tells what is wrong with one that breaks it; what is refused has a message.

#include "doc/json.h"
#include "fuzz.h"
#include "schema/json_schema.h"

#include <string.h>

static const Value *parse(const char *bytes, size_t size, Arena *arena)
{
    const Value *value = NULL;
    Error err = ERROR_EMPTY;
    return json_parse("fuzz", bytes, size, (JsonOptions){0}, arena, &value, &err) ? value : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scoped_arena arena = arena_open();
    const JsonSchema *schema = NULL;
    Error err = ERROR_EMPTY;
    const char *text = arena_text_sized(arena, (const char *)data, size);
    const char *end = memchr(text, '\n', size);
    const Value *document = end ? parse(text, (size_t)(end - text), arena) : NULL;
    const Value *value = end ? parse(end, size - (size_t)(end - text), arena) : NULL;
    if (!document || !value)
        return 0;
    if (!json_schema_load(document, arena, &schema, &err)) {
        fuzz_demand(*err.message && err.kind == ERROR_CONFIG);
        return 0;
    }
    JsonFault fault = {0};
    JsonVerdict verdict = json_schema_judge(schema, value, arena, &fault);
    fuzz_demand((verdict == JSON_SCHEMA_KEPT) == (fault.message == NULL));
    fuzz_demand(json_schema_judge(json_schema_again(schema, arena), value, arena, NULL) == verdict);
    return 0;
}
