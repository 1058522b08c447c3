// Dates and times as people write them.

#include "schema/field.h"

#include <inttypes.h>

#define DAY_SECONDS 86400

static const char *clock_text(int64_t seconds, Arena *arena)
{
    return arena_format(arena, "%02" PRId64 ":%02" PRId64 ":%02" PRId64, seconds / 3600,
                        seconds / 60 % 60, seconds % 60);
}

// Midnight goes without its time.
static const char *datetime_text(double seconds, Arena *arena)
{
    char date[SCALAR_DATE_SIZE];
    const double day = floor(seconds / DAY_SECONDS);
    const int64_t rest = (int64_t)(seconds - day * DAY_SECONDS);
    scalar_date_text(day, date);
    return rest ? arena_format(arena, "%sT%s", date, clock_text(rest, arena))
                : arena_text(arena, date);
}

const char *field_moment_text(FieldType type, double value, Arena *arena)
{
    char date[SCALAR_DATE_SIZE];
    if (!isfinite(value))
        return NULL;
    switch (type) {
    case FIELD_DATE:
        return arena_text(arena, scalar_date_text(value, date));
    case FIELD_YEARMONTH:
        return arena_format(arena, "%.7s", scalar_date_text(value, date));
    case FIELD_DATETIME:
        return datetime_text(value, arena);
    case FIELD_TIME:
        return value >= 0 && value < DAY_SECONDS ? clock_text((int64_t)value, arena) : NULL;
    default:
        return NULL;
    }
}
