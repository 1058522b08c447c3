#include "table/kernel.h"

static const Kernel *const kernels[] = {
    &kernel_scalar,
#if defined(__x86_64__)
    &kernel_sse2,
    &kernel_avx2,
    &kernel_avx512,
#elif defined(__aarch64__)
    &kernel_neon,
#endif
};

const Kernel *kernel_find(CpuKernel kind)
{
    if (kind == KERNEL_BEST || !cpu_has_kernel(kind))
        kind = cpu_best_kernel();
    for (size_t i = 0; i < array_count(kernels); i++) {
        if (kernels[i]->kind == kind)
            return kernels[i];
    }
    return &kernel_scalar;
}
