// Targets, what they refuse, and what messages look like.

#include "base/utf8.h"
#include "doc/payload.h"
#include "doc/yaml.h"
#include "target.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
    size_t most;
    const char *escaped;
} escapes[] = {
    {"escapes what Slack reads as a mention", "<!channel>", 100, "&lt;!channel&gt;"},
    {"escapes an ampersand once", "a & b &amp;", 100, "a &amp; b &amp;amp;"},
    {"makes control characters visible", "a\x1b[31mb", 100, "a\\x1b[31mb"},
    {"keeps one line", "a\nb", 100, "a\\x0ab"},
    {"cuts with an ellipsis", "abcdef", 4, "abc…"},
    {"does not cut what just fits", "abcd", 4, "abcd"},
    {"never cuts an escape", "ab<cd", 5, "ab…"},
    {"counts characters and not bytes", "äöüß", 4, "äöüß"},
    {"lets an empty text be", "", 4, ""},
};

static void check_escape(void **state)
{
    const typeof(escapes[0]) *row = *state;
    scoped_arena arena = arena_open();
    assert_string_equal(slack_escape(arena, row->text, row->most), row->escaped);
}

static const struct {
    const char *name;
    const char *text;
    const char *message; // NULL if it is accepted
} targets[] = {
    {"accepts the least", "name: a", NULL},
    {"accepts JSON", "{\"name\": \"a\", \"deploy\": [\"x\", 1]}", NULL},
    {"accepts a placeholder as a word", "{name: a, deploy: [x, '{VERSION}']}", NULL},
    {"refuses a placeholder for the shell", "{name: a, rollback: 'x {DIGEST}'}", "$DEPLOY_DIGEST"},
    {"refuses an empty command", "{name: a, deploy: []}", "a command"},
    {"refuses a command of maps", "{name: a, deploy: [{a: b}]}", "a command"},
    {"refuses a target without a name", "deploy: x", "'name'"},
    {"refuses a list", "[1]", "a map"},
    {"refuses an empty file", "", "a map"},
    {"refuses a version of tomorrow", "{name: a, version: 2}", "wanted 1"},
    {"refuses a health check without a URL", "{name: a, health: {retries: 1}}", "'url'"},
    {"refuses two places of one URL", "{name: a, health: {url: 'http://a/', url_env: X}}",
     "one of them"},
    {"refuses a URL that is a file", "{name: a, health: {url: 'file:///etc/passwd'}}", "https://"},
    {"refuses a duration without a unit it knows",
     "{name: a, health: {url: 'http://a/', interval: 5y}}", "a duration"},
    {"refuses endless retries", "{name: a, health: {url: 'http://a/', retries: 1000000}}", "1000"},
    {"refuses a status beyond all", "{name: a, health: {url: 'http://a/', status: 20}}", "status"},
    {"refuses an event nobody sends",
     "{name: a, notify: [{type: slack, url: 'https://a/', on: "
     "[sucess]}]}",
     "success, failure"},
    {"refuses a secret that stands in the file",
     "{name: a, notify: [{type: webhook, url: 'https://a/', secret: x}]}", "unknown key"},
};

static void check_target(void **state)
{
    const typeof(targets[0]) *row = *state;
    scoped_arena arena = arena_open();
    const Value *root = NULL;
    Target target;
    Error err = ERROR_EMPTY;
    bool accepted = yaml_parse("t.yml", row->text, strlen(row->text), arena, &root, &err) &&
                    target_read(root, "t.yml", arena, &target, &err);
    assert_int_equal(accepted, row->message == NULL);
    if (row->message) {
        assert_non_null(strstr(err.message, row->message));
        assert_int_equal(err.kind, ERROR_CONFIG);
    }
}

// A message with more of everything than Slack takes.
static void stays_within_the_limits_of_slack(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    char *endless = arena_alloc(arena, 50001);
    memset(endless, '<', 50000);
    Message message = {.target = endless,
                       .text = endless,
                       .link = endless,
                       .delivery = "d",
                       .release = {endless, endless, endless}};
    for (int i = 0; i < 100; i++)
        *list_push(arena, &message.steps) = (Step){.name = endless, .detail = endless};
    for (int event = 0; event < EVENT_COUNT; event++) {
        scoped_buf out = BUF_EMPTY;
        scoped_payload body = NULL;
        Error err = ERROR_EMPTY;
        message.event = (Event)event;
        payload_slack(&message, &out);
        assert_true(payload_parse(out.data, out.size, &body, &err));
        assert_true(utf8_utf16_length(payload_text(body, "text")) <= 40000);
        const Payload *blocks = payload_get(body, "blocks");
        assert_in_range(payload_count(blocks), 1, 50);
        for (size_t i = 0; i < payload_count(blocks); i++) {
            const Payload *text = payload_get(payload_at(blocks, i), "text");
            const Payload *fields = payload_get(payload_at(blocks, i), "fields");
            const bool is_header =
                text_equal(payload_text(payload_at(blocks, i), "type"), "header");
            if (text)
                assert_in_range(utf8_utf16_length(payload_text(text, "text")), 1,
                                is_header ? 150 : 3000);
            assert_true(payload_count(fields) <= 10);
            for (size_t f = 0; f < payload_count(fields); f++)
                assert_in_range(utf8_utf16_length(payload_text(payload_at(fields, f), "text")), 1,
                                2000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest single[] = {cmocka_unit_test(stays_within_the_limits_of_slack)};
    return unit_run_table("a text is escaped for Slack", escapes, check_escape) +
           unit_run_table("a target is read", targets, check_target) +
           cmocka_run_group_tests_name("Slack", single, NULL, NULL);
}
