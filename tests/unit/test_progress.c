// Progress: what a terminal and a log are shown.

#include "cli/progress.h"
#include "unit.h"

#include <string.h>

static const struct {
    const char *name;
    ProgressState state;
    size_t width;
    const char *bar;
    const char *line;
} views[] = {
    {"shows share, bytes, rows, speed and what is left",
     {"data.csv", 1234000000, 8100000, 1234000000, 2468000000, 1000},
     100,
     "data.csv  [===================>                  ]  50 %  1.23 GB  8.10 M rows  1.23 GB/s "
     " 0:01 left",
     "data.csv: 50 %, 1.23 GB, 8.10 M rows, 1.23 GB/s, 0:01 left\n"},
    {"has a shorter bar where there is less room",
     {"data.csv", 1234000000, 8100000, 1234000000, 2468000000, 1000},
     80,
     "data.csv  [=========>        ]  50 %  1.23 GB  8.10 M rows  1.23 GB/s  0:01 left",
     "data.csv: 50 %, 1.23 GB, 8.10 M rows, 1.23 GB/s, 0:01 left\n"},
    {"has no bar in a narrow window, and is never wider than that",
     {"data.csv", 1234000000, 8100000, 1234000000, 2468000000, 1000},
     30,
     "data.csv  50 %  1.23 GB  8.10 ",
     "data.csv: 50 %, 1.23 GB, 8.10 M rows, 1.23 GB/s, 0:01 left\n"},
    {"has no bar where nobody knows the total",
     {"standard input", 999, 1, 999, -1, 0},
     80,
     "standard input  999 B  1 row",
     "standard input: 999 B, 1 row\n"},
    {"counts what is packed for the share, and what is unpacked for the speed",
     {"a.csv.gz", 50000000, 99950, 1000000, 4000000, 20000},
     80,
     "a.csv.gz  [====>              ]  25 %  50.0 MB  100 k rows  2.50 MB/s  1:00 left",
     "a.csv.gz: 25 %, 50.0 MB, 100 k rows, 2.50 MB/s, 1:00 left\n"},
    {"tells hours",
     {"a", 1000, 0, 1, 10000, 1000},
     80,
     "a  [>                           ]  0 %  1.00 kB  0 rows  1.00 kB/s  2:46:39 left",
     "a: 0 %, 1.00 kB, 0 rows, 1.00 kB/s, 2:46:39 left\n"},
    {"is full at the end, whatever was read beside",
     {"a", 1000, 0, 1001, 1000, 1000},
     200,
     "a  [========================================]  100 %  1.00 kB  0 rows  1.00 kB/s  0:00 left",
     "a: 100 %, 1.00 kB, 0 rows, 1.00 kB/s, 0:00 left\n"},
    {"lets no name write to the terminal",
     {"a\033[2Jb", 0, 0, 0, -1, 0},
     80,
     "a\\x1b[2Jb  0 B  0 rows",
     "a\\x1b[2Jb: 0 B, 0 rows\n"},
};

static void check_view(void **state)
{
    const typeof(views[0]) *row = *state;
    scoped_buf bar = BUF_EMPTY;
    scoped_buf line = BUF_EMPTY;
    progress_bar(&row->state, row->width, &bar);
    progress_line(&row->state, &line);
    assert_string_equal(buf_text(&bar), row->bar);
    assert_string_equal(buf_text(&line), row->line);
    assert_true(bar.size <= row->width);
}

// How far a file of a hundred megabytes has come, told every second for half a minute.
static const struct {
    const char *name;
    int64_t every_ms;
    bool terminal;
    bool quiet;
    const char *shown;
} logs[] = {
    {"a log gets a line every ten seconds", 1000, false, false,
     "a.csv: 30 %, 30.0 MB, 3.00 M rows, 3.00 MB/s, 0:24 left\n"
     "a.csv: 60 %, 60.0 MB, 6.00 M rows, 3.00 MB/s, 0:14 left\n"
     "a.csv: 90 %, 90.0 MB, 9.00 M rows, 3.00 MB/s, 0:04 left\n"},
    {"a log gets a line when there is something to tell, if that is seldom", 16000, false, false,
     "a.csv: 48 %, 48.0 MB, 4.80 M rows, 3.00 MB/s, 0:18 left\n"
     "a.csv: 96 %, 96.0 MB, 9.60 M rows, 3.00 MB/s, 0:02 left\n"},
    {"nothing is told that was asked to be quiet", 1000, false, true, ""},
    {"a terminal gets a bar again and again", 16000, true, false,
     "\ra.csv  48 %  48.0 MB  4.80 M rows  3.00\033[K"
     "\ra.csv  96 %  96.0 MB  9.60 M rows  3.00\033[K"},
};

static void check_log(void **state)
{
    const typeof(logs[0]) *row = *state;
    const int64_t began = 5000000;
    const Run run = {.progress = row->terminal, .quiet = row->quiet};
    Progress progress = {.run = &run, .began_ms = began, .last_ms = began};
    scoped_buf shown = BUF_EMPTY;
    for (int64_t passed = 0; passed <= 33000; passed += row->every_ms) {
        int64_t bytes = passed * 3000;
        progress_show(&progress, (ProgressState){"a.csv", bytes, bytes / 10, bytes, 100000000, 0},
                      began + passed, 40, &shown);
    }
    assert_string_equal(buf_text(&shown), row->shown);
    assert_int_equal(progress.shown, row->terminal);
}

// Bars follow each other after a tenth of a second, not earlier.
static void check_pace(void **state)
{
    (void)state;
    const Run run = {.progress = true};
    Progress progress = {.run = &run};
    int shown = 0;
    for (int64_t now = 1; now <= 1000; now++) {
        scoped_buf text = BUF_EMPTY;
        progress_show(&progress, (ProgressState){"a", now, 0, now, 1000, 0}, now, 80, &text);
        shown += text.size > 0;
    }
    assert_int_equal(shown, 10);
}

int main(void)
{
    const struct CMUnitTest paces[] = {
        {"a terminal is written to ten times a second", check_pace, NULL, NULL, NULL},
    };
    return unit_run_table("views", views, check_view) + unit_run_table("logs", logs, check_log) +
           cmocka_run_group_tests(paces, NULL, NULL);
}
