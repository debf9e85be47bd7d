// Products with an input that is mostly zero: units run along the lanes, and terms that are zero are
// skipped. The order of the remaining terms is that of the dense product.
#pragma once

#include "lanes.h"

#define SPARSE_LANES 8

typedef _Bool flags __attribute__((ext_vector_type(LANES)));

/// A bitmask of the numbers at `x`, of the first `count` and at most 64, that are not zero.
INLINE uint64_t nonzero(const float *x, ptrdiff_t count) {
  uint64_t all = 0;
  for (ptrdiff_t first = 0; first < count && first < 64; first += LANES) {
    flags set = __builtin_convertvector(load_first(x + first, count - first) != splat(0), flags);
    uint16_t bits;
    memcpy(&bits, &set, sizeof bits);
    all |= (uint64_t)bits << first;
  }
  return all;
}

/// out[s, u] ← out[s, u] + Σ_k x[s, k] · weights[k, u], for the first `units` units.
///
/// Processes sixty-four inputs at a time, so that their weights stay in the first-level cache while
/// all samples are processed, with the sums of a sample in registers.
INLINE void sparse_forward_chunk(float *out, const float *weights, const float *x,
                                 ptrdiff_t inputs, ptrdiff_t samples, ptrdiff_t stride,
                                 const int wide, ptrdiff_t units) {
  for (ptrdiff_t k = 0; k < inputs; k += 64) {
    for (ptrdiff_t s = 0; s < samples; s++) {
      const float *inputs_of_sample = x + s * inputs + k;
      uint64_t bits = nonzero(inputs_of_sample, inputs - k);
      if (bits == 0) continue;
      float *row = out + s * stride;
      lanes sum[SPARSE_LANES];
      UNROLL for (int j = 0; j < wide; j++) {
        sum[j] = load_first(row + j * LANES, units - j * LANES);
      }
      for (; bits; bits &= bits - 1) {
        ptrdiff_t i = __builtin_ctzll(bits);
        lanes value = splat(inputs_of_sample[i]);
        const float *w = weights + (k + i) * stride;
        UNROLL for (int j = 0; j < wide; j++) {
          sum[j] = fma_lanes(value, load_first(w + j * LANES, units - j * LANES), sum[j]);
        }
      }
      UNROLL for (int j = 0; j < wide; j++) {
        store_first(row + j * LANES, sum[j], units - j * LANES);
      }
    }
  }
}

/// weights[k, u] ← weights[k, u] + Σ_s x[k, s] · gradient[s, u], for the first `units` units.
INLINE void sparse_backward_chunk(float *weights, const float *gradient, const float *x,
                                  ptrdiff_t inputs, ptrdiff_t samples, ptrdiff_t stride,
                                  const int wide, ptrdiff_t units) {
  for (ptrdiff_t k = 0; k < inputs; k++, x += samples, weights += stride) {
    for (ptrdiff_t first = 0; first < samples; first += 64) {
      uint64_t bits = nonzero(x + first, samples - first);
      if (bits == 0) continue;
      lanes w[SPARSE_LANES];
      UNROLL for (int j = 0; j < wide; j++) {
        w[j] = load_first(weights + j * LANES, units - j * LANES);
      }
      for (; bits; bits &= bits - 1) {
        ptrdiff_t s = first + __builtin_ctzll(bits);
        lanes value = splat(x[s]);
        const float *row = gradient + s * stride;
        UNROLL for (int j = 0; j < wide; j++) {
          w[j] = fma_lanes(value, load_first(row + j * LANES, units - j * LANES), w[j]);
        }
      }
      UNROLL for (int j = 0; j < wide; j++) {
        store_first(weights + j * LANES, w[j], units - j * LANES);
      }
    }
  }
}

/// Full chunks have a constant width; the remaining units are processed one register at a time.
#define BY_CHUNKS(function, target, source)                                                       \
  ptrdiff_t u = 0;                                                                                \
  for (; units - u >= SPARSE_LANES * LANES; u += SPARSE_LANES * LANES) {                          \
    function(target + u, source + u, x, inputs, samples, units, SPARSE_LANES,                     \
             SPARSE_LANES * LANES);                                                               \
  }                                                                                               \
  for (; u < units; u += LANES) {                                                                 \
    function(target + u, source + u, x, inputs, samples, units, 1, units - u);                    \
  }

static void sparse_forward(float *out, const float *weights, const float *x, ptrdiff_t inputs,
                           ptrdiff_t samples, ptrdiff_t units) {
  BY_CHUNKS(sparse_forward_chunk, out, weights)
}

static void sparse_backward(float *weights, const float *gradient, const float *x,
                            ptrdiff_t inputs, ptrdiff_t samples, ptrdiff_t units) {
  BY_CHUNKS(sparse_backward_chunk, weights, gradient)
}
