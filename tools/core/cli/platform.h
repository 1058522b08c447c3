// platform: which CI this runs on, and where it wants to be told. What the environment says of
// that is read here, what it says of options in settings.

#ifndef CLI_PLATFORM_H
#define CLI_PLATFORM_H

#include "base/base.h"

typedef enum PlatformKind {
    PLATFORM_SHELL,
    PLATFORM_GITHUB,
    PLATFORM_GITLAB,
    PLATFORM_OTHER_CI,
} PlatformKind;

typedef struct Platform {
    PlatformKind kind;
    const char *workspace;    // the checkout's folder; NULL in a shell
    const char *step_summary; // GitHub: the file of the step's summary; NULL elsewhere
    const char *step_output;  // GitHub: the file of the step's outputs; NULL elsewhere
    bool debug;               // the platform was asked for more output
    const char *event;        // GitHub: what started the workflow; NULL elsewhere
    bool untrusted;           // a fork's code may run here with our secrets: run no commands
    bool plain;               // the user wants no colours (https://no-color.org)
} Platform;

Platform platform_detect(void);

#endif
