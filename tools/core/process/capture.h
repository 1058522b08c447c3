// capture: the first and the last bytes of a stream, in memory of fixed size that two processes
// may share.

#ifndef PROCESS_CAPTURE_H
#define PROCESS_CAPTURE_H

#include "process/process.h"

typedef struct Capture {
    int64_t total; // bytes that were added
    char head[PROCESS_HEAD_SIZE];
    char tail[PROCESS_TAIL_SIZE]; // a ring: byte number n behind the head stands at n % size
} Capture;

void capture_add(Capture *capture, const char *bytes, size_t size);

ProcessText capture_text(const Capture *capture, Arena *arena);

#endif
