#include "CApportionKernels.h"

extern const apportion_kernels apportion_kernels_baseline;
#if defined(__x86_64__)
extern const apportion_kernels apportion_kernels_avx512, apportion_kernels_avx2;
#endif

/// Lists the tables that the machine can run, widest instruction set first, and returns their number.
static size_t gather(const apportion_kernels *found[3]) {
  size_t count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    found[count++] = &apportion_kernels_avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    found[count++] = &apportion_kernels_avx2;
  }
#endif
  found[count++] = &apportion_kernels_baseline;
  return count;
}

size_t apportion_kernels_count(void) {
  const apportion_kernels *found[3];
  return gather(found);
}

const apportion_kernels *apportion_kernels_at(size_t index) {
  const apportion_kernels *found[3];
  return index < gather(found) ? found[index] : NULL;
}
