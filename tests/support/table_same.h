// table_same: whatever kernel, number of threads and cut into blocks: a table says what the scalar
// kernel says of the whole.

#ifndef SUPPORT_TABLE_SAME_H
#define SUPPORT_TABLE_SAME_H

#include "fuzz.h"
#include "table_dump.h"

#include <string.h>

// The input says itself how it is read, so that a corpus is plain files.
static inline uint32_t table_same_lot(const uint8_t *data, size_t size)
{
    uint32_t lot = 0;
    for (size_t i = 0; i < size; i++)
        lot = lot * 31 + data[i];
    return lot;
}

// `cut`: blocks may be of any size, as nothing is found out from the first of them.
static inline void table_demand_same(const TablePlan *plan, uint32_t lot, bool cut)
{
    static const size_t blocks[] = {64, 100, 257, 1000, 4096, 0};
    scoped_buf rows = BUF_EMPTY;
    scoped_buf rest = BUF_EMPTY;
    TablePlan other = *plan;
    other.kernel = KERNEL_SCALAR;
    table_dump(&other, 0, &rows, &rest);
    for (CpuKernel kernel = KERNEL_SCALAR; kernel < CPU_KERNELS; kernel++) {
        if (!cpu_has_kernel(kernel))
            continue;
        scoped_buf other_rows = BUF_EMPTY;
        scoped_buf other_rest = BUF_EMPTY;
        other.kernel = kernel;
        other.block_size = cut ? blocks[(lot + kernel) % array_count(blocks)] : 0;
        table_dump(&other, 1 + (lot / 7 + kernel) % 3, &other_rows, &other_rest);
        fuzz_demand(rows.size == other_rows.size && rest.size == other_rest.size);
        fuzz_demand(memcmp(buf_text(&rows), buf_text(&other_rows), rows.size) == 0);
        fuzz_demand(memcmp(buf_text(&rest), buf_text(&other_rest), rest.size) == 0);
    }
}

#endif
