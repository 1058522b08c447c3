// cpu: which of our kernels this processor can run.
//
// A kernel is the same function written for one family of instructions. All kernels give the same
// bytes: which one runs is a matter of speed alone.

#ifndef BASE_CPU_H
#define BASE_CPU_H

#include "base/base.h"

typedef enum CpuKernel {
    KERNEL_BEST, // whatever cpu_best_kernel() says
    KERNEL_SCALAR,
    KERNEL_SSE2,   // any amd64
    KERNEL_AVX2,   // and PCLMUL, BMI: amd64 since 2013
    KERNEL_AVX512, // and VBMI2: amd64 since 2019
    KERNEL_NEON,   // any arm64
    CPU_KERNELS,
} CpuKernel;

bool cpu_has_kernel(CpuKernel kernel);
CpuKernel cpu_best_kernel(void);

const char *cpu_kernel_name(CpuKernel kernel); // "avx2"; "auto" for KERNEL_BEST
bool cpu_kernel_find(const char *name, CpuKernel *ret_kernel) MUST_USE;

// How many processors this process may run on; at least 1.
size_t cpu_count(void);

#endif
