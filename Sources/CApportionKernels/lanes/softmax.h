// Softmax cross-entropy of logits [classes, samples], sixteen samples in parallel.
//
//     loss = ln Σ_c exp(z_c − m) + m − z_y,   m = max_c z_c
//
// A sample is correct if its label is the first of the largest logits.
#pragma once

#include "elementary.h"

typedef struct logit_summary {
  lanes largest, own;
  /// 0, or NaN if a logit is not finite, which the comparisons for `largest` would ignore.
  lanes poison;
} logit_summary;

/// The sixteen labels at `labels`; −1, which is no class, past the last sample.
INLINE mask load_labels(const int32_t *labels, ptrdiff_t count) {
  mask y = splat_int(-1);
  memcpy(&y, labels, (size_t)(count < LANES ? count : LANES) * sizeof(int32_t));
  return y;
}

INLINE logit_summary summarize(const float *z, ptrdiff_t ld, mask label, ptrdiff_t count,
                               ptrdiff_t classes) {
  logit_summary s = {load_first(z, count), splat(0), splat(0)};
  for (ptrdiff_t c = 0; c < classes; c++) {
    lanes x = load_first(z + c * ld, count);
    s.largest = larger(x, s.largest);
    s.own = choose(label == splat_int((int32_t)c), x, s.own);
    s.poison = s.poison + (x - x);
  }
  return s;
}

/// Adds the losses of the first `count` samples to `total`, in order.
INLINE double add_losses(double total, lanes loss, ptrdiff_t count) {
  float each[LANES];
  store(each, loss);
  for (ptrdiff_t i = 0; i < count && i < LANES; i++) total += (double)each[i];
  return total;
}

static void softmax_cross_entropy(const float *logits, ptrdiff_t ld, const int32_t *labels,
                                  ptrdiff_t samples, ptrdiff_t classes, ptrdiff_t *correct,
                                  double *loss) {
  double total = 0;
  ptrdiff_t right = 0;
  for (ptrdiff_t first = 0; first < samples; first += LANES) {
    const float *z = logits + first;
    ptrdiff_t count = samples - first;
    mask label = load_labels(labels + first, count);
    logit_summary s = summarize(z, ld, label, count, classes);
    lanes sum = splat(0);
    mask beaten = splat_int(0);
    for (ptrdiff_t c = 0; c < classes; c++) {
      lanes x = load_first(z + c * ld, count);
      sum = sum + exp_lanes(x - s.largest);
      mask earlier = splat_int((int32_t)c) < label;
      beaten |= (x > s.own) | (earlier & (x == s.own));
    }
    total = add_losses(total, log_lanes(sum) + (s.largest - s.own) + s.poison, count);
    for (ptrdiff_t i = 0; i < count && i < LANES; i++) right += beaten[i] == 0;
  }
  *correct = right;
  *loss = total;
}

/// Replaces the logits with `scale` · (softmax − one-hot label); returns the summed loss.
static double softmax_cross_entropy_gradient(float *logits, ptrdiff_t ld, const int32_t *labels,
                                             ptrdiff_t samples, ptrdiff_t classes, float scale) {
  double total = 0;
  for (ptrdiff_t first = 0; first < samples; first += LANES) {
    float *z = logits + first;
    ptrdiff_t count = samples - first;
    mask label = load_labels(labels + first, count);
    logit_summary s = summarize(z, ld, label, count, classes);
    lanes sum = splat(0);
    for (ptrdiff_t c = 0; c < classes; c++) {
      lanes e = exp_lanes(load_first(z + c * ld, count) - s.largest);
      sum = sum + e;
      store_first(z + c * ld, e, count);
    }
    lanes factor = splat(scale) / sum + s.poison;
    for (ptrdiff_t c = 0; c < classes; c++) {
      lanes g = load_first(z + c * ld, count) * factor;
      lanes own = choose(label == splat_int((int32_t)c), splat(scale), splat(0));
      store_first(z + c * ld, g - own, count);
    }
    total = add_losses(total, log_lanes(sum) + (s.largest - s.own) + s.poison, count);
  }
  return total;
}
