// reading_watch: a reading whose progress is shown while it goes on.

#ifndef DATA_VALIDATE_READING_WATCH_H
#define DATA_VALIDATE_READING_WATCH_H

#include "cli/tool.h"
#include "reading.h"

// As reading_run(), with plan->watch set.
bool watch_reading(const Run *run, ReadingPlan *plan, Reading *ret_reading, Error *err) MUST_USE;

#endif
