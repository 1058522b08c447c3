// time: how long things take and what time it is. Only tools ask; reports and renderers are told.

#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/arena.h"

// Milliseconds and microseconds of a clock that never goes back.
int64_t time_monotonic_ms(void);
int64_t time_monotonic_us(void);

// Seconds since 1970 in UTC; $SOURCE_DATE_EPOCH if it is set to a number, so that what is built
// twice is equal.
int64_t time_now(void);

// RFC 3339 in UTC: `2026-01-31T12:00:00Z`.
char *time_text(Arena *arena, int64_t seconds);

// Waits; signals that end the run do.
void time_sleep_ms(int64_t ms);

#endif
