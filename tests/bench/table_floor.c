// Parts of what a profile does, alone, to be timed from outside.
//
//   table_floor unpack FILE          the bytes, unpacked
//   table_floor index  FILE THREADS  and where its rows and cells are, and that they are UTF-8
//   table_floor parse  FILE THREADS  and its short decimal numbers as doubles

#include "table/kernel.h"
#include "table/table.h"
#include "table/table_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Floor {
    const Kernel *kernel;
    bool parse;
} Floor;

static void floor_batch(void *context, size_t worker, size_t slot, const Batch *batch)
{
    (void)worker;
    (void)slot;
    const Floor *floor = context;
    static _Thread_local double reals[TABLE_BATCH_CELLS];
    static _Thread_local int64_t integers[TABLE_BATCH_CELLS];
    static _Thread_local uint8_t forms[TABLE_BATCH_CELLS];
    for (size_t column = 0; floor->parse && column < batch->columns; column++) {
        const Cell *cells = batch_column(batch, column);
        floor->kernel->decimals(cells, 1, (Decimals){reals, integers, forms});
        if (forms[0] & DECIMAL_READ)
            floor->kernel->decimals(cells, batch->rows, (Decimals){reals, integers, forms});
    }
}

static void floor_fold(void *context, size_t slot)
{
    (void)context;
    (void)slot;
}

static bool floor_rows(const char *path, size_t threads, bool parse, Error *err)
{
    scoped_arena arena = arena_open();
    scoped_table table = NULL;
    if (!table_open(&(TablePlan){.paths = &path, .path_count = 1}, arena, &table, err))
        return false;
    Floor floor = {kernel_find(KERNEL_BEST), parse};
    table_map(table, &(TableWork){.context = &floor,
                                  .threads = threads,
                                  .batch = floor_batch,
                                  .fold = floor_fold,
                                  .form_only = !parse});
    return table_finish(table, err);
}

static bool floor_unpack(const char *path, Error *err)
{
    static char bytes[TABLE_BLOCK];
    TableInput input;
    size_t got = 1;
    bool read = table_input_open(&input, path, err);
    while (read && got)
        read = table_input_read(&input, bytes, sizeof bytes, &got, err);
    table_input_close(&input);
    return read;
}

int main(int count, char **words)
{
    Error err = ERROR_EMPTY;
    if (count < 3)
        return 2;
    size_t threads = count > 3 ? (size_t)atoi(words[3]) : 1;
    bool done = strcmp(words[1], "unpack") == 0
                    ? floor_unpack(words[2], &err)
                    : floor_rows(words[2], threads, strcmp(words[1], "parse") == 0, &err);
    if (!done)
        fprintf(stderr, "table_floor: %s\n", err.message);
    return done ? 0 : 3;
}
