// memory_use: how much memory this process takes.

#ifndef PROCESS_MEMORY_USE_H
#define PROCESS_MEMORY_USE_H

#include "base/base.h"

// Bytes of it that are in the machine's memory now; 0 where the system does not say.
int64_t memory_in_use(void);

#endif
