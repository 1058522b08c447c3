// inventory: everything that `sluice init` found out about a project: what the texts that it writes
// are made of.

#ifndef SLUICE_INVENTORY_H
#define SLUICE_INVENTORY_H

#include "data_files.h"
#include "hosting.h"
#include "project.h"
#include "survey.h"
#include "training.h"

#define INVENTORY_PIPELINE "sluice.yml"

// One table and the schema for it.
typedef struct TablePlan {
    const DataTable *table;
    const char *stage;   // "validate-data"
    const char *schema;  // its path; NULL: none could be inferred, and `trouble` says why
    const char *text;    // what is to be written there; NULL: it is there already
    const char *trouble; // what makes the stage red as the data is today; NULL for nothing
} TablePlan;

typedef struct Inventory {
    const Survey *survey;
    DataFiles data;
    Training training;
    Project project;
    Hosting hosting;
    LIST(TablePlan) tables;
    bool has_smoke_stage; // not only as a comment
    bool has_gate_stage;
} Inventory;

#endif
