// platform: which CI this runs on, and where it wants to be told. What the environment says of
// that is read here, what it says of options in settings.

#ifndef CLI_PLATFORM_H
#define CLI_PLATFORM_H

#include "base/arena.h"

typedef enum PlatformKind {
    PLATFORM_SHELL,
    PLATFORM_GITHUB,
    PLATFORM_GITLAB,
    PLATFORM_AZURE,
    PLATFORM_JENKINS,
    PLATFORM_CIRCLECI,
    PLATFORM_BUILDKITE,
    PLATFORM_BITBUCKET,
    PLATFORM_OTHER_CI,
} PlatformKind;

typedef struct Platform {
    PlatformKind kind;
    const char *workspace;    // the checkout's folder; NULL in a shell, and where it is not here
    const char *job_name;     // for people; NULL where there is none
    const char *job_id;       // where artifacts of jobs are unpacked over each other; else NULL
    const char *job_url;      // GitLab: the job's page; NULL elsewhere
    const char *step_summary; // GitHub: the file of the step's summary; NULL elsewhere
    const char *step_output;  // GitHub: the file of the step's outputs; NULL elsewhere
    bool debug;               // the platform was asked for more output
    const char *event;        // GitHub: what started the workflow; NULL elsewhere
    bool untrusted;           // a fork's code may run here with our secrets: run no commands
    bool plain;               // the user wants no colours (https://no-color.org)
    bool in_walk;             // `run` started this stage, and tells of all of them at the end
} Platform;

// Set for the stages that `run` starts.
#define PLATFORM_IN_WALK "SLUICE_IN_WALK"

Platform platform_detect(void);

// The name of this job's own folder in the run folder: "validate-north.12345"; NULL where artifacts
// of jobs do not meet.
const char *platform_job(const Platform *platform, Arena *arena);

#endif
