// pipeline_schema: the JSON Schema of sluice.yml, for editors: the stages and what each tool takes.

#ifndef SLUICE_PIPELINE_SCHEMA_H
#define SLUICE_PIPELINE_SCHEMA_H

#include "base/buf.h"
#include "base/error.h"

bool pipeline_schema_print(Buf *out, Error *err) MUST_USE;

#endif
