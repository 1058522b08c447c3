// Secrets taken out of texts.

#include "base/mask.h"
#include "unit.h"

static const struct {
    const char *name;
    const char *secrets[3];
    const char *text;
    const char *masked;
} rows[] = {
    {"leaves a text without secrets", {"hunter22"}, "nothing here", "nothing here"},
    {"hides a secret wherever it stands", {"hunter22"}, "hunter22 is hunter22", "*** is ***"},
    {"hides a secret that a format would escape",
     {"a\"b<c\\d"},
     "key a\"b<c\\d end",
     "key *** end"},
    {"takes the longest of two that begin alike", {"hunter", "hunter22"}, "hunter22!", "***!"},
    {"does not look for what is too short to be one", {"e"}, "every letter", "every letter"},
    {"finds a secret behind a false start", {"aab1"}, "aaab1", "a***"},
    {"leaves an empty text", {"hunter22"}, "", ""},
};

static void check_row(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_arena arena = arena_open();
    TextList secrets = {0};
    for (size_t i = 0; i < array_count(row->secrets) && row->secrets[i]; i++)
        *list_push(arena, &secrets) = row->secrets[i];
    assert_string_equal(mask_text(arena, row->text, &secrets), row->masked);
}

int main(void)
{
    return unit_run_table("mask", rows, check_row);
}
