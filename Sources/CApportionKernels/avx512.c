#if defined(__x86_64__)
#include "CApportionKernels.h"
#include <math.h>
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma"))), apply_to = function)
#define HAS_FUSED_MULTIPLY_ADD
#define KERNEL_TABLE apportion_kernels_avx512
#define KERNEL_NAME "avx512"
#define TILE_ROWS 8
#define TILE_LANES 2
#include "lanes/table.h"
#pragma clang attribute pop
#endif
