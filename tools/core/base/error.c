#include "base/error.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const int error_exit_codes[] = {
    [ERROR_NONE] = 0,   [ERROR_USAGE] = 2,   [ERROR_CONFIG] = 2, [ERROR_INPUT] = 3,
    [ERROR_OUTPUT] = 3, [ERROR_NETWORK] = 3, [ERROR_SYSTEM] = 3,
};

int error_exit_code(ErrorKind kind)
{
    return error_exit_codes[kind];
}

bool error_set(Error *err, ErrorKind kind, const char *format, ...)
{
    assert(kind != ERROR_NONE);
    // The message may be built from the one it replaces.
    char message[ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    *err = (Error){.kind = kind};
    memcpy(err->message, message, sizeof message);
    return false;
}

bool error_at(Error *err, ErrorKind kind, Place place, const char *format, ...)
{
    char message[ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    *err = (Error){.kind = kind, .has_place = true, .place = place};
    memcpy(err->message, message, sizeof message);
    return false;
}

bool error_name(Error *err, const char *rule)
{
    err->rule = rule;
    return false;
}

bool error_wrap(Error *err, const char *format, ...)
{
    char front[ERROR_MESSAGE_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(front, sizeof front, format, args);
    va_end(args);
    char message[2 * ERROR_MESSAGE_SIZE + 2];
    snprintf(message, sizeof message, "%s: %s", front, err->message);
    snprintf(err->message, sizeof err->message, "%.*s", ERROR_MESSAGE_SIZE - 1, message);
    return false;
}
