// Versions, aliases, promotion and rollback; two processes at once; files that are no registry.

#include "base/file.h"
#include "base/text.h"
#include "registry/registry.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Step {
    char action; // 'a' add digest, 'p' promote number, 'r' rollback
    const char *text;
    int64_t number;  // of 'p'; what 'a' gives; what 'r' goes back to, 0 for a refusal
    int64_t current; // production afterwards; 0 for none
} Step;

static const struct {
    const char *name;
    Step steps[10];
} stories[] = {
    {"numbers versions from 1", {{'a', "sha256:a", 1, 0}, {'a', "sha256:b", 2, 0}}},
    {"gives a digest one number for ever",
     {{'a', "sha256:a", 1, 0}, {'a', "sha256:b", 2, 0}, {'a', "sha256:a", 1, 0}}},
    {"goes back to the version before",
     {{'a', "sha256:a", 1, 0},
      {'a', "sha256:b", 2, 0},
      {'p', "", 1, 1},
      {'p', "", 2, 2},
      {'r', "", 1, 1}}},
    {"goes back one promotion further each time",
     {{'a', "sha256:a", 1, 0},
      {'a', "sha256:b", 2, 0},
      {'a', "sha256:c", 3, 0},
      {'p', "", 1, 1},
      {'p', "", 2, 2},
      {'p', "", 3, 3},
      {'r', "", 2, 2},
      {'r', "", 1, 1},
      {'r', "", 0, 1}}},
    {"does not go back before the first promotion",
     {{'a', "sha256:a", 1, 0}, {'p', "", 1, 1}, {'r', "", 0, 1}}},
    {"counts a promotion to the same version as none",
     {{'a', "sha256:a", 1, 0},
      {'a', "sha256:b", 2, 0},
      {'p', "", 1, 1},
      {'p', "", 2, 2},
      {'p', "", 2, 2},
      {'r', "", 1, 1}}},
    {"goes back to the version that was there, not to the one taken back",
     {{'a', "sha256:a", 1, 0},
      {'a', "sha256:b", 2, 0},
      {'a', "sha256:c", 3, 0},
      {'p', "", 1, 1},
      {'p', "", 2, 2},
      {'r', "", 1, 1},
      {'p', "", 3, 3},
      {'r', "", 1, 1}}},
    {"promotes no version that is not there", {{'a', "sha256:a", 1, 0}, {'p', "", 7, 0}}},
};

static const char *registry_place(Arena *arena, const char **ret_folder)
{
    Error err = ERROR_EMPTY;
    assert_true(folder_make_temporary(arena, ret_folder, &err));
    return path_join(arena, *ret_folder, "deep/models.db");
}

static void run_step(Registry *registry, const Step *step)
{
    Error err = ERROR_EMPTY;
    int64_t got = 0;
    int64_t from = 0;
    Promotion promotion = {.model = "penguins", .alias = "production", .number = step->number};
    const ModelVersion version = {.digest = step->text, .reference = "x", .gate = "pass"};
    switch (step->action) {
    case 'a':
        assert_true(registry_add(registry, "penguins", &version, &got, &err));
        assert_int_equal(got, step->number);
        break;
    case 'p':
        assert_int_equal(registry_promote(registry, &promotion, &got, &err),
                         step->current == step->number);
        break;
    default:
        assert_int_equal(registry_rollback(registry, &promotion, &from, &got, &err),
                         step->number != 0);
        assert_int_equal(got, step->number);
    }
}

static void check_story(void **state)
{
    const typeof(stories[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    const char *path = registry_place(arena, &folder);
    for (size_t i = 0; i < array_count(row->steps) && row->steps[i].action; i++) {
        // Every step opens the file again: nothing lives in memory only.
        scoped_registry registry = NULL;
        assert_true(registry_open(path, REGISTRY_CREATE, &registry, &err));
        run_step(registry, &row->steps[i]);
        ModelVersion version = {0};
        bool found = registry_find(registry, "penguins", "production", arena, &version, &err);
        assert_int_equal(found ? version.number : 0, row->steps[i].current);
    }
    folder_remove(folder);
}

static const struct {
    const char *name;
    const char *model;
    bool valid;
} model_names[] = {
    {"accepts a name with a team", "team/penguins-2.1_b", true},
    {"refuses an empty name", "", false},
    {"refuses a name that begins with a dot", "../x", false},
    {"refuses a blank", "a b", false},
    {"refuses a quote", "a'b", false},
    {"refuses letters beyond ASCII", "pingüine", false},
};

static void check_model_name(void **state)
{
    const typeof(model_names[0]) *row = *state;
    Error err = ERROR_EMPTY;
    assert_int_equal(registry_check_name("a model", row->model, &err), row->valid);
}

#define WRITERS  4
#define VERSIONS 8

// Four processes add the same eight digests in different orders.
static void processes_at_once_agree(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    const char *path = registry_place(arena, &folder);
    pid_t children[WRITERS];
    for (int w = 0; w < WRITERS; w++) {
        children[w] = fork();
        if (children[w] != 0)
            continue;
        for (int i = 0; i < VERSIONS; i++) {
            scoped_registry registry = NULL;
            int64_t number = 0;
            const ModelVersion version = {.digest =
                                              arena_format(arena, "sha256:%d", (i + w) % VERSIONS),
                                          .reference = "x",
                                          .gate = "pass"};
            if (!registry_open(path, REGISTRY_CREATE, &registry, &err) ||
                !registry_add(registry, "m", &version, &number, &err))
                _exit(1);
        }
        _exit(0);
    }
    for (int w = 0; w < WRITERS; w++) {
        int status = -1;
        assert_int_equal(waitpid(children[w], &status, 0), children[w]);
        assert_int_equal(status, 0);
    }
    scoped_registry registry = NULL;
    ModelList models = {0};
    assert_true(registry_open(path, REGISTRY_READ, &registry, &err));
    assert_true(registry_list(registry, "m", arena, &models, &err));
    assert_int_equal(models.items[0].versions.count, VERSIONS);
    for (int i = 0; i < VERSIONS; i++)
        assert_int_equal(models.items[0].versions.items[i].number, i + 1);
    folder_remove(folder);
}

#define ROUNDS 40

// Opens a registry that is not there yet, at the moment when the pipe closes.
static void open_at_the_signal(const char *path, const int gate[2])
{
    Error err = ERROR_EMPTY;
    char nothing;
    scoped_registry registry = NULL;
    close(gate[1]);
    if (read(gate[0], &nothing, 1) != 0 || !registry_open(path, REGISTRY_CREATE, &registry, &err)) {
        fprintf(stderr, "%s\n", err.message);
        _exit(1);
    }
    _exit(0);
}

// Whoever looks while another makes the tables sees none of them or all.
static void a_registry_is_made_once(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        scoped_arena arena = arena_open();
        const char *folder = NULL;
        const char *path = registry_place(arena, &folder);
        int gate[2];
        pid_t children[WRITERS];
        assert_int_equal(pipe(gate), 0);
        for (int w = 0; w < WRITERS; w++) {
            children[w] = fork();
            if (children[w] == 0)
                open_at_the_signal(path, gate);
        }
        close(gate[0]);
        close(gate[1]);
        for (int w = 0; w < WRITERS; w++) {
            int status = -1;
            assert_int_equal(waitpid(children[w], &status, 0), children[w]);
            assert_int_equal(status, 0);
        }
        folder_remove(folder);
    }
}

static void other_files_are_refused(void **state)
{
    (void)state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *folder = NULL;
    const char *path = registry_place(arena, &folder);
    scoped_registry registry = NULL;
    assert_false(registry_open(path, REGISTRY_READ, &registry, &err));
    assert_non_null(strstr(err.message, "no model registry"));
    assert_true(file_write(path, "this is no database at all", 26, &err));
    assert_false(registry_open(path, REGISTRY_CREATE, &registry, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    scoped_buf content = BUF_EMPTY;
    assert_true(file_read("file", path, &content, &err));
    assert_string_equal(buf_text(&content), "this is no database at all");
    folder_remove(folder);
}

static const struct CMUnitTest others[] = {
    cmocka_unit_test(processes_at_once_agree),
    cmocka_unit_test(a_registry_is_made_once),
    cmocka_unit_test(other_files_are_refused),
};

int main(void)
{
    int failed = unit_run_table("stories", stories, check_story);
    failed += unit_run_table("names", model_names, check_model_name);
    failed += cmocka_run_group_tests_name("registry", others, NULL, NULL);
    return failed;
}
