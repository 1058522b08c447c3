// pipeline_text: the text of sluice.yml for a project.

#ifndef SLUICE_PIPELINE_TEXT_H
#define SLUICE_PIPELINE_TEXT_H

#include "base/buf.h"
#include "inventory.h"

void pipeline_text(const Inventory *inventory, Buf *out);

#endif
