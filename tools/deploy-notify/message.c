#include "message.h"

#include "base/text.h"

static const char *const event_names[EVENT_COUNT] = {
    [EVENT_SUCCESS] = "success",
    [EVENT_FAILURE] = "failure",
    [EVENT_ROLLBACK] = "rollback",
};

const char *event_name(Event event)
{
    return event_names[event];
}

bool event_from_name(const char *name, Event *ret_event)
{
    for (size_t i = 0; i < EVENT_COUNT; i++) {
        if (text_equal(name, event_names[i])) {
            *ret_event = (Event)i;
            return true;
        }
    }
    return false;
}
