#include "base/time.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

int64_t time_monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t time_monotonic_ms(void)
{
    return time_monotonic_us() / 1000;
}

int64_t time_now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds = 0;
    if (fixed && text_to_int(fixed, &seconds))
        return seconds;
    return (int64_t)time(NULL);
}

char *time_text(Arena *arena, int64_t seconds)
{
    time_t when = (time_t)seconds;
    struct tm parts;
    char text[64] = "";
    if (gmtime_r(&when, &parts))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return arena_text(arena, text);
}

void time_sleep_ms(int64_t ms)
{
    struct timespec rest = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR)
        continue;
}
