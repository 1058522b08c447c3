#include "process/cpu_quota.h"

#include <stdio.h>
#include <string.h>

#define QUOTA_PATH_SIZE 4096

// The number at the start of a file; false for "max" and where there is no such file.
static bool quota_read(const char *path, long long *ret_first, long long *ret_second)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    int read = fscanf(file, "%lld %lld", ret_first, ret_second);
    fclose(file);
    return read >= 1 && *ret_first > 0;
}

// Quota and period of the group in `folder`, in microseconds.
static bool quota_of(const char *folder, long long *ret_quota, long long *ret_period)
{
    char path[2 * QUOTA_PATH_SIZE];
    long long unused = 0;
    snprintf(path, sizeof path, "%s/cpu.max", folder);
    *ret_period = 0;
    if (quota_read(path, ret_quota, ret_period) && *ret_period > 0)
        return true;
    snprintf(path, sizeof path, "%s/cpu.cfs_quota_us", folder);
    if (!quota_read(path, ret_quota, &unused))
        return false;
    snprintf(path, sizeof path, "%s/cpu.cfs_period_us", folder);
    return quota_read(path, ret_period, &unused);
}

// Lowers *most to the quotas of `group` below `mount`, and of all groups above it.
static void quota_lower(const char *root, const char *mount, char *group, size_t *most)
{
    for (;;) {
        char folder[2 * QUOTA_PATH_SIZE];
        long long quota = 0;
        long long period = 0;
        snprintf(folder, sizeof folder, "%s%s%s", root, mount, group);
        if (quota_of(folder, &quota, &period))
            *most = MIN(*most, (size_t)MAX((quota + period - 1) / period, 1));
        char *slash = strrchr(group, '/');
        if (!slash)
            return;
        *slash = '\0';
    }
}

size_t cpu_quota(const char *root, size_t most)
{
    char line[QUOTA_PATH_SIZE];
    char path[QUOTA_PATH_SIZE];
    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *group = strrchr(line, ':');
        if (!group)
            continue;
        // In a container the path is often that of the host: the mount itself is looked at last.
        if (line[0] == '0' && line[1] == ':')
            quota_lower(root, "/sys/fs/cgroup", group + 1, &most);
        else if (strstr(line, ":cpu:") || strstr(line, ":cpu,") || strstr(line, ",cpu:"))
            quota_lower(root, "/sys/fs/cgroup/cpu", group + 1, &most);
    }
    if (file)
        fclose(file);
    return most;
}
