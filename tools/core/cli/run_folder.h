// run_folder: `.sluice/`, the scratch of one run: the stages' reports, which `report` reads and a
// platform carries from job to job. Never a registry.

#ifndef CLI_RUN_FOLDER_H
#define CLI_RUN_FOLDER_H

#include "cli/pipeline.h"
#include "report/report.h"

#define RUN_FOLDER ".sluice"

// More reports in one folder are no run.
#define RUN_FOLDER_MOST 1000

// The folder beside a pipeline file (NULL: in the working folder).
char *run_folder(const char *config, Arena *arena);

// A file of a stage in it: run_folder_file(config, "gate", ".json", arena).
char *run_folder_file(const char *config, const char *stage, const char *ending, Arena *arena);

// Removes what a stage left there before.
void run_folder_forget(const char *config, const char *stage);

// Whether a file of that name is a stage's report: reports have `NAME.json`, what other formats
// write there has two endings (`NAME.sarif.json`).
bool run_folder_is_report(const char *name);

typedef LIST(Report *) ReportList;

// Reads the reports `*.json` of a folder: in the order of the pipeline's stages (NULL: none), then
// by name. What is no report is an error.
bool run_folder_load(const char *folder, const Pipeline *pipeline, Arena *arena, ReportList *list,
                     Error *err) MUST_USE;

#endif
