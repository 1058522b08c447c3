// Whatever is accepted as a file of cases can be sent and judged, and faults have places in it.

#include "case_judge.h"
#include "fuzz.h"

#include "http/http_url.h"

#include <string.h>

static const char *const shown[] = {"fuzz.jsonl", "fuzz.json", "fuzz.yml"};

static const char *const replies[] = {"", "{}", "[1]",
                                      "{\"a\": [1.5, {\"b\": null}], \"p\": \"x\"}"};

static void judge(const Case *item, Arena *arena)
{
    Error err = ERROR_EMPTY;
    const HttpRequest request = {.method = item->method,
                                 .url = http_url_join(arena, "http://127.0.0.1:1", item->path),
                                 .headers = item->headers.items,
                                 .header_count = item->headers.count};
    fuzz_demand(http_request_check(&request, &err));
    for (size_t i = 0; i < array_count(replies); i++) {
        HttpReply reply = {.status = 200, .body = replies[i], .body_size = strlen(replies[i])};
        CaseFaults faults = case_judge(item, &reply, arena);
        fuzz_demand(faults.items.count <= CASE_MOST_FAULTS);
        for (size_t f = 0; f < faults.items.count; f++)
            fuzz_demand(faults.items.items[f].at && faults.items.items[f].at->line >= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t form = 0; form < array_count(shown); form++) {
        scoped_arena arena = arena_open();
        const char *bytes = arena_text_sized(arena, (const char *)data, size);
        CaseFile file = {0};
        Error err = ERROR_EMPTY;
        if (!case_file_parse(shown[form], bytes, size, arena, &file, &err)) {
            fuzz_demand(err.kind == ERROR_CONFIG && err.has_place && err.place.line >= 1);
            continue;
        }
        fuzz_demand(file.items.count >= 1);
        for (size_t i = 0; i < file.items.count; i++)
            judge(&file.items.items[i], arena);
    }
    return 0;
}
