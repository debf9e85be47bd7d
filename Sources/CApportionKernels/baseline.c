// The instruction set that every machine of the architecture has: NEON on arm64, which has fused
// multiply-add; SSE2 on x86-64, where fused multiply-add is emulated in double precision.
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
