/// Dense single-precision kernels whose results have the same bits on every machine.
///
/// Every output element is one chain of fused multiply-adds in a fixed order. The kernels are
/// vectorised across outputs, never along a sum, so that neither the width of a register nor the
/// size of a tile can change a result. One source is compiled for several instruction sets; a
/// table of entry points is chosen at run time.
///
/// Matrices are row-major with a leading dimension, and no dimension needs to be a multiple of
/// anything. Network activations are laid out [units, samples]: samples run along the lanes.
#ifndef CAPPORTION_KERNELS_H
#define CAPPORTION_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// What an element of a matrix product starts from.
typedef enum apportion_start {
  apportion_start_zero,        ///< 0
  apportion_start_accumulate,  ///< the element's present value
  apportion_start_bias,        ///< `bias[row]`
} apportion_start;

/// How many samples of one label are evaluated together for each coalition.
#define APPORTION_BLOCK 32

/// What a hidden unit does to its input.
typedef enum apportion_activation {
  apportion_activation_relu,
  apportion_activation_tanh,
} apportion_activation;

/// The kernels as compiled for one instruction set: constants, free to share between threads.
typedef struct __attribute__((swift_attr("@Sendable"))) apportion_kernels {
  /// "avx512", "avx2", "neon" or "portable".
  const char *name;

  /// C ← start + A · B, A[i, k] being `a[i · a_row + k · a_column]`, so that A may be a transpose.
  void (*matrix_product)(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t a_row,
                         ptrdiff_t a_column, const float *b, ptrdiff_t ldb, ptrdiff_t rows,
                         ptrdiff_t columns, ptrdiff_t inner, apportion_start start,
                         const float *_Nullable bias);
  /// C ← bias per row + A[:, chosen] · B, where row k of B belongs to column `chosen[k]` of A.
  void (*chosen_product)(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t a_row,
                         const int32_t *chosen, const float *b, ptrdiff_t ldb, ptrdiff_t rows,
                         ptrdiff_t columns, ptrdiff_t inner, const float *bias);
  /// out[c, r] ← in[r, c].
  void (*transpose)(float *out, ptrdiff_t ldo, const float *in, ptrdiff_t ldi, ptrdiff_t rows,
                    ptrdiff_t columns);
  /// out[r] ← out[r] + Σ_c in[r, c].
  void (*add_row_sums)(float *out, const float *in, ptrdiff_t ld, ptrdiff_t rows,
                       ptrdiff_t columns);
  /// Activations in place, and the gradient of each from its activation.
  void (*relu)(float *x, ptrdiff_t count);
  void (*relu_backward)(float *gradient, const float *activation, ptrdiff_t count);
  void (*hyperbolic_tangent)(float *x, ptrdiff_t count);
  void (*hyperbolic_tangent_backward)(float *gradient, const float *activation, ptrdiff_t count);
  /// Correct predictions and summed loss of logits [classes, samples]; NaN where a logit is not
  /// finite.
  void (*softmax_cross_entropy)(const float *logits, ptrdiff_t ld, const int32_t *labels,
                                ptrdiff_t samples, ptrdiff_t classes, ptrdiff_t *correct,
                                double *loss);
  /// Logits ← scale · (softmax − one-hot label); returns the summed loss.
  double (*softmax_cross_entropy_gradient)(float *logits, ptrdiff_t ld, const int32_t *labels,
                                           ptrdiff_t samples, ptrdiff_t classes, float scale);
  /// x ← factor · x, and y ← y + factor · x.
  void (*scale)(float *x, float factor, ptrdiff_t count);
  void (*axpy)(float *y, float factor, const float *x, ptrdiff_t count);
  /// out ← Σₖ weightsₖ · vectorsₖ, summed in double precision in the order given, rounded once.
  void (*weighted_sum)(float *out, const float *_Nonnull const *_Nonnull vectors, const double *weights,
                       ptrdiff_t vector_count, ptrdiff_t count);
  /// out[s, u] ← out[s, u] + Σ_k x[s, k] · weights[k, u], without the terms whose x is zero.
  void (*sparse_forward)(float *out, const float *weights, const float *x, ptrdiff_t inputs,
                         ptrdiff_t samples, ptrdiff_t units);
  /// weights[k, u] ← weights[k, u] + Σ_s x[k, s] · gradient[s, u], without those terms.
  void (*sparse_backward)(float *weights, const float *gradient, const float *x, ptrdiff_t inputs,
                          ptrdiff_t samples, ptrdiff_t units);
  /// out ← a + b.
  void (*add)(float *out, const float *a, const float *b, ptrdiff_t count);
  /// Logits of other classes minus the label's, for a block of samples of one label:
  /// margins[c, s] ← biases[c] + Σ_u weights[c, u] · act(scale · (low[u, s] + high[u, s])), where a
  /// ReLU takes a scale of 1.
  void (*mixed_margins)(float *margins, const float *low, const float *high, const float *weights,
                        const float *biases, ptrdiff_t units, ptrdiff_t count,
                        apportion_activation activation, float scale);
  /// How many of the samples have all margins below zero, and their summed loss at `scale` times
  /// the margins; ties count against the first `earlier` margins. Margins are [count, ld], ld being
  /// a multiple of sixteen.
  void (*evaluate_margins)(const float *margins, ptrdiff_t ld, ptrdiff_t count, ptrdiff_t earlier,
                        ptrdiff_t samples, float scale, int with_loss, int32_t *correct,
                        double *loss);
  /// out[i, l] ← Σ_{j ∈ l} parts[i · element_stride + j · part_stride], lane l being a set of the
  /// first `low` players, at most four.
  void (*spread_low_sets)(float *out, const float *parts, ptrdiff_t part_stride,
                          ptrdiff_t element_stride, ptrdiff_t low, ptrdiff_t count);
  /// out[i, l] ← lows[i, l] + highs[i], over sixteen lanes.
  void (*add_spread)(float *out, const float *lows, const float *highs, ptrdiff_t count);
  /// Sorts hidden units by their pre-activations units[u, player] into those that are never below
  /// zero and those that are above for some players and below for others; copies the rows of both.
  void (*sort_units)(const float *units, ptrdiff_t count, ptrdiff_t width, int32_t *steady,
                     float *steady_rows, ptrdiff_t *steady_count, int32_t *mixed,
                     float *mixed_rows, ptrdiff_t *mixed_count);
  /// How many of `count` places are above zero in one of the vectors and below in another.
  ptrdiff_t (*count_mixed)(const float *vectors, ptrdiff_t stride, ptrdiff_t vector_count,
                           ptrdiff_t count);
  /// own[c, l] ← parent[c, l] + joining[c, l] + Σ_{k ∈ others} pairs[k · pair_stride + c].
  void (*extend_form)(float *own, const float *parent, const float *joining, const float *pairs,
                      ptrdiff_t pair_stride, uint64_t others, ptrdiff_t count);
  /// margins[c, l] ← form[c, l] + biases[c, l]
  ///                 + Σ_i weights[numbers[i], c, l] · relu(lows[i, l] + highs[i]),
  /// `peaks[i]` being the largest of lows[i, l] and `live` room for `unit_count` numbers.
  void (*form_margins)(float *margins, const float *form, const float *biases,
                       const float *weights, const float *lows, const float *peaks,
                       const float *highs, const int32_t *numbers, ptrdiff_t unit_count,
                       ptrdiff_t count, int32_t *live);
  /// out[i] ← the largest of in[i, l], over sixteen lanes.
  void (*lane_peaks)(float *out, const float *in, ptrdiff_t count);
  /// Judges margins [samples, count, 16] of sixteen coalitions, each at its own scale, and adds what
  /// it finds to their numbers of correct predictions and losses.
  void (*evaluate_lanes)(const float *margins, ptrdiff_t count, ptrdiff_t earlier, ptrdiff_t samples,
                      const float *scales, int with_loss, int32_t *correct, double *loss);
  /// 768 · `steps` fused multiply-adds in registers: the machine's limit.
  float (*multiply_add_steps)(ptrdiff_t steps);
  /// The elementary functions that the others are built from, for judging them.
  void (*exponential)(float *x, ptrdiff_t count);
  void (*binary_exponential)(float *x, ptrdiff_t count);
  void (*natural_logarithm)(float *x, ptrdiff_t count);
  void (*fused_multiply_add)(float *out, const float *a, const float *b, const float *c,
                             ptrdiff_t count);
} apportion_kernels;

/// How many kernel tables this build holds that this machine can run, widest first.
size_t apportion_kernels_count(void);

/// The table at `index`, or NULL past the end.
const apportion_kernels *_Nullable apportion_kernels_at(size_t index);

/// Takes `count` blocks of 64 bytes into the eight words of a SHA-256 state.
typedef void (*apportion_sha256_blocks)(uint32_t *state, const uint8_t *blocks, size_t count);

/// The same by the processor's own instructions, or NULL where it has none.
apportion_sha256_blocks _Nullable apportion_sha256_instructions(void);

#pragma clang assume_nonnull end

#endif
