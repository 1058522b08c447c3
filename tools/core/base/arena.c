#include "base/arena.h"

#include "base/fatal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Blocks double up to this size; a larger request gets a block of its own.
#define ARENA_FIRST_BLOCK   ((size_t)4096)
#define ARENA_LARGEST_BLOCK ((size_t)1 << 20)
#define ARENA_ALIGNMENT     _Alignof(max_align_t)

typedef struct ArenaBlock {
    struct ArenaBlock *previous;
    size_t size;
    size_t used;
    _Alignas(max_align_t) char bytes[];
} ArenaBlock;

struct Arena {
    ArenaBlock *newest;
    size_t next_size;
};

Arena *arena_open(void)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        fatal_out_of_memory();
    arena->next_size = ARENA_FIRST_BLOCK;
    return arena;
}

static ArenaBlock *arena_add_block(Arena *arena, size_t needed)
{
    size_t size = MAX(needed, arena->next_size);
    if (size > SIZE_MAX - sizeof(ArenaBlock))
        fatal_out_of_memory();
    ArenaBlock *block = calloc(1, sizeof *block + size);
    if (!block)
        fatal_out_of_memory();
    block->size = size;
    block->previous = arena->newest;
    arena->newest = block;
    arena->next_size = MIN(arena->next_size * 2, ARENA_LARGEST_BLOCK);
    return block;
}

void *arena_alloc(Arena *arena, size_t size)
{
    if (size > SIZE_MAX - ARENA_ALIGNMENT)
        fatal_out_of_memory();
    size_t rounded = (size + ARENA_ALIGNMENT - 1) & ~(ARENA_ALIGNMENT - 1);
    ArenaBlock *block = arena->newest;
    if (!block || block->size - block->used < rounded)
        block = arena_add_block(arena, rounded);
    void *memory = block->bytes + block->used;
    block->used += rounded;
    return memory;
}

void *arena_alloc_array(Arena *arena, size_t size, size_t count)
{
    size_t total = 0;
    if (__builtin_mul_overflow(size, count, &total))
        fatal_out_of_memory();
    return arena_alloc(arena, total);
}

char *arena_text_sized(Arena *arena, const char *bytes, size_t size)
{
    if (size == SIZE_MAX)
        fatal_out_of_memory();
    char *copy = arena_alloc(arena, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

char *arena_text(Arena *arena, const char *text)
{
    return text ? arena_text_sized(arena, text, strlen(text)) : NULL;
}

char *arena_format_list(Arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    assert(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

char *arena_format(Arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_format_list(arena, format, args);
    va_end(args);
    return text;
}

void *arena_grow(Arena *arena, void *items, size_t size, size_t count, size_t *room)
{
    if (count < *room)
        return items;
    size_t larger = *room ? *room * 2 : 8;
    void *grown = arena_alloc_array(arena, size, larger);
    if (count)
        memcpy(grown, items, count * size);
    *room = larger;
    return grown;
}

void arena_close(Arena *arena)
{
    if (!arena)
        return;
    for (ArenaBlock *block = arena->newest; block;) {
        ArenaBlock *previous = block->previous;
        free(block);
        block = previous;
    }
    free(arena);
}
