// Outputs of a step reach each platform whole, and say nothing but what they are.

#include "base/text.h"
#include "cli/step_output.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    PlatformKind platform;
    const char *stage;
    const char *value;
    const char *wanted;
} rows[] = {
    {"GitHub reads lines between two ends", PLATFORM_GITHUB, "gate", "a\nb",
     "version<<END_OF_VALUE_0\na\nb\nEND_OF_VALUE_0\n"},
    {"a value cannot hold the end of itself", PLATFORM_GITHUB, "gate", "a\nEND_OF_VALUE_0\nx=y",
     "version<<END_OF_VALUE_1\na\nEND_OF_VALUE_0\nx=y\nEND_OF_VALUE_1\n"},
    {"GitLab reads one line with a name of letters, digits and _", PLATFORM_GITLAB, "my-gate.2",
     "1.2", "SLUICE_OUTPUT_MY_GATE_2_VERSION=1.2\n"},
    {"a second line makes no second variable", PLATFORM_GITLAB, "gate", "1\nPATH=/evil",
     "SLUICE_OUTPUT_GATE_VERSION=1\n"},
    {"a carriage return neither", PLATFORM_GITLAB, "gate", "1\rPATH=/evil",
     "SLUICE_OUTPUT_GATE_VERSION=1\n"},
    {"Azure reads one command, whatever the value", PLATFORM_AZURE, "gate",
     "1%0A\n##vso[task.complete]",
     "##vso[task.setvariable variable=version;isOutput=true]1%AZP250A%0A##vso[task.complete]\n"},
    {"other platforms have no outputs", PLATFORM_JENKINS, "gate", "1", ""},
};

static void check_row(void **state)
{
    const typeof(rows[0]) *row = *state;
    scoped_arena arena = arena_open();
    StepOutputs outputs = {0};
    *list_push(arena, &outputs) = (RunOutput){"version", row->value};
    scoped_buf out = BUF_EMPTY;
    step_output_render(row->platform, row->stage, &outputs, &out);
    assert_string_equal(buf_text(&out), row->wanted);
}

static void check_dotenv_limit(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    char *large = arena_alloc(arena, 5000);
    memset(large, 'x', 4999);
    StepOutputs outputs = {0};
    *list_push(arena, &outputs) = (RunOutput){"verdict", "pass"};
    *list_push(arena, &outputs) = (RunOutput){"large", large};
    *list_push(arena, &outputs) = (RunOutput){"larger", large};
    *list_push(arena, &outputs) = (RunOutput){"last", "1"};
    scoped_buf out = BUF_EMPTY;
    step_output_render(PLATFORM_GITLAB, "gate", &outputs, &out);
    assert_in_range(out.size, 5000, 5 * 1024);
    assert_true(text_starts(buf_text(&out), "SLUICE_OUTPUT_GATE_VERDICT=pass\n"));
    assert_true(text_ends(buf_text(&out), "\nSLUICE_OUTPUT_GATE_LAST=1\n"));
    assert_null(strstr(buf_text(&out), "LARGER"));
}

int main(void)
{
    const struct CMUnitTest others[] = {
        {"a dotenv report stays below what GitLab takes", check_dotenv_limit, NULL, NULL, NULL},
    };
    int failed = unit_run_rows("step output", rows, sizeof rows[0], array_count(rows), check_row);
    return failed + cmocka_run_group_tests_name("limits", others, NULL, NULL);
}
