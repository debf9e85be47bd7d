#if defined(__x86_64__)
#include "CApportionKernels.h"
#include <math.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define HAS_FUSED_MULTIPLY_ADD
#define KERNEL_TABLE apportion_kernels_avx2
#define KERNEL_NAME "avx2"
#define TILE_ROWS 6
#define TILE_LANES 1
#include "lanes/table.h"
#pragma clang attribute pop
#endif
