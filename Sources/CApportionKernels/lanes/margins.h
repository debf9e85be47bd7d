// The evaluation of a coalition's model on samples with the same label, from precomputed parts of
// each client.
//
// A margin is the logit of another class minus the logit of the label. A prediction is correct if
// every margin is below zero, and its loss is ln(1 + Σ e^margin). Samples run along the lanes.
#pragma once

#include "elementary.h"

#define BLOCK APPORTION_BLOCK

/// The number of margins that a kernel keeps in registers, and of a block's registers for each margin.
#if TILE_ROWS == 8 && TILE_LANES == 2
#define MARGIN_GROUP 9
#define MARGIN_LANES 2
#elif TILE_ROWS == 6
#define MARGIN_GROUP 5
#define MARGIN_LANES 1
#else
#define MARGIN_GROUP 2
#define MARGIN_LANES 1
#endif

/// The activation of z. With this order of the arguments, a NaN stays a NaN and appears in the loss.
INLINE lanes activated(lanes z, apportion_activation activation, lanes scale) {
  return activation == apportion_activation_relu ? larger(splat(0), z) : tanh_lanes(z * scale);
}

/// Computes `count` margins of `wide` registers of the block, starting at its sample `first`.
INLINE void margin_tile(const int count, const int wide, float *margins, const float *low,
                        const float *high, const float *weights, const float *biases,
                        ptrdiff_t units, ptrdiff_t first, apportion_activation activation,
                        lanes scale) {
  lanes sum[MARGIN_GROUP][MARGIN_LANES];
  UNROLL for (int c = 0; c < count; c++) {
    UNROLL for (int j = 0; j < wide; j++) sum[c][j] = splat(biases[c]);
  }
  for (ptrdiff_t u = 0; u < units; u++) {
    lanes h[MARGIN_LANES];
    UNROLL for (int j = 0; j < wide; j++) {
      ptrdiff_t at = u * BLOCK + first + j * LANES;
      h[j] = activated(load(low + at) + load(high + at), activation, scale);
    }
    UNROLL for (int c = 0; c < count; c++) {
      lanes w = splat(weights[c * units + u]);
      UNROLL for (int j = 0; j < wide; j++) sum[c][j] = fma_lanes(w, h[j], sum[c][j]);
    }
  }
  UNROLL for (int c = 0; c < count; c++) {
    UNROLL for (int j = 0; j < wide; j++) {
      store(margins + c * BLOCK + first + j * LANES, sum[c][j]);
    }
  }
}

typedef void (*margin_function)(float *, const float *, const float *, const float *,
                                const float *, ptrdiff_t, ptrdiff_t, float);
#define MARGINS(count, name)                                                                     \
  static __attribute__((noinline)) void margins_##name##_##count(                                \
      float *margins, const float *low, const float *high, const float *weights,                 \
      const float *biases, ptrdiff_t units, ptrdiff_t first, float scale) {                      \
    margin_tile(count, MARGIN_LANES, margins, low, high, weights, biases, units, first,          \
                apportion_activation_##name, splat(scale));                                      \
  }
#define BOTH(count) MARGINS(count, relu) MARGINS(count, tanh)
#define MARGIN_ENTRY(count) {margins_relu_##count, margins_tanh_##count}

BOTH(1) BOTH(2)
#if MARGIN_GROUP > 2
BOTH(3) BOTH(4) BOTH(5)
#endif
#if MARGIN_GROUP > 5
BOTH(6) BOTH(7) BOTH(8) BOTH(9)
#endif
static const margin_function margin_tiles[MARGIN_GROUP][2] = {
  MARGIN_ENTRY(1), MARGIN_ENTRY(2),
#if MARGIN_GROUP > 2
  MARGIN_ENTRY(3), MARGIN_ENTRY(4), MARGIN_ENTRY(5),
#endif
#if MARGIN_GROUP > 5
  MARGIN_ENTRY(6), MARGIN_ENTRY(7), MARGIN_ENTRY(8), MARGIN_ENTRY(9),
#endif
};

/// margins[c, s] ← biases[c] + Σ_u weights[c, u] · act(scale · (low[u, s] + high[u, s])), where the
/// scale of a ReLU is 1.
static void mixed_margins(float *margins, const float *low, const float *high,
                          const float *weights, const float *biases, ptrdiff_t units,
                          ptrdiff_t count, apportion_activation activation, float scale) {
  for (ptrdiff_t c = 0; c < count; c += MARGIN_GROUP) {
    ptrdiff_t group = count - c < MARGIN_GROUP ? count - c : MARGIN_GROUP;
    margin_function function =
        margin_tiles[group - 1][activation == apportion_activation_relu ? 0 : 1];
    for (ptrdiff_t first = 0; first < BLOCK; first += MARGIN_LANES * LANES) {
      function(margins + c * BLOCK, low, high, weights + c * units, biases + c, units, first,
               scale);
    }
  }
}

/// The sum of eight numbers, added in a fixed tree.
INLINE double sum_lanes(half_lanes_wide x) {
  double part[8];
  memcpy(part, &x, sizeof part);
  return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

/// ln(1 + Σ_c e^(scale · margin_c)) of margins that are `stride` numbers apart; NaN if a margin is not
/// finite. `factor` is scale / ln 2, and `largest` is the largest margin.
///
///     m ln 2 + ln(2^−m + Σ_c 2^(t_c − m)),   t_c = factor · margin_c,   m = max(0, max t)
///
/// Powers of two need fewer operations than powers of e, and they are most of the work.
INLINE lanes softplus_lanes(const float *margins, ptrdiff_t stride, ptrdiff_t count, lanes largest,
                            lanes factor) {
  lanes m = larger(largest * factor, splat(0));
  lanes sum = exp2_lanes(-m);
  lanes poison = splat(0);
  for (ptrdiff_t c = 0; c < count; c++) {
    lanes margin = load(margins + c * stride);
    sum = sum + exp2_lanes(margin * factor - m);
    poison = poison + (margin - margin);
  }
  return fma_lanes(m, splat(0.69314718f), log_lanes(sum)) + poison;
}

/// Evaluates `samples` columns of margins [count, ld]: the number of correct predictions and the
/// summed loss.
///
/// A margin of exactly zero is a tie, and the earlier class is then predicted. The first `earlier`
/// margins belong to classes before the label.
static void evaluate_margins(const float *margins, ptrdiff_t ld, ptrdiff_t count, ptrdiff_t earlier,
                          ptrdiff_t samples, float scale, int with_loss, int32_t *correct,
                          double *loss) {
  const mask number = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  half_lanes_wide losses = {0};
  int32_t right = 0;
  for (ptrdiff_t first = 0; first < samples; first += LANES) {
    const float *t = margins + first;
    lanes before = splat(-INFINITY), after = splat(-INFINITY);
    for (ptrdiff_t c = 0; c < earlier; c++) before = larger(load(t + c * ld), before);
    for (ptrdiff_t c = earlier; c < count; c++) after = larger(load(t + c * ld), after);
    mask present = number < splat_int((int32_t)(samples - first));
    mask wins = present & (before < splat(0)) & (after <= splat(0));
    right -= __builtin_reduce_add(wins);
    if (!with_loss) continue;
    lanes factor = splat((float)((double)scale * 1.4426950408889634));
    lanes loss = softplus_lanes(t, ld, count, larger(before, after), factor);
    loss = choose(present, loss, splat(0));
    losses = losses + (widen_low(loss) + widen_high(loss));
  }
  *correct = right;
  *loss = sum_lanes(losses);
}
