// Vectors of sixteen floats on every machine: one AVX-512 register, two of AVX2, four of SSE2 or
// NEON. Every instruction set runs the same operations on the same sixteen lanes.
#pragma once

#include "CApportionKernels.h"

#include <math.h>
#include <string.h>

// A separate product and sum must be rounded twice on every machine.
#pragma clang fp contract(off)
// Wide vectors are never passed between functions here: every function that takes one is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define LANES 16
#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))

typedef float lanes __attribute__((vector_size(64), aligned(4)));
typedef int32_t mask __attribute__((vector_size(64), aligned(4)));
typedef double half_lanes_wide __attribute__((vector_size(64), aligned(8)));
typedef int64_t half_mask_wide __attribute__((vector_size(64), aligned(8)));
typedef float half_lanes __attribute__((vector_size(32), aligned(4)));

INLINE lanes splat(float x) { return (lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
INLINE mask splat_int(int32_t x) {
  return (mask){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
}
INLINE lanes load(const float *p) { return *(const lanes *)p; }
INLINE void store(float *p, lanes x) { *(lanes *)p = x; }

/// Loads the first `count` lanes from memory; the others are zero.
INLINE lanes load_first(const float *p, ptrdiff_t count) {
  if (count >= LANES) return load(p);
  lanes x = splat(0);
  memcpy(&x, p, (size_t)count * sizeof(float));
  return x;
}
INLINE void store_first(float *p, lanes x, ptrdiff_t count) {
  if (count >= LANES) store(p, x);
  else memcpy(p, &x, (size_t)count * sizeof(float));
}

INLINE lanes choose(mask where, lanes yes, lanes no) {
  return (lanes)((where & (mask)yes) | (~where & (mask)no));
}
INLINE lanes larger(lanes a, lanes b) { return choose(a > b, a, b); }
INLINE lanes smaller(lanes a, lanes b) { return choose(a < b, a, b); }
INLINE lanes magnitude(lanes a) { return (lanes)((mask)a & splat_int(0x7fffffff)); }

INLINE half_lanes_wide widen_low(lanes x) {
  return __builtin_convertvector(__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7),
                                 half_lanes_wide);
}
INLINE half_lanes_wide widen_high(lanes x) {
  return __builtin_convertvector(__builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15),
                                 half_lanes_wide);
}
INLINE lanes narrow(half_lanes_wide low, half_lanes_wide high) {
  return __builtin_shufflevector(__builtin_convertvector(low, half_lanes),
                                 __builtin_convertvector(high, half_lanes), 0, 1, 2, 3, 4, 5, 6, 7,
                                 8, 9, 10, 11, 12, 13, 14, 15);
}

#if defined(__FMA__) || defined(__aarch64__) || defined(HAS_FUSED_MULTIPLY_ADD)

/// a · b + c with one rounding.
INLINE lanes fma_lanes(lanes a, lanes b, lanes c) { return __builtin_elementwise_fma(a, b, c); }

#else

/// The sum of p and c, rounded to 53 bits by rounding to odd.
///
/// Rounding the result to 24 bits gives the same as rounding the exact sum once, because 53 is at
/// least two bits more than 24.
/// Source: Boldo & Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using
/// rounding to odd", IEEE Transactions on Computers 57(4), 2008.
INLINE half_lanes_wide add_to_odd(half_lanes_wide p, half_lanes_wide c) {
  half_lanes_wide sum = p + c;
  half_lanes_wide part = sum - p;
  half_lanes_wide rest = (p - (sum - part)) + (c - part);  // Knuth: sum + rest is exact
  half_mask_wide bits = (half_mask_wide)sum;
  half_mask_wide below = rest > 0;  // the exact value lies above the sum
  half_mask_wide inexact = below | (rest < 0);
  half_mask_wide even = (bits & 1) - 1;
  half_mask_wide outward = below ^ (bits >> 63);
  half_mask_wide step = (outward & 2) - 1;
  return (half_lanes_wide)(bits + (step & inexact & even));
}

/// a · b + c with one rounding, for machines without such an instruction: the product of two floats
/// is exact in a double.
INLINE lanes fma_lanes(lanes a, lanes b, lanes c) {
  return narrow(add_to_odd(widen_low(a) * widen_low(b), widen_low(c)),
                add_to_odd(widen_high(a) * widen_high(b), widen_high(c)));
}

#endif
