// What every machine of the architecture can run: NEON, which has fused multiply-add, on arm64;
// SSE2, where it is spelt out in double precision, on x86-64.
#include "CApportionKernels.h"
#define KERNEL_TABLE apportion_kernels_baseline
#if defined(__aarch64__)
#define KERNEL_NAME "neon"
#define TILE_ROWS 6
#else
#define KERNEL_NAME "portable"
#define TILE_ROWS 2
#endif
#define TILE_LANES 1
#include "lanes/table.h"
