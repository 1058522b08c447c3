// What forges say and are told: links, events, the hidden line of comments, URLs.

#include "forge/check_run.h"
#include "forge/github_event.h"
#include "forge/link_header.h"
#include "unit.h"

#include <string.h>

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
    const char *name;
    const char *header;
    const char *next; // NULL for none
} links[] = {
    {"finds the next page", "<https://a/b?page=2>; rel=\"next\"", "https://a/b?page=2"},
    {"finds it behind others", "<https://a/1>; rel=\"prev\", <https://a/3>; rel=\"next\"",
     "https://a/3"},
    {"takes a word without quotes", "<https://a/2>;rel=next", "https://a/2"},
    {"takes one word of several", "<https://a/2>; rel=\"last NEXT\"", "https://a/2"},
    {"does not take a part of a word", "<https://a/2>; rel=\"nextone\"", NULL},
    {"lets a comma be part of a URL", "<https://a/2?x=1,2>; rel=\"next\"", "https://a/2?x=1,2"},
    {"lets a comma be part of a title",
     "<https://a/1>; title=\"a, <https://evil/>; rel=next\"; rel=\"last\"", NULL},
    {"lets a quote be part of a title", "<https://a/1>; title=\"\\\"\"; rel=\"next\"",
     "https://a/1"},
    {"lets only the first relation count", "<https://a/1>; rel=\"last\"; rel=\"next\"", NULL},
    {"takes parameters without a value", "<https://a/2>; hreflang; rel=\"next\"", "https://a/2"},
    {"takes an address as it is written", "</b?page=2>; rel=\"next\"", "/b?page=2"},
    {"has no next page at the end", "<https://a/1>; rel=\"first\"", NULL},
    {"takes nothing from an empty header", "", NULL},
    {"takes nothing from a URL that is never closed", "<https://a/2; rel=\"next\"", NULL},
    {"takes nothing from what is no link", "next: https://a/2", NULL},
    {"ends where quotes do not", "<https://a/2>; rel=\"next", "https://a/2"},
};

static void check_link(void **state)
{
    const typeof(links[0]) *row = *state;
    scoped_arena arena = arena_open();
    const char *next = link_header_next(row->header, arena);
    if (row->next)
        assert_string_equal(next, row->next);
    else
        assert_null(next);
}

static const struct {
    const char *name;
    const char *text;
    int64_t change;
    const char *commit;
    const char *head;
    const char *message; // NULL if it is accepted
} events[] = {
    {"reads a pull request",
     "{\"pull_request\": {\"number\": 7, \"head\": {\"sha\": \"" SHA "\"}}}", 7, SHA, NULL, NULL},
    {"wants nothing of a push", "{\"ref\": \"refs/heads/main\"}", 0, NULL, NULL, NULL},
    {"reads the workflow of a fork",
     "{\"workflow_run\": {\"head_sha\": \"" SHA
     "\", \"head_branch\": \"b\", \"pull_requests\": [], "
     "\"head_repository\": {\"owner\": {\"login\": \"o\"}}}}",
     0, SHA, "o:b", NULL},
    {"reads the workflow of a branch",
     "{\"workflow_run\": {\"head_sha\": \"" SHA "\", \"pull_requests\": [{\"number\": 3}]}}", 3,
     SHA, NULL, NULL},
    {"does not choose between pull requests",
     "{\"workflow_run\": {\"head_sha\": \"" SHA
     "\", \"pull_requests\": [{\"number\": 3}, {\"number\": 4}]}}",
     0, SHA, NULL, NULL},
    {"reads a merge queue", "{\"merge_group\": {\"head_sha\": \"" SHA "\"}}", 0, SHA, NULL, NULL},
    {"reads a comment on a pull request", "{\"issue\": {\"number\": 5, \"pull_request\": {}}}", 5,
     NULL, NULL, NULL},
    {"wants nothing of a comment on an issue", "{\"issue\": {\"number\": 5}}", 0, NULL, NULL, NULL},
    {"refuses a list", "[]", 0, NULL, NULL, "must be a map"},
    {"refuses half an event", "{\"pull_request\": {", 0, NULL, NULL, "not valid JSON"},
    {"refuses a pull request that is null", "{\"pull_request\": null}", 0, NULL, NULL,
     "'pull_request' must be a map"},
    {"refuses a number that is none", "{\"pull_request\": {\"number\": -1}}", 0, NULL, NULL,
     "'pull_request.number'"},
    {"refuses a number with a fraction", "{\"pull_request\": {\"number\": 1.5}}", 0, NULL, NULL,
     "'pull_request.number'"},
    {"refuses a commit that is a path",
     "{\"merge_group\": {\"head_sha\": \"../../../user/repos?x=aaaaaaaaaaaaaaaaaaaa\"}}", 0, NULL,
     NULL, "40 to 64 hexadecimal digits"},
};

static void check_event(void **state)
{
    const typeof(events[0]) *row = *state;
    scoped_arena arena = arena_open();
    GithubEvent event = {.change = -1};
    Error err = ERROR_EMPTY;
    const bool read = github_event_read(row->text, strlen(row->text), arena, &event, &err);
    if (row->message) {
        assert_false(read);
        assert_non_null(strstr(err.message, row->message));
        assert_int_equal(event.change, -1);
        return;
    }
    assert_true(read);
    assert_int_equal(event.change, row->change);
    assert_string_equal(event.commit ? event.commit : "", row->commit ? row->commit : "");
    assert_string_equal(event.head ? event.head : "", row->head ? row->head : "");
}

static const struct {
    const char *name;
    const char *text;
    bool ours;
    bool same;
} comments[] = {
    {"knows a comment by its first line", "<!-- sluice:k state:s -->\nx", true, true},
    {"sees that it says something else", "<!-- sluice:k state:t -->\nx", true, false},
    {"does not take the start of a state for it", "<!-- sluice:k state:s2 -->\nx", true, false},
    {"does not take another key for its own", "<!-- sluice:k2 state:s -->\nx", false, false},
    {"does not take a quoted comment for its own", "> <!-- sluice:k state:s -->\nx", false, false},
    {"does not look further down", "x\n<!-- sluice:k state:s -->", false, false},
    {"does not take a comment without text", NULL, false, false},
};

static void check_comment(void **state)
{
    const typeof(comments[0]) *row = *state;
    const ForgeComment comment = {.key = "k", .state = "s", .body = "x"};
    bool same = false;
    assert_int_equal(forge_comment_is(row->text, &comment, &same), row->ours);
    assert_int_equal(same, row->same);
}

static void test_comment_text(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    const ForgeComment comment = {.key = "k", .state = "s", .body = "x"};
    bool same = false;
    const char *text = forge_comment_text(&comment, arena);
    assert_string_equal(text, "<!-- sluice:k state:s -->\nx");
    assert_true(forge_comment_is(text, &comment, &same) && same);
}

static void test_escape(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    assert_string_equal(forge_escape(arena, "a/b c&d=e%\xc3\xa9~._-Z9"),
                        "a%2Fb%20c%26d%3De%25%C3%A9~._-Z9");
}

static const struct {
    const char *name;
    const char *text;
    bool is;
} commits[] = {
    {"takes a SHA-1", SHA, true},
    {"takes a SHA-256", SHA "aaaaaaaaaaaaaaaaaaaaaaaa", true},
    {"takes capitals", "AAAAAAAAAAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true},
    {"takes no short one", "aaaaaaa", false},
    {"takes none that is longer", SHA SHA, false},
    {"takes no other letters", "gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
    {"takes none that ends in a line feed", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", false},
    {"takes no nothing", NULL, false},
};

static void check_commit(void **state)
{
    const typeof(commits[0]) *row = *state;
    assert_int_equal(forge_is_commit(row->text), row->is);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"a comment is found by what was written", test_comment_text, NULL, NULL, NULL},
        {"nothing leaves its part of a URL", test_escape, NULL, NULL, NULL},
    };
    return unit_run_table("links", links, check_link) +
           unit_run_table("events", events, check_event) +
           unit_run_table("comments", comments, check_comment) +
           unit_run_table("commits", commits, check_commit) +
           cmocka_run_group_tests_name("forge", tests, NULL, NULL);
}
