// log: what a developer wants to see with --verbose, on standard error, cleaned, a line each.

#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/base.h"

// Off until a tool was told --verbose.
void log_enable(void);

void log_debug(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
