// Whatever text a cell has: a number is what the C library reads, and what every kernel reads; a
// date is a day that the calendar has and is written back alike; a character is valid to all
// kernels or to none.

#include "base/utf8.h"
#include "fuzz.h"
#include "schema/scalar.h"
#include "table/kernel.h"

#include <math.h>
#include <string.h>

#define LONGEST 600

static void demand_number(const char *text, size_t size)
{
    Scalar scalar = {0};
    char closed[LONGEST + 1];
    if (!scalar_number(text, size, &scalar))
        return;
    memcpy(closed, text, size);
    closed[size] = '\0';
    char *end = NULL;
    double wanted = strtod(closed, &end);
    fuzz_demand(end == closed + size);
    fuzz_demand(isnan(wanted) ? isnan(scalar.real) : wanted == scalar.real);
    fuzz_demand(isnan(wanted) || signbit(wanted) == signbit(scalar.real));
    Scalar integer = {0};
    if (scalar_integer(text, size, &integer) && integer.whole)
        fuzz_demand((double)integer.integer == wanted);
}

// Some kernels read four cells at once, and those behind them one by one.
#define CELLS 5

static void demand_kernels(const char *text, size_t size)
{
    char bytes[LONGEST + BATCH_PADDING] = {0};
    char other[BATCH_PADDING] = "-12.5";
    memcpy(bytes, text, size);
    const Cell cell = {bytes, size};
    Cell cells[CELLS];
    for (size_t i = 0; i < CELLS; i++)
        cells[i] = (Cell){other, strlen(other)};
    cells[size % 4] = cells[CELLS - 1] = cell;
    uint8_t wanted = 0;
    Scalar scalar = {0};
    bool number = scalar_number(bytes, size, &scalar);
    bool valid = utf8_valid_prefix(bytes, size) == size;
    for (CpuKernel kernel = KERNEL_SCALAR; kernel < CPU_KERNELS; kernel++) {
        if (!cpu_has_kernel(kernel))
            continue;
        double reals[CELLS] = {0};
        int64_t integers[CELLS] = {0};
        uint8_t forms[CELLS] = {0};
        kernel_find(kernel)->decimals(cells, CELLS, (Decimals){reals, integers, forms});
        wanted = kernel == KERNEL_SCALAR ? forms[size % 4] : wanted;
        for (size_t i = 0; i < CELLS; i++) {
            bool read = forms[i] & DECIMAL_READ;
            bool given = cells[i].bytes == bytes;
            fuzz_demand(!given || forms[i] == wanted);
            fuzz_demand(given || (read && reals[i] == -12.5));
            fuzz_demand(!read || !given || (number && reals[i] == scalar.real));
            fuzz_demand(!read || forms[i] & DECIMAL_POINT || (double)integers[i] == reals[i]);
        }
        fuzz_demand(kernel_find(kernel)->utf8_valid(bytes, size) == valid);
    }
}

static void demand_date(const char *text, size_t size)
{
    Scalar scalar = {0};
    char written[SCALAR_DATE_SIZE];
    if (scalar_iso_date(text, size, &scalar)) {
        fuzz_demand(strcmp(scalar_date_text(scalar.real, written), "") != 0);
        fuzz_demand(strlen(written) == size && memcmp(written, text, size) == 0);
    }
    if (scalar_iso_time(text, size, &scalar))
        fuzz_demand(scalar.real >= 0 && scalar.real < 86400);
    Scalar moment = {0};
    if (scalar_datetime(text, size, &moment))
        fuzz_demand(size >= 19 && scalar_iso_date(text, 10, &scalar) && isfinite(moment.real) &&
                    fabs(moment.real - scalar.real * 86400) <= 2 * 86400);
    if (scalar_spaced_datetime(text, size, &moment))
        fuzz_demand(scalar_iso_date(text, 10, &scalar) &&
                    moment.real - scalar.real * 86400 < 86400);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    if (size > LONGEST)
        return 0;
    demand_number(text, size);
    demand_kernels(text, size);
    demand_date(text, size);
    return 0;
}
