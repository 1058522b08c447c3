#include "base/clean.h"
#include "base/text.h"
#include "base/utf8.h"
#include "doc/payload.h"
#include "message.h"

#include <string.h>

// Slack's limits, in characters: docs.slack.dev, "Blocks".
#define SLACK_HEADER  ((size_t)150)
#define SLACK_SECTION ((size_t)3000)
#define SLACK_FIELD   ((size_t)2000)
#define SLACK_TEXT    ((size_t)3000) // 40000 are allowed; a line is wanted
#define SLACK_FIELDS  ((size_t)10)

static const struct {
    Event event;
    const char *mark;
    const char *title;
} titles[] = {
    [EVENT_SUCCESS] = {EVENT_SUCCESS, ":white_check_mark:", "Deployed to"},
    [EVENT_FAILURE] = {EVENT_FAILURE, ":x:", "Deployment failed on"},
    [EVENT_ROLLBACK] = {EVENT_ROLLBACK, ":leftwards_arrow_with_hook:", "Rolled back on"},
};

static const char *slack_entity(uint32_t character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    default:
        return NULL;
    }
}

char *slack_escape(Arena *arena, const char *text, size_t most)
{
    const char *clean = clean_text(arena, text);
    const size_t size = strlen(clean);
    scoped_buf out = BUF_EMPTY;
    size_t count = 0;  // characters so far
    size_t before = 0; // bytes that still leave room for the ellipsis
    for (size_t at = 0, length = 0; at < size; at += length) {
        uint32_t character = 0;
        if (!utf8_decode(clean + at, size - at, &character, &length))
            break;
        const char *entity = slack_entity(character);
        const size_t wide = entity ? strlen(entity) : 1;
        if (count + wide > most) {
            buf_cut(&out, before);
            buf_add(&out, "…");
            break;
        }
        count += wide;
        if (entity)
            buf_add(&out, entity);
        else
            buf_append(&out, clean + at, length);
        if (count < most)
            before = out.size;
    }
    return buf_keep(&out, arena);
}

static Payload *slack_text(const char *type, const char *text)
{
    Payload *object = payload_open_map();
    payload_put_text(object, "type", type);
    payload_put_text(object, "text", text);
    return object;
}

static Payload *slack_block(Payload *blocks, const char *type)
{
    Payload *block = payload_add(blocks, payload_open_map());
    payload_put_text(block, "type", type);
    return block;
}

// A value with its name above it, if there is one.
static void slack_add_field(Payload *fields, Arena *arena, const char *name, const char *value)
{
    if (text_empty(value) || payload_count(fields) == SLACK_FIELDS)
        return;
    const char *shown = slack_escape(arena, value, SLACK_FIELD - 32);
    payload_add(fields, slack_text("mrkdwn", arena_format(arena, "*%s*\n%s", name, shown)));
}

static const char *slack_steps(const Message *message, Arena *arena)
{
    scoped_buf text = BUF_EMPTY;
    for (size_t i = 0; i < message->steps.count; i++) {
        const Step *step = &message->steps.items[i];
        scoped_buf line = BUF_EMPTY;
        buf_format(&line, "%s %s", step->succeeded ? "✓" : "✗",
                   slack_escape(arena, step->name, 100));
        if (!text_empty(step->detail))
            buf_format(&line, ": %s", slack_escape(arena, step->detail, 500));
        if (utf8_utf16_length(buf_text(&text)) + utf8_utf16_length(buf_text(&line)) + 1 >
            SLACK_SECTION)
            break;
        buf_format(&text, "%s%s", text.size ? "\n" : "", buf_text(&line));
    }
    return buf_keep(&text, arena);
}

static void slack_add_blocks(Payload *blocks, const Message *message, const char *title,
                             Arena *arena)
{
    payload_put(slack_block(blocks, "header"), "text",
                slack_text("plain_text", clean_text_short(arena, title, SLACK_HEADER)));
    payload_put(slack_block(blocks, "section"), "text",
                slack_text("mrkdwn", slack_escape(arena, message->text, SLACK_SECTION)));
    Payload *fields = payload_open_list();
    slack_add_field(fields, arena, "Version", message->release.version);
    slack_add_field(fields, arena, "Digest", message->release.digest);
    slack_add_field(fields, arena, "Package", message->release.package);
    slack_add_field(fields, arena, "Details", message->link);
    if (payload_count(fields))
        payload_put(slack_block(blocks, "section"), "fields", fields);
    else
        payload_close(fields);
    if (message->steps.count)
        payload_put(slack_block(blocks, "section"), "text",
                    slack_text("mrkdwn", slack_steps(message, arena)));
}

void payload_slack(const Message *message, Buf *out)
{
    scoped_arena arena = arena_open();
    scoped_payload root = payload_open_map();
    const char *title = arena_format(arena, "%s %s", titles[message->event].title, message->target);
    const char *line = arena_format(arena, "%s: %s", title, message->text);
    payload_put_text(root, "text",
                     arena_format(arena, "%s %s", titles[message->event].mark,
                                  slack_escape(arena, line, SLACK_TEXT - 64)));
    slack_add_blocks(payload_put(root, "blocks", payload_open_list()), message, title, arena);
    buf_add(out, payload_print(root, arena));
}
