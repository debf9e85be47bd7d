// One sample is evaluated for sixteen coalitions at once: coalitions run along the lanes.
//
// The coalition of lane l contains player j of the first four players if bit j of l is set, and some
// of the other players, which are the same for all lanes.
#pragma once

#include "margins.h"

/// out[i, l] ← Σ_{j ∈ l} parts[i · element_stride + j · part_stride], summed over the first `low`
/// players, at most four, in order.
static void spread_low_sets(float *out, const float *parts, ptrdiff_t part_stride,
                            ptrdiff_t element_stride, ptrdiff_t low, ptrdiff_t count) {
  const mask number = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  mask within[4];
  for (int j = 0; j < 4; j++) within[j] = (number & splat_int(1 << j)) != 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    lanes sum = splat(0);
    for (ptrdiff_t j = 0; j < low; j++) {
      lanes part = splat(parts[i * element_stride + j * part_stride]);
      sum = sum + (lanes)((mask)part & within[j]);
    }
    store(out + i * LANES, sum);
  }
}

/// out[i, l] ← lows[i, l] + highs[i].
static void add_spread(float *out, const float *lows, const float *highs, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    store(out + i * LANES, load(lows + i * LANES) + splat(highs[i]));
  }
}

/// Classifies a sample's hidden units by the players' pre-activations units[u, player]; a row has
/// `width` numbers, which are zero beyond the players.
///
/// A unit that is below zero for no player and above for at least one is steady. A unit that is above
/// zero for some players and below for others is mixed. The other units are zero in every coalition.
/// Lists the numbers and copies the rows of the steady and the mixed units.
static void sort_units(const float *units, ptrdiff_t count, ptrdiff_t width, int32_t *steady,
                       float *steady_rows, ptrdiff_t *steady_count, int32_t *mixed,
                       float *mixed_rows, ptrdiff_t *mixed_count) {
  ptrdiff_t steadies = 0, mixes = 0;
  for (ptrdiff_t u = 0; u < count; u++) {
    const float *row = units + u * width;
    mask above = splat_int(0), below = splat_int(0);
    for (ptrdiff_t k = 0; k < width; k += LANES) {
      lanes z = load(row + k);
      above |= z > splat(0);
      below |= z < splat(0);
    }
    if (__builtin_reduce_or(above) == 0) continue;
    if (__builtin_reduce_or(below) == 0) {
      memcpy(steady_rows + steadies * width, row, (size_t)width * sizeof(float));
      steady[steadies++] = (int32_t)u;
    } else {
      memcpy(mixed_rows + mixes * width, row, (size_t)width * sizeof(float));
      mixed[mixes++] = (int32_t)u;
    }
  }
  *steady_count = steadies;
  *mixed_count = mixes;
}

/// The number of elements, of `count`, that are above zero in one of the vectors and below in another.
static ptrdiff_t count_mixed(const float *vectors, ptrdiff_t stride, ptrdiff_t vector_count,
                             ptrdiff_t count) {
  mask mixed = splat_int(0);
  for (ptrdiff_t i = 0; i < count; i += LANES) {
    mask above = splat_int(0), below = splat_int(0);
    for (ptrdiff_t k = 0; k < vector_count; k++) {
      lanes z = load_first(vectors + k * stride + i, count - i);
      above |= z > splat(0);
      below |= z < splat(0);
    }
    mixed -= above & below;
  }
  return __builtin_reduce_add(mixed);
}

/// The quadratic form of a set, computed from that of the set without its newest member.
///
/// own[c, l] ← parent[c, l] + joining[c, l] + Σ_{k ∈ others} pairs[k, c], where `others` is a bitmask
/// and the rows of pairs are `pair_stride` numbers apart, a multiple of sixteen.
static void extend_form(float *own, const float *parent, const float *joining, const float *pairs,
                        ptrdiff_t pair_stride, uint64_t others, ptrdiff_t count) {
  for (ptrdiff_t first = 0; first < count; first += LANES) {
    lanes sum = splat(0);
    for (uint64_t rest = others; rest; rest &= rest - 1) {
      sum = sum + load(pairs + __builtin_ctzll(rest) * pair_stride + first);
    }
    float with[LANES];
    store(with, sum);
    ptrdiff_t last = count - first < LANES ? count - first : LANES;
    for (ptrdiff_t c = 0; c < last; c++) {
      ptrdiff_t at = (first + c) * LANES;
      store(own + at, (load(parent + at) + load(joining + at)) + splat(with[c]));
    }
  }
}

/// Computes `count` margins of sixteen coalitions from their forms and the hidden units at `live`.
INLINE void form_tile(const int count, float *margins, const float *form, const float *biases,
                      const float *weights, ptrdiff_t weight_stride, const float *lows,
                      const float *highs, const int32_t *numbers, const int32_t *live,
                      ptrdiff_t live_count) {
  lanes sum[MARGIN_GROUP];
  UNROLL for (int c = 0; c < count; c++) sum[c] = load(form + c * LANES) + load(biases + c * LANES);
  for (ptrdiff_t n = 0; n < live_count; n++) {
    ptrdiff_t i = live[n];
    lanes h = larger(splat(0), load(lows + i * LANES) + splat(highs[i]));
    const float *w = weights + numbers[i] * weight_stride;
    UNROLL for (int c = 0; c < count; c++) sum[c] = fma_lanes(load(w + c * LANES), h, sum[c]);
  }
  UNROLL for (int c = 0; c < count; c++) store(margins + c * LANES, sum[c]);
}

typedef void (*form_function)(float *, const float *, const float *, const float *, ptrdiff_t,
                              const float *, const float *, const int32_t *, const int32_t *,
                              ptrdiff_t);
#define FORM(count)                                                                             \
  static __attribute__((noinline)) void form_##count(                                            \
      float *margins, const float *form, const float *biases, const float *weights,              \
      ptrdiff_t weight_stride, const float *lows, const float *highs, const int32_t *numbers,    \
      const int32_t *live, ptrdiff_t live_count) {                                               \
    form_tile(count, margins, form, biases, weights, weight_stride, lows, highs, numbers, live,  \
              live_count);                                                                       \
  }

FORM(1) FORM(2)
#if MARGIN_GROUP > 2
FORM(3) FORM(4) FORM(5)
#endif
#if MARGIN_GROUP > 5
FORM(6) FORM(7) FORM(8) FORM(9)
#endif
static const form_function form_tiles[MARGIN_GROUP] = {
  form_1, form_2,
#if MARGIN_GROUP > 2
  form_3, form_4, form_5,
#endif
#if MARGIN_GROUP > 5
  form_6, form_7, form_8, form_9,
#endif
};

/// margins[c, l] ← form[c, l] + biases[c, l]
///                 + Σ_i weights[numbers[i], c, l] · relu(lows[i, l] + highs[i]).
///
/// `peaks[i]` is the largest of lows[i, l]; it is used to skip units that are zero in all sixteen
/// coalitions. `live` is memory for `unit_count` numbers.
static void form_margins(float *margins, const float *form, const float *biases,
                         const float *weights, const float *lows, const float *peaks,
                         const float *highs, const int32_t *numbers, ptrdiff_t unit_count,
                         ptrdiff_t count, int32_t *live) {
  ptrdiff_t live_count = 0;
  for (ptrdiff_t i = 0; i < unit_count; i++) {
    live[live_count] = (int32_t)i;
    live_count += peaks[i] + highs[i] > 0;
  }
  for (ptrdiff_t c = 0; c < count; c += MARGIN_GROUP) {
    ptrdiff_t group = count - c < MARGIN_GROUP ? count - c : MARGIN_GROUP;
    form_tiles[group - 1](margins + c * LANES, form + c * LANES, biases + c * LANES,
                          weights + c * LANES, count * LANES, lows, highs, numbers, live,
                          live_count);
  }
}

/// out[i] ← the largest of in[i, l].
static void lane_peaks(float *out, const float *in, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    float peak = in[i * LANES];
    for (int l = 1; l < LANES; l++) peak = in[i * LANES + l] > peak ? in[i * LANES + l] : peak;
    out[i] = peak;
  }
}

/// Evaluates margins [samples, count, 16] of sixteen coalitions, each with its own scale, and adds the
/// results to `correct` and `loss`. It differs from `evaluate_margins` only in the order of the sums.
static void evaluate_lanes(const float *margins, ptrdiff_t count, ptrdiff_t earlier,
                        ptrdiff_t samples, const float *scales, int with_loss, int32_t *correct,
                        double *loss) {
  lanes factor = narrow(widen_low(load(scales)) * 1.4426950408889634,
                        widen_high(load(scales)) * 1.4426950408889634);
  mask right = splat_int(0);
  half_lanes_wide low = *(half_lanes_wide *)loss, high = *(half_lanes_wide *)(loss + 8);
  for (ptrdiff_t s = 0; s < samples; s++) {
    const float *t = margins + s * count * LANES;
    lanes before = splat(-INFINITY), after = splat(-INFINITY);
    for (ptrdiff_t c = 0; c < earlier; c++) before = larger(load(t + c * LANES), before);
    for (ptrdiff_t c = earlier; c < count; c++) after = larger(load(t + c * LANES), after);
    right -= (before < splat(0)) & (after <= splat(0));
    if (!with_loss) continue;
    lanes found = softplus_lanes(t, LANES, count, larger(before, after), factor);
    low = low + widen_low(found);
    high = high + widen_high(found);
  }
  *(mask *)correct += right;
  *(half_lanes_wide *)loss = low;
  *(half_lanes_wide *)(loss + 8) = high;
}
