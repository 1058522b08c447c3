// traceback_line: one line of a program's output, freed of what terminals, loggers and launchers
// put around it, and the parts that a traceback is made of.

#ifndef TRAIN_SMOKE_TEST_TRACEBACK_LINE_H
#define TRAIN_SMOKE_TEST_TRACEBACK_LINE_H

#include "traceback.h"

// Lines longer than this are cut.
#define TRACEBACK_LINE_SIZE ((size_t)16 << 10)

// The next line of the text between `*at` and `end`, which ends at a line feed or a carriage return
// (progress bars), without colours, the bars of an exception group, and a launcher's `[rank0]: `.
// False at the end.
bool traceback_next_line(const char **at, const char *end, Arena *arena, const char **ret_line);

// `  File "x.py", line 3, in f`, also without the function, also with the dump's ` in f`.
bool traceback_line_frame(const char *line, Arena *arena, TracebackFrame *ret_frame);

// `module.Type: message`, `Type`.
bool traceback_line_exception(const char *line, Arena *arena, const char **ret_type,
                              const char **ret_message);

size_t traceback_line_indent(const char *line);

#endif
