#include "base/cpu.h"

#include "base/text.h"

#include <sched.h>

static const char *const kernel_names[CPU_KERNELS] = {"auto", "scalar", "sse2",
                                                      "avx2", "avx512", "neon"};

bool cpu_has_kernel(CpuKernel kernel)
{
    switch (kernel) {
    case KERNEL_BEST:
    case KERNEL_SCALAR:
        return true;
#if defined(__x86_64__)
    case KERNEL_SSE2:
        return true;
    case KERNEL_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
               __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
    case KERNEL_AVX512:
        return cpu_has_kernel(KERNEL_AVX2) && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vbmi2");
#elif defined(__aarch64__)
    case KERNEL_NEON:
        return true;
#endif
    default:
        return false;
    }
}

CpuKernel cpu_best_kernel(void)
{
    static const CpuKernel order[] = {KERNEL_AVX512, KERNEL_AVX2, KERNEL_SSE2, KERNEL_NEON};
    for (size_t i = 0; i < array_count(order); i++) {
        if (cpu_has_kernel(order[i]))
            return order[i];
    }
    return KERNEL_SCALAR;
}

const char *cpu_kernel_name(CpuKernel kernel)
{
    return kernel_names[kernel];
}

bool cpu_kernel_find(const char *name, CpuKernel *ret_kernel)
{
    for (CpuKernel kernel = 0; kernel < CPU_KERNELS; kernel++) {
        if (text_equal(kernel_names[kernel], name)) {
            *ret_kernel = kernel;
            return true;
        }
    }
    return false;
}

size_t cpu_count(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return (size_t)MAX(CPU_COUNT(&set), 1);
}
