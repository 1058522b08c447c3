#include "process/descendants.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// More than any of the files in /proc which are read here.
#define DESCENDANTS_FILE_SIZE 4096

// The contents of /proc/<pid>/<name> as a text; false if the process is gone or not ours to see.
static bool descendants_read(pid_t pid, const char *name, char ret_text[DESCENDANTS_FILE_SIZE])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t size = read(fd, ret_text, DESCENDANTS_FILE_SIZE - 1);
    close(fd);
    if (size <= 0)
        return false;
    ret_text[size] = '\0';
    return true;
}

// The parent of a living process. A name may hold blanks and brackets: the last bracket ends it.
static bool descendants_parent(pid_t pid, pid_t *ret_parent)
{
    char stat[DESCENDANTS_FILE_SIZE];
    if (!descendants_read(pid, "stat", stat))
        return false;
    const char *behind = strrchr(stat, ')');
    char state = 0;
    int parent = 0;
    if (!behind || sscanf(behind, ") %c %d", &state, &parent) != 2 || state == 'Z' || state == 'X')
        return false;
    *ret_parent = (pid_t)parent;
    return true;
}

static void descendants_read_all(Descendants *below)
{
    below->seen = 0;
    DIR *proc = opendir("/proc");
    if (!proc)
        return;
    for (const struct dirent *entry; below->seen < DESCENDANTS_MOST && (entry = readdir(proc));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && descendants_parent(pid, &below->parents[below->seen]))
            below->all[below->seen++] = pid;
    }
    closedir(proc);
}

static bool descendants_has(const Descendants *below, pid_t pid)
{
    for (size_t i = 0; i < below->count; i++) {
        if (below->pids[i] == pid)
            return true;
    }
    return false;
}

void descendants_find(pid_t ancestor, Descendants *ret_below)
{
    descendants_read_all(ret_below);
    ret_below->count = 0;
    // A parent may come behind its child in /proc, so walk until nothing new is found.
    size_t before = 0;
    do {
        before = ret_below->count;
        for (size_t i = 0; i < ret_below->seen; i++) {
            pid_t pid = ret_below->all[i];
            pid_t parent = ret_below->parents[i];
            if ((parent == ancestor || descendants_has(ret_below, parent)) &&
                !descendants_has(ret_below, pid))
                ret_below->pids[ret_below->count++] = pid;
        }
    } while (ret_below->count != before);
}

void descendants_signal(const Descendants *below, int signal_number)
{
    for (size_t i = 0; i < below->count; i++)
        kill(below->pids[i], signal_number);
}

static int64_t descendants_memory_of(pid_t pid)
{
    char text[DESCENDANTS_FILE_SIZE];
    if (descendants_read(pid, "smaps_rollup", text)) {
        const char *line = strstr(text, "\nPss:");
        if (line)
            return strtoll(line + strlen("\nPss:"), NULL, 10) * 1024;
    }
    // Kernels without smaps_rollup, and processes that we may not look into: what is not shared.
    long long all = 0;
    long long resident = 0;
    long long shared = 0;
    if (!descendants_read(pid, "statm", text) ||
        sscanf(text, "%lld %lld %lld", &all, &resident, &shared) != 3)
        return 0;
    return (resident - shared) * sysconf(_SC_PAGESIZE);
}

int64_t descendants_memory(const Descendants *below)
{
    int64_t sum = 0;
    for (size_t i = 0; i < below->count; i++)
        sum += descendants_memory_of(below->pids[i]);
    return sum;
}
