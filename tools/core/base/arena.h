// arena: memory that belongs to a run (or to one turn of an endless loop) and is freed at once.
//
// Allocation never fails: out of memory ends the run by fatal_out_of_memory(). Memory is zeroed
// and aligned for any type.

#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

#include <stdarg.h>

typedef struct Arena Arena;

Arena *arena_open(void);

void *arena_alloc(Arena *arena, size_t size);

// A copy of `text`; NULL stays NULL.
char *arena_text(Arena *arena, const char *text);

// A copy of the `size` bytes at `bytes`, closed by a zero byte.
char *arena_text_sized(Arena *arena, const char *bytes, size_t size);

char *arena_format(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_format_list(Arena *arena, const char *format, va_list args) PRINTF_LIKE(2, 0);

// `items` grown so that one more of `size` bytes fits behind `count` of them; used by list_push().
void *arena_grow(Arena *arena, void *items, size_t size, size_t count, size_t *room);

void arena_close(Arena *arena);
SCOPED_CLOSE(Arena *, arena_close)
#define scoped_arena CLEANUP(arena_close_scoped) Arena *

#define arena_new(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), sizeof(type), (count)))
void *arena_alloc_array(Arena *arena, size_t size, size_t count);

// A growing list in an arena: `LIST(Finding) findings`, then `*list_push(arena, &findings) = …`.
#define LIST(type)                                                                                 \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count;                                                                              \
        size_t room;                                                                               \
    }

// A pointer to a new zeroed item at the end of the list.
#define list_push(arena, list)                                                                     \
    ((list)->items =                                                                               \
         arena_grow((arena), (list)->items, sizeof *(list)->items, (list)->count, &(list)->room),  \
     &(list)->items[(list)->count++])

#endif
