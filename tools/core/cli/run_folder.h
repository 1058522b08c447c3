// run_folder: `.sluice/`, the scratch of one run: the stages' reports, which `report` reads and a
// platform carries from job to job. Never a registry.

#ifndef CLI_RUN_FOLDER_H
#define CLI_RUN_FOLDER_H

#include "base/buf.h"
#include "cli/pipeline.h"
#include "cli/platform.h"
#include "cli/report_list.h"

#define RUN_FOLDER ".sluice"

// The page of the whole pipeline in it.
#define RUN_FOLDER_PAGE "report.html"

// Endings of what stands there beside reports: outputs and links for GitLab.
#define RUN_FOLDER_DOTENV ".env"
#define RUN_FOLDER_LINKS  ".annotations.json"

// More reports in one folder are no run.
#define RUN_FOLDER_MOST 1000

// Folders in it, one a job or artifact, may hold such folders again where jobs follow each other.
#define RUN_FOLDER_DEEPEST 4

// The folder beside a pipeline file (NULL: in the working folder).
char *run_folder(const char *config, Arena *arena);

// A file of a stage in it: run_folder_file(config, "gate", ".json", arena).
char *run_folder_file(const char *config, const char *stage, const char *ending, Arena *arena);

// Keeps a stage's report, `.sluice/STAGE.json`. Where the platform unpacks the artifacts of several
// jobs over each other a second copy lies in a folder of the job's own, `.sluice/JOB/STAGE.json`,
// so that jobs with stages of the same name overwrite nothing.
bool run_folder_keep(const char *config, const Platform *platform, const char *stage,
                     const Buf *json, Error *err) MUST_USE;

// Removes what a stage of this job left there before.
void run_folder_forget(const char *config, const char *stage);

// Whether a file of that name is a stage's report: reports have `NAME.json`, what other formats
// write there has two endings (`NAME.sarif.json`).
bool run_folder_is_report(const char *name);

// Reads the reports `*.json` of a folder and of the folders in it: in the order of the pipeline's
// stages (NULL: none), then by name. What is no report is an error. When everything is read,
// report_list_settle() makes each report be there once.
bool run_folder_load(const char *folder, const Pipeline *pipeline, Arena *arena, ReportList *list,
                     Error *err) MUST_USE;

#endif
