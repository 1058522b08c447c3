#include "cli/progress.h"

#include "base/clean.h"
#include "base/time.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_LEAST     ((size_t)10)
#define BAR_MOST      ((size_t)40)
#define NAME_MOST     ((size_t)40)
#define USUAL_COLUMNS 80

// Three digits and a unit of thousands: `1.23 GB`, `45.6 MB`, `789 B`.
static void progress_amount(double amount, const char *unit, Buf *out)
{
    static const char *const thousands[] = {"", "k", "M", "G", "T", "P"};
    size_t power = 0;
    // What would be written as 1000 is one of the next.
    for (; amount >= 999.5 && power + 1 < array_count(thousands); power++)
        amount /= 1000;
    int digits = power == 0 || amount >= 99.95 ? 0 : amount >= 9.995 ? 1 : 2;
    buf_format(out, "%.*f %s%s", digits, amount, thousands[power], unit);
}

static void progress_time(int64_t seconds, Buf *out)
{
    int64_t hours = seconds / 3600;
    if (hours)
        buf_format(out, "%" PRId64 ":%02" PRId64, hours, seconds / 60 % 60);
    else
        buf_format(out, "%" PRId64, seconds / 60);
    buf_format(out, ":%02" PRId64, seconds % 60);
}

// How much is done, from 0 to 1; less than 0 where nobody knows.
static double progress_share(const ProgressState *state)
{
    if (state->total <= 0)
        return -1;
    return (double)MIN(state->taken, state->total) / (double)state->total;
}

// What is known, the most important first, each with `between` in front of it.
static void progress_parts(const ProgressState *state, const char *between, Buf *out)
{
    double share = progress_share(state);
    if (share >= 0)
        buf_format(out, "%s%d %%", between, (int)(share * 100));
    buf_add(out, between);
    progress_amount((double)state->bytes, "B", out);
    buf_add(out, between);
    progress_amount((double)state->rows, state->rows < 1000 ? "" : " ", out);
    buf_add(out, state->rows == 1 ? "row" : "rows");
    if (state->passed_ms > 0) {
        buf_add(out, between);
        progress_amount((double)state->bytes * 1000 / (double)state->passed_ms, "B/s", out);
    }
    if (share > 0 && state->passed_ms > 0) {
        double left = (double)state->passed_ms * (1 - share) / share;
        buf_add(out, between);
        progress_time((int64_t)((left + 999) / 1000), out);
        buf_add(out, " left");
    }
}

static const char *progress_name(const ProgressState *state, Arena *arena)
{
    return clean_text_short(arena, state->what, NAME_MOST);
}

void progress_bar(const ProgressState *state, size_t width, Buf *out)
{
    scoped_arena arena = arena_open();
    scoped_buf parts = BUF_EMPTY;
    const char *name = progress_name(state, arena);
    double share = progress_share(state);
    progress_parts(state, "  ", &parts);
    size_t used = strlen(name) + parts.size;
    size_t start = out->size;
    buf_add(out, name);
    if (share >= 0 && used + 4 + BAR_LEAST <= width) {
        size_t room = MIN(width - used - 4, BAR_MOST);
        size_t full = (size_t)(share * (double)room);
        buf_add(out, "  [");
        for (size_t i = 0; i < room; i++)
            buf_add_char(out, i < full ? '=' : i == full ? '>' : ' ');
        buf_add_char(out, ']');
    }
    buf_append(out, buf_text(&parts), parts.size);
    if (out->size - start > width)
        buf_cut(out, start + width);
}

void progress_line(const ProgressState *state, Buf *out)
{
    scoped_arena arena = arena_open();
    scoped_buf parts = BUF_EMPTY;
    progress_parts(state, ", ", &parts);
    buf_format(out, "%s: %s\n", progress_name(state, arena), buf_text(&parts) + strlen(", "));
}

Progress progress_begin(const Run *run)
{
    int64_t now = time_monotonic_ms();
    return (Progress){.run = run, .began_ms = now, .last_ms = now};
}

static size_t progress_columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return USUAL_COLUMNS;
    return size.ws_col;
}

static bool progress_is_due(const Progress *progress, int64_t now_ms)
{
    const int64_t pause = progress->run->progress ? PROGRESS_BAR_MS : PROGRESS_LINE_MS;
    return !progress->run->quiet && now_ms - progress->last_ms >= pause;
}

void progress_show(Progress *progress, ProgressState state, int64_t now_ms, size_t columns,
                   Buf *out)
{
    const bool terminal = progress->run->progress;
    if (!progress_is_due(progress, now_ms))
        return;
    progress->last_ms = now_ms;
    progress->shown = terminal;
    state.passed_ms = now_ms - progress->began_ms;
    if (terminal) {
        buf_add(out, "\r");
        progress_bar(&state, columns - 1, out);
        buf_add(out, "\033[K");
    } else {
        progress_line(&state, out);
    }
}

void progress_tell(Progress *progress, ProgressState state)
{
    const int64_t now_ms = time_monotonic_ms();
    // Asked after every block: the terminal is looked at only where something is shown.
    if (!progress_is_due(progress, now_ms))
        return;
    scoped_buf text = BUF_EMPTY;
    progress_show(progress, state, now_ms, progress_columns(), &text);
    fputs(buf_text(&text), stderr);
}

void progress_end(Progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
