// link_header: where a list goes on (RFC 8288).

#ifndef FORGE_LINK_HEADER_H
#define FORGE_LINK_HEADER_H

#include "base/arena.h"

// The target of the first link with the relation `next`, as it was written; NULL if there is none.
char *link_header_next(const char *header, Arena *arena);

#endif
