// How many processors a control group leaves.

#include "base/file.h"
#include "process/cpu_quota.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    const char *groups; // /proc/self/cgroup
    struct {
        const char *path;
        const char *text;
    } files[3];
    size_t quota;
} quotas[] = {
    {"reads version 2", "0::/job\n", {{"sys/fs/cgroup/job/cpu.max", "250000 100000\n"}}, 3},
    {"heeds a group above",
     "0::/a/b\n",
     {{"sys/fs/cgroup/a/b/cpu.max", "max 100000\n"},
      {"sys/fs/cgroup/a/cpu.max", "200000 100000\n"}},
     2},
    {"finds the quota of a container at the mount",
     "0::/system.slice/x.scope\n",
     {{"sys/fs/cgroup/cpu.max", "50000 100000\n"}},
     1},
    {"reads version 1",
     "4:cpu,cpuacct:/job\n",
     {{"sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "400000\n"},
      {"sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n"}},
     4},
    {"knows version 1 without a quota",
     "4:cpu,cpuacct:/\n",
     {{"sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n"},
      {"sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"}},
     8},
    {"sees no limit where there is nothing", "", {{"sys/fs/cgroup/other", ""}}, 8},
};

static void check_quota(void **state)
{
    const typeof(quotas[0]) *row = *state;
    scoped_arena arena = arena_open();
    Error err = ERROR_EMPTY;
    const char *root = NULL;
    assert_true(folder_make_temporary(arena, &root, &err));
    assert_true(file_write(path_join(arena, root, "proc/self/cgroup"), row->groups,
                           strlen(row->groups), &err));
    for (size_t i = 0; i < array_count(row->files) && row->files[i].path; i++)
        assert_true(file_write(path_join(arena, root, row->files[i].path), row->files[i].text,
                               strlen(row->files[i].text), &err));
    assert_int_equal(cpu_quota(root, 8), row->quota);
    folder_remove(root);
}

int main(void)
{
    return unit_run_table("quotas", quotas, check_quota);
}
