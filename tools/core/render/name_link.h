// name_link: which items of a list have the same name. Private to the folder.

#ifndef RENDER_NAME_LINK_H
#define RENDER_NAME_LINK_H

#include "base/arena.h"

#define NAME_LINK_NONE SIZE_MAX

typedef struct NameLink {
    size_t number; // how many items of that name come before; 0 for the first
    size_t first;  // the first item of that name
    size_t next;   // the next item of that name; NAME_LINK_NONE for the last
} NameLink;

// One link a name, in their order.
NameLink *name_link_all(const char *const *names, size_t count, Arena *arena);

#endif
