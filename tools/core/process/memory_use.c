#include "process/memory_use.h"

#include <stdio.h>
#include <unistd.h>

int64_t memory_in_use(void)
{
    long long all = 0;
    long long resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file)
        return 0;
    bool read = fscanf(file, "%lld %lld", &all, &resident) == 2;
    fclose(file);
    return read ? resident * sysconf(_SC_PAGESIZE) : 0;
}
