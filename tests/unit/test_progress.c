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

int main(void)
{
    return unit_run_table("views", views, check_view);
}
