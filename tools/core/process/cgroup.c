#include "process/cgroup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CGROUP_PATH_SIZE 4096

// Where the counter stands, the better place first. `line` begins the group's line in
// /proc/self/cgroup: the memory controller of version 1, or the one hierarchy of version 2.
typedef struct CgroupSource {
    const char *line;
    const char *mount;
    const char *file;
} CgroupSource;

static const CgroupSource sources[] = {
    {":memory:", "/sys/fs/cgroup/memory", "memory.oom_control"},
    {"0::", "/sys/fs/cgroup", "memory.events"},
    {"0::", "/sys/fs/cgroup/unified", "memory.events"},
};

// The path of our group in that hierarchy.
static bool cgroup_group(const char *root, const CgroupSource *source,
                         char ret_group[CGROUP_PATH_SIZE])
{
    char path[CGROUP_PATH_SIZE];
    snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool found = false;
    char line[CGROUP_PATH_SIZE];
    while (!found && fgets(line, sizeof line, file)) {
        const char *at = strstr(line, source->line);
        if (!at || (source->line[0] != ':' && at != line))
            continue;
        snprintf(ret_group, CGROUP_PATH_SIZE, "%s", at + strlen(source->line));
        ret_group[strcspn(ret_group, "\n")] = '\0';
        found = true;
    }
    fclose(file);
    return found;
}

// The number behind the word oom_kill in a file of "word number" lines; -1 if there is none.
static int64_t cgroup_counter(const char *root, const CgroupSource *source, const char *group)
{
    char path[2 * CGROUP_PATH_SIZE];
    snprintf(path, sizeof path, "%s%s%s/%s", root, source->mount, group, source->file);
    FILE *file = fopen(path, "re");
    if (!file)
        return -1;
    long long count = -1;
    char line[256];
    while (count < 0 && fgets(line, sizeof line, file)) {
        if (sscanf(line, "oom_kill %lld", &count) != 1)
            count = -1;
    }
    fclose(file);
    return count;
}

int64_t cgroup_oom_kills(const char *root)
{
    for (size_t i = 0; i < array_count(sources); i++) {
        char group[CGROUP_PATH_SIZE];
        if (!cgroup_group(root, &sources[i], group))
            continue;
        int64_t count = cgroup_counter(root, &sources[i], group);
        // In a container the path is often that of the host, and our group is the mount itself.
        if (count < 0)
            count = cgroup_counter(root, &sources[i], "");
        if (count >= 0)
            return count;
    }
    return -1;
}
