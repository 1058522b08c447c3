#include "base/log.h"

#include "base/clean.h"

#include <stdarg.h>
#include <stdio.h>

static bool log_on;

void log_enable(void)
{
    log_on = true;
}

void log_debug(const char *format, ...)
{
    if (!log_on)
        return;
    scoped_arena arena = arena_open();
    va_list args;
    va_start(args, format);
    const char *text = arena_format_list(arena, format, args);
    va_end(args);
    fprintf(stderr, "debug: %s\n", clean_text(arena, text));
}
