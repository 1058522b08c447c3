// cgroup: what the kernel's control group of this process tells about memory, version 1 or 2.

#ifndef PROCESS_CGROUP_H
#define PROCESS_CGROUP_H

#include "base/base.h"

// How many processes of our group the kernel killed for want of memory since the group was made; -1
// if that cannot be read. `root` is put in front of /proc and /sys: "" but in tests.
int64_t cgroup_oom_kills(const char *root);

#endif
