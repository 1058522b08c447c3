// progress: how far a long work has come, on standard error: a bar on a terminal, a line every ten
// seconds in a log, nothing if that was asked for. What is shown is a function of the state alone.

#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/tool.h"

typedef struct ProgressState {
    const char *what;  // the name of what is read
    int64_t bytes;     // that were worked on, unpacked
    int64_t rows;      // that were found in them
    int64_t taken;     // bytes of the files themselves, packed as they are,
    int64_t total;     // of so many; -1 where nobody knows
    int64_t passed_ms; // since the work began
} ProgressState;

// One line of at most `width` columns without a line end: as much of it as there is room for, with
// a bar if the total is known.
void progress_bar(const ProgressState *state, size_t width, Buf *out);

// One line of a log, with a line end.
void progress_line(const ProgressState *state, Buf *out);

#define PROGRESS_BAR_MS  100
#define PROGRESS_LINE_MS 10000

typedef struct Progress {
    const Run *run;
    bool shown; // a bar stands on the terminal
    int64_t began_ms;
    int64_t last_ms; // when something was shown last, or the work began
} Progress;

Progress progress_begin(const Run *run);

// What is to be shown of the state at `now_ms`, a time since what `began_ms` counts from, in a
// window of `columns`: nothing unless it is time for that. `passed_ms` is set here.
void progress_show(Progress *progress, ProgressState state, int64_t now_ms, size_t columns,
                   Buf *out);

// Shows the state if it is time for that. To be called by one thread at a time.
void progress_tell(Progress *progress, ProgressState state);

// Removes the bar.
void progress_end(Progress *progress);

#endif
