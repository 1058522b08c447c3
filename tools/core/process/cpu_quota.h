// cpu_quota: how many processors the kernel's control groups let this process use, version 1 or 2.

#ifndef PROCESS_CPU_QUOTA_H
#define PROCESS_CPU_QUOTA_H

#include "base/base.h"

// The least quota of the group and those above it, rounded up to whole processors; `most` where
// there is none. `root` stands before /proc and /sys: "" but in tests.
size_t cpu_quota(const char *root, size_t most);

#endif
