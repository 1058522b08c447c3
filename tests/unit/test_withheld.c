// What a command under test finds of a platform's variables.

#include "process/withheld.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const char *variable;
    const char *passed; // NULL for nothing
    bool withheld;
} rows[] = {
    {"keeps the outputs of a step back", "GITHUB_OUTPUT", NULL, true},
    {"keeps the environment of later steps back", "GITHUB_ENV", NULL, true},
    {"keeps the right to ask for identities back", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", NULL, true},
    {"keeps GitLab's token back", "CI_JOB_TOKEN", NULL, true},
    {"keeps the token of GitLab's dependency proxy back", "CI_DEPENDENCY_PROXY_PASSWORD", NULL,
     true},
    {"keeps our own token back", "SLUICE_GITLAB_TOKEN", NULL, true},
    {"keeps an action's inputs back", "INPUT_GITHUB-TOKEN", NULL, true},
    {"leaves what tells where a command runs", "GITHUB_WORKSPACE", NULL, false},
    {"leaves the user's own tokens", "HF_TOKEN", NULL, false},
    {"leaves what begins alike", "GITHUB_OUTPUTS", NULL, false},
    {"hands on what the user names", "GITHUB_TOKEN", "GITHUB_TOKEN", false},
    {"hands on nothing that is not named", "GITHUB_TOKEN", "GITHUB_TOKENS", true},
};

static void check_row(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_arena arena = arena_open();
    TextList passed = {0};
    if (row->passed)
        *list_push(arena, &passed) = row->passed;
    TextList env = {0};
    setenv(row->variable, "x", 1);
    withheld_add(&env, &passed, arena);
    unsetenv(row->variable);
    bool found = false;
    for (size_t i = 0; i < env.count; i++)
        found = found || strcmp(env.items[i], row->variable) == 0;
    assert_int_equal(found, row->withheld);
}

int main(void)
{
    return unit_run_table("withheld", rows, check_row);
}
