// schema_guess: asks `sluice-data-validate infer` what a table looks like.

#ifndef SLUICE_SCHEMA_GUESS_H
#define SLUICE_SCHEMA_GUESS_H

#include "inventory.h"

// Fills `schema`, `text` and `trouble` of the plan. Data that cannot be read leaves it
// without a schema; that the tool itself cannot be run is an error.
bool schema_guess(const Survey *survey, TablePlan *plan, Error *err) MUST_USE;

#endif
