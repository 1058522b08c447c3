// What all formats say in the same words.

#include "base/buf.h"
#include "render/view.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// How many further lines of a finding its text names.
#define VIEW_MOST_LINES ((size_t)5)

char *count_text(size_t count, const char *noun, Arena *arena)
{
    return arena_format(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

const char *view_summary(const View *view)
{
    const struct {
        size_t count;
        const char *noun;
    } counts[] = {
        {view->errors, "error"},
        {view->warnings, "warning"},
        {view->notices, "notice"},
    };
    TextList parts = {0};
    for (size_t i = 0; i < array_count(counts); i++) {
        if (counts[i].count)
            *list_push(view->arena, &parts) =
                count_text(counts[i].count, counts[i].noun, view->arena);
    }
    if (view->known.count)
        *list_push(view->arena, &parts) =
            count_text(view->known.count, "known finding", view->arena);
    size_t checks = view->report->checks.count;
    if (checks && view->checks_passed == checks)
        *list_push(view->arena, &parts) =
            arena_format(view->arena, "%s passed", count_text(checks, "check", view->arena));
    else if (checks)
        *list_push(view->arena, &parts) =
            arena_format(view->arena, "%zu of %s passed", view->checks_passed,
                         count_text(checks, "check", view->arena));
    return parts.count ? text_join(view->arena, &parts, ", ") : "nothing found";
}

const char *view_stage(const View *view)
{
    const Report *report = view->report;
    if (text_equal(report->stage, report->tool))
        return report->tool;
    return arena_format(view->arena, "%s (%s)", report->stage, report->tool);
}

bool place_is_inside(const Place *place)
{
    const char *file = place->file;
    return !text_empty(file) && !place->elsewhere && *file != '/' && !text_equal(file, "-") &&
           !text_equal(file, "..") && !text_starts(file, "../") && !strstr(file, "://");
}

const Place *finding_anchor(const Finding *finding)
{
    for (size_t i = 0; i < finding->places.count; i++) {
        if (place_is_inside(&finding->places.items[i]))
            return &finding->places.items[i];
    }
    return NULL;
}

Place finding_location(const Finding *finding)
{
    const Place *place = finding_anchor(finding);
    if (!place && finding->places.count && finding->places.items[0].file)
        place = &finding->places.items[0];
    Place location = place ? *place : (Place){.file = VIEW_NOWHERE};
    location.column = location.line > 0 ? location.character : 0;
    location.line = MAX(location.line, 1);
    return location;
}

static const char *place_file(const Place *place)
{
    if (text_empty(place->file))
        return "somewhere";
    return text_equal(place->file, "-") ? "standard input" : place->file;
}

char *place_text(const Place *place, Arena *arena)
{
    scoped_buf buf = BUF_EMPTY;
    buf_add(&buf, place_file(place));
    if (place->line > 0) {
        buf_format(&buf, ":%" PRId64, place->line);
        if (place->column > 0)
            buf_format(&buf, ":%" PRId64, place->column);
    } else if (place->row > 0) {
        buf_format(&buf, ", row %" PRId64, place->row);
        if (place->row_group > 0)
            buf_format(&buf, " (row group %" PRId64 ")", place->row_group);
    }
    return buf_keep(&buf, arena);
}

// Whether both name a line of the same file, so that the second can be told by its number alone.
static bool place_continues(const Place *before, const Place *place)
{
    return before && text_equal(before->file, place->file) && before->line > 0 && place->line > 0;
}

char *finding_text(const Finding *finding, Arena *arena)
{
    scoped_buf where = BUF_EMPTY;
    const Place *anchor = finding_anchor(finding);
    const Place *before = anchor;
    size_t told = 0;
    for (size_t i = 0; i < finding->places.count && told < VIEW_MOST_LINES; i++) {
        const Place *place = &finding->places.items[i];
        // The anchor and the rule's line are shown elsewhere; where data stands is worth words.
        if (place == anchor || place->kind == PLACE_SCHEMA)
            continue;
        buf_add(&where, told ? ", " : "");
        if (place_continues(before, place))
            buf_format(&where, "%s%" PRId64,
                       told                 ? ""
                       : finding->count > 2 ? "lines "
                                            : "line ",
                       place->line);
        else
            buf_add(&where, place_text(place, arena));
        before = place;
        told++;
    }
    if (told && finding->count > (int64_t)told + 1)
        buf_add(&where, ", …");
    if (finding->count > 1 && told)
        return arena_format(arena, "%s (%" PRId64 " times, also at %s)", finding->message,
                            finding->count, buf_text(&where));
    if (finding->count > 1)
        return arena_format(arena, "%s (%" PRId64 " times)", finding->message, finding->count);
    if (told)
        return arena_format(arena, "%s (at %s)", finding->message, buf_text(&where));
    return arena_text(arena, finding->message);
}

char *known_text(const Known *known, Arena *arena)
{
    return arena_format(arena, "known%s%s: %s", known->expires ? " until " : "",
                        known->expires ? known->expires : "", known->reason);
}

const char *check_text(const Check *check)
{
    return check->known ? "fail, known" : verdict_name(check->verdict);
}

char *number_text(double number, const char *unit, Arena *arena)
{
    if (isnan(number))
        return arena_text(arena, "not measured");
    bool countable = fabs(number) < 9e15;
    if (text_equal(unit, "bytes") && countable && number >= 0)
        return text_for_bytes(arena, (int64_t)number);
    if (text_equal(unit, "ms") && countable && number >= 1000)
        return text_for_duration(arena, (int64_t)number);
    bool whole = fabs(number) < 1e15 && (number == trunc(number) || fabs(number) >= 1e4);
    const char *digits = arena_format(arena, whole ? "%.0f" : "%.4g", number);
    bool has_unit = !text_empty(unit) && !text_equal(unit, "ratio") && !text_equal(unit, "1");
    return arena_format(arena, "%s%s%s", digits, has_unit ? " " : "", has_unit ? unit : "");
}

char *metric_text(const Metric *metric, Arena *arena)
{
    char *value = number_text(metric->value, metric->unit, arena);
    if (!metric->has_interval)
        return value;
    return arena_format(arena, "%s (%s to %s)", value,
                        number_text(metric->low, metric->unit, arena),
                        number_text(metric->high, metric->unit, arena));
}

void prose_append(Buf *out, const char *text, void (*escape)(Buf *out, const char *text),
                  Arena *arena)
{
    while (*text) {
        const char *start = strchr(text, '`');
        const char *end = start ? strchr(start + 1, '`') : NULL;
        if (!end) {
            escape(out, text);
            return;
        }
        escape(out, arena_text_sized(arena, text, (size_t)(start - text)));
        buf_add(out, "<code>");
        escape(out, arena_text_sized(arena, start + 1, (size_t)(end - start - 1)));
        buf_add(out, "</code>");
        text = end + 1;
    }
}
