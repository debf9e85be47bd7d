// Activation functions, vector sums and transposition: each makes one pass over memory.
#pragma once

#include "elementary.h"

#define FOR_LANES(i, count) for (ptrdiff_t i = 0; i < (count); i += LANES)

/// Runs the statements for every register of `count` numbers. `i` is the position of its first number
/// and `left` its number of numbers, which is a constant except for a last, partial register, so that
/// only this one is loaded and stored in part.
#define EACH_REGISTER(count, ...)                 \
  do {                                            \
    ptrdiff_t i = 0;                              \
    for (; i + LANES <= (count); i += LANES) {    \
      enum { left = LANES };                      \
      __VA_ARGS__                                 \
    }                                             \
    if (i < (count)) {                            \
      const ptrdiff_t left = (count)-i;           \
      __VA_ARGS__                                 \
    }                                             \
  } while (0)

static void relu(float *x, ptrdiff_t count) {
  EACH_REGISTER(count, {
    // With this order of the arguments, a NaN stays a NaN and appears in the loss.
    store_first(x + i, larger(splat(0), load_first(x + i, left)), left);
  });
}

/// gradient ← gradient if the unit was active, else 0.
static void relu_backward(float *gradient, const float *activation, ptrdiff_t count) {
  EACH_REGISTER(count, {
    mask active = load_first(activation + i, left) > splat(0);
    lanes g = load_first(gradient + i, left);
    store_first(gradient + i, choose(active, g, splat(0)), left);
  });
}

static void hyperbolic_tangent(float *x, ptrdiff_t count) {
  EACH_REGISTER(count, {
    store_first(x + i, tanh_lanes(load_first(x + i, left)), left);
  });
}

/// gradient ← gradient · (1 − h²), where h is the activation.
static void hyperbolic_tangent_backward(float *gradient, const float *activation,
                                        ptrdiff_t count) {
  EACH_REGISTER(count, {
    lanes h = load_first(activation + i, left);
    lanes slope = fma_lanes(-h, h, splat(1.0f));
    store_first(gradient + i, load_first(gradient + i, left) * slope, left);
  });
}

static void exponential(float *x, ptrdiff_t count) {
  EACH_REGISTER(count, {
    store_first(x + i, exp_lanes(load_first(x + i, left)), left);
  });
}

static void binary_exponential(float *x, ptrdiff_t count) {
  EACH_REGISTER(count, {
    store_first(x + i, exp2_lanes(load_first(x + i, left)), left);
  });
}

static void natural_logarithm(float *x, ptrdiff_t count) {
  EACH_REGISTER(count, {
    store_first(x + i, log_lanes(load_first(x + i, left)), left);
  });
}

static void fused_multiply_add(float *out, const float *a, const float *b, const float *c,
                               ptrdiff_t count) {
  EACH_REGISTER(count, {
    lanes sum =
        fma_lanes(load_first(a + i, left), load_first(b + i, left), load_first(c + i, left));
    store_first(out + i, sum, left);
  });
}

/// Runs as many independent chains of fused multiply-adds as a tile of a matrix product has registers.
static float multiply_add_steps(ptrdiff_t steps) {
  enum { chains = TILE_ROWS * TILE_LANES, rounds = 48 / chains };
  lanes sum[chains];
  for (int i = 0; i < chains; i++) sum[i] = splat((float)i);
  lanes a = splat(0.999f), b = splat(0.001f);
  for (ptrdiff_t round = 0; round < steps * rounds; round++) {
    UNROLL for (int i = 0; i < chains; i++) sum[i] = fma_lanes(sum[i], a, b);
  }
  lanes all = splat(0);
  for (int i = 0; i < chains; i++) all = all + sum[i];
  return all[0];
}

/// out ← a + b.
static void add(float *out, const float *a, const float *b, ptrdiff_t count) {
  EACH_REGISTER(count, {
    store_first(out + i, load_first(a + i, left) + load_first(b + i, left), left);
  });
}

static void scale(float *x, float factor, ptrdiff_t count) {
  EACH_REGISTER(count, {
    store_first(x + i, load_first(x + i, left) * splat(factor), left);
  });
}

/// y ← y + factor · x.
static void axpy(float *y, float factor, const float *x, ptrdiff_t count) {
  EACH_REGISTER(count, {
    lanes sum = fma_lanes(splat(factor), load_first(x + i, left), load_first(y + i, left));
    store_first(y + i, sum, left);
  });
}

/// out ← Σₖ weightsₖ · vectorsₖ, summed in double precision in the given order and rounded once.
static void weighted_sum(float *out, const float *const *vectors, const double *weights,
                         ptrdiff_t vector_count, ptrdiff_t count) {
  EACH_REGISTER(count, {
    half_lanes_wide low = {0}, high = {0};
    for (ptrdiff_t k = 0; k < vector_count; k++) {
      lanes x = load_first(vectors[k] + i, left);
      low = low + weights[k] * widen_low(x);
      high = high + weights[k] * widen_high(x);
    }
    store_first(out + i, narrow(low, high), left);
  });
}

/// out[r] ← out[r] + Σ_c in[r, c], with each row's terms added in order, sixteen rows in parallel.
static void add_row_sums(float *out, const float *in, ptrdiff_t ld, ptrdiff_t rows,
                         ptrdiff_t columns) {
  FOR_LANES(r, rows) {
    ptrdiff_t height = rows - r < LANES ? rows - r : LANES;
    float sum[LANES] = {0};
    memcpy(sum, out + r, (size_t)height * sizeof(float));
    for (ptrdiff_t c = 0; c < columns; c++) {
      for (ptrdiff_t i = 0; i < height; i++) sum[i] += in[(r + i) * ld + c];
    }
    memcpy(out + r, sum, (size_t)height * sizeof(float));
  }
}

/// Half of a 2 × 2 transpose whose elements are runs of `1 << bit` lanes.
#define INTERLEAVE(bit, odd, a, b)                                                               \
  __builtin_shufflevector(a, b, PICK(0, bit, odd), PICK(1, bit, odd), PICK(2, bit, odd),         \
                          PICK(3, bit, odd), PICK(4, bit, odd), PICK(5, bit, odd),               \
                          PICK(6, bit, odd), PICK(7, bit, odd), PICK(8, bit, odd),               \
                          PICK(9, bit, odd), PICK(10, bit, odd), PICK(11, bit, odd),             \
                          PICK(12, bit, odd), PICK(13, bit, odd), PICK(14, bit, odd),            \
                          PICK(15, bit, odd))
/// The source of lane i of the result: in a if the given bit of i is 0, in b if it is 1; `odd` selects
/// the half of each pair.
#define PICK(i, bit, odd) \
  (((i) & ~(1 << (bit))) | ((odd) << (bit)) | ((((i) >> (bit)) & 1) << 4))
#define TRANSPOSE_STAGE(bit)                                 \
  UNROLL for (int i = 0; i < LANES; i++) {                   \
    if (i & (1 << (bit))) continue;                          \
    lanes a = x[i], b = x[i | (1 << (bit))];                 \
    x[i] = INTERLEAVE(bit, 0, a, b);                         \
    x[i | (1 << (bit))] = INTERLEAVE(bit, 1, a, b);          \
  }

/// out[c, r] ← in[r, c], in tiles of 16 × 16; the elements outside full tiles are copied one by one.
static void transpose(float *out, ptrdiff_t ldo, const float *in, ptrdiff_t ldi, ptrdiff_t rows,
                      ptrdiff_t columns) {
  FOR_LANES(r, rows) {
    ptrdiff_t height = rows - r < LANES ? rows - r : LANES;
    ptrdiff_t c = 0;
    for (; height == LANES && c + LANES <= columns; c += LANES) {
      lanes x[LANES];
      UNROLL for (int i = 0; i < LANES; i++) x[i] = load(in + (r + i) * ldi + c);
      TRANSPOSE_STAGE(0) TRANSPOSE_STAGE(1) TRANSPOSE_STAGE(2) TRANSPOSE_STAGE(3)
      UNROLL for (int i = 0; i < LANES; i++) store(out + (c + i) * ldo + r, x[i]);
    }
    for (; c < columns; c++) {
      for (ptrdiff_t i = 0; i < height; i++) out[c * ldo + r + i] = in[(r + i) * ldi + c];
    }
  }
}
