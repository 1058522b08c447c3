#include "base/text.h"
#include "base/time.h"
#include "doc/json_writer.h"
#include "message.h"

static void payload_put_given(JsonWriter *json, const char *key, const char *text)
{
    if (!text_empty(text))
        json_put_text(json, key, text);
}

static void payload_steps(JsonWriter *json, const Message *message)
{
    json_key(json, "steps");
    json_open_list(json);
    for (size_t i = 0; i < message->steps.count; i++) {
        const Step *step = &message->steps.items[i];
        json_open_map(json);
        json_put_text(json, "name", step->name);
        json_put_text(json, "outcome", step->succeeded ? "done" : "failed");
        json_put_int(json, "took_ms", step->took_ms);
        payload_put_given(json, "detail", step->detail);
        json_close_map(json);
    }
    json_close_list(json);
}

void payload_webhook(const Message *message, Buf *out)
{
    scoped_arena arena = arena_open();
    JsonWriter json = json_writer_compact(out);
    json_open_map(&json);
    json_put_text(&json, "schema", "sluice.notification/1");
    json_put_text(&json, "delivery", message->delivery);
    json_put_text(&json, "event", event_name(message->event));
    json_put_text(&json, "target", message->target);
    payload_put_given(&json, "version", message->release.version);
    payload_put_given(&json, "package", message->release.package);
    payload_put_given(&json, "digest", message->release.digest);
    json_put_bool(&json, "rolled_back", message->rolled_back);
    json_put_text(&json, "text", message->text);
    payload_put_given(&json, "link", message->link);
    json_put_text(&json, "time", time_text(arena, message->timestamp));
    payload_steps(&json, message);
    json_close_map(&json);
}
