// project: what a project says of itself beside its data and scripts: how its packages are
// installed, which Python it wants, which metrics it keeps.

#ifndef SLUICE_PROJECT_H
#define SLUICE_PROJECT_H

#include "base/text.h"
#include "survey.h"

// How packages are installed from one kind of file; the commands run in the project's folder.
typedef struct Packages {
    const char *file;          // "requirements.txt"
    const char *const *github; // commands, closed by NULL
    const char *const *gitlab;
    const char *gitlab_image; // NULL for Python's own
    const char *runs_with;    // what must be on the PATH afterwards, a folder; NULL for nothing
} Packages;

typedef struct Project {
    const char *name;         // of the folder; NULL if no title should have it
    const Packages *packages; // NULL: the project names none
    const char *python;       // "3.12"
    const char *python_file;  // which says so; NULL if none does
    bool has_lfs;             // files are kept by Git LFS
    const char *metrics;      // path of metrics of the model; NULL for none
    const char *baseline;     // path of metrics to compare them with; NULL for none
} Project;

void project_read(const Survey *survey, Project *ret_project);

// The version that a demand such as `>=3.10,<3.13` is met by, of those that are common; NULL if
// none of them meets it, or if it is no demand. A bare `3.11.4` and Poetry's `^3.10` count.
const char *project_python(const char *demand);

#endif
