/// Dense single-precision kernels whose results have the same bits on every machine.
///
/// Every output element is one chain of fused multiply-adds in a fixed order. The kernels are
/// vectorised across outputs, never along a sum, so neither the width of a register nor the size of
/// a tile can change a result. One source is compiled for several instruction sets; a table of
/// entry points is chosen at run time.
///
/// Matrices are row-major with a leading dimension. Dimensions need not be multiples of any number.
/// Network activations are laid out [units, samples]: samples run along the lanes.
#ifndef CAPPORTION_KERNELS_H
#define CAPPORTION_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The initial value of an element of a matrix product.
typedef enum apportion_start {
  apportion_start_zero,        ///< 0
  apportion_start_accumulate,  ///< the element's current value
  apportion_start_bias,        ///< `bias[row]`
} apportion_start;

/// The number of samples of one label that are evaluated together for each coalition.
#define APPORTION_BLOCK 32

/// The activation function of a hidden unit.
typedef enum apportion_activation {
  apportion_activation_relu,
  apportion_activation_tanh,
} apportion_activation;

/// The kernels compiled for one instruction set: constants that threads may share.
typedef struct __attribute__((swift_attr("@Sendable"))) apportion_kernels {
  /// "avx512", "avx2", "neon" or "portable".
  const char *name;

  /// C ← start + A · B, where A[i, k] is `a[i · a_row + k · a_column]`, so that A may be a transpose.
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
  /// Activation functions in place, and their gradients, also in place, from the activations.
  void (*relu)(float *x, ptrdiff_t count);
  void (*relu_backward)(float *gradient, const float *activation, ptrdiff_t count);
  void (*hyperbolic_tangent)(float *x, ptrdiff_t count);
  void (*hyperbolic_tangent_backward)(float *gradient, const float *activation, ptrdiff_t count);
  /// The number of correct predictions and the summed loss from logits [classes, samples]; the loss
  /// is NaN if a logit is not finite.
  void (*softmax_cross_entropy)(const float *logits, ptrdiff_t ld, const int32_t *labels,
                                ptrdiff_t samples, ptrdiff_t classes, ptrdiff_t *correct,
                                double *loss);
  /// Logits ← scale · (softmax − one-hot label); returns the summed loss.
  double (*softmax_cross_entropy_gradient)(float *logits, ptrdiff_t ld, const int32_t *labels,
                                           ptrdiff_t samples, ptrdiff_t classes, float scale);
  /// x ← factor · x, and y ← y + factor · x.
  void (*scale)(float *x, float factor, ptrdiff_t count);
  void (*axpy)(float *y, float factor, const float *x, ptrdiff_t count);
  /// out ← Σₖ weightsₖ · vectorsₖ, summed in double precision in the given order and rounded once.
  void (*weighted_sum)(float *out, const float *_Nonnull const *_Nonnull vectors, const double *weights,
                       ptrdiff_t vector_count, ptrdiff_t count);
  /// out[s, u] ← out[s, u] + Σ_k x[s, k] · weights[k, u], without the terms with x = 0.
  void (*sparse_forward)(float *out, const float *weights, const float *x, ptrdiff_t inputs,
                         ptrdiff_t samples, ptrdiff_t units);
  /// weights[k, u] ← weights[k, u] + Σ_s x[k, s] · gradient[s, u], without the terms with x = 0.
  void (*sparse_backward)(float *weights, const float *gradient, const float *x, ptrdiff_t inputs,
                          ptrdiff_t samples, ptrdiff_t units);
  /// out ← a + b.
  void (*add)(float *out, const float *a, const float *b, ptrdiff_t count);
  /// The margins, logits of other classes minus the label's, of a block of samples of one label:
  /// margins[c, s] ← biases[c] + Σ_u weights[c, u] · act(scale · (low[u, s] + high[u, s])), where the
  /// scale of a ReLU is 1.
  void (*mixed_margins)(float *margins, const float *low, const float *high, const float *weights,
                        const float *biases, ptrdiff_t units, ptrdiff_t count,
                        apportion_activation activation, float scale);
  /// The number of samples whose prediction is correct, and the summed loss of all samples, computed
  /// from `scale` times the margins. A prediction is correct if all margins are below zero; a margin
  /// of zero is also accepted, except for the first `earlier` margins. Margins are [count, ld], where
  /// ld is a multiple of sixteen.
  void (*evaluate_margins)(const float *margins, ptrdiff_t ld, ptrdiff_t count, ptrdiff_t earlier,
                        ptrdiff_t samples, float scale, int with_loss, int32_t *correct,
                        double *loss);
  /// out[i, l] ← Σ_{j ∈ l} parts[i · element_stride + j · part_stride], where lane l is a subset of
  /// the first `low` players, at most four.
  void (*spread_low_sets)(float *out, const float *parts, ptrdiff_t part_stride,
                          ptrdiff_t element_stride, ptrdiff_t low, ptrdiff_t count);
  /// out[i, l] ← lows[i, l] + highs[i], for sixteen lanes.
  void (*add_spread)(float *out, const float *lows, const float *highs, ptrdiff_t count);
  /// Classifies hidden units by their pre-activations units[u, player] as steady (below zero for no
  /// player and above for at least one), mixed (above for some and below for others) or neither;
  /// lists the numbers and copies the rows of the steady and the mixed units.
  void (*sort_units)(const float *units, ptrdiff_t count, ptrdiff_t width, int32_t *steady,
                     float *steady_rows, ptrdiff_t *steady_count, int32_t *mixed,
                     float *mixed_rows, ptrdiff_t *mixed_count);
  /// The number of elements, of `count`, that are above zero in one of the vectors and below in another.
  ptrdiff_t (*count_mixed)(const float *vectors, ptrdiff_t stride, ptrdiff_t vector_count,
                           ptrdiff_t count);
  /// own[c, l] ← parent[c, l] + joining[c, l] + Σ_{k ∈ others} pairs[k · pair_stride + c].
  void (*extend_form)(float *own, const float *parent, const float *joining, const float *pairs,
                      ptrdiff_t pair_stride, uint64_t others, ptrdiff_t count);
  /// margins[c, l] ← form[c, l] + biases[c, l]
  ///                 + Σ_i weights[numbers[i], c, l] · relu(lows[i, l] + highs[i]),
  /// where `peaks[i]` is the largest of lows[i, l] and `live` is memory for `unit_count` numbers.
  void (*form_margins)(float *margins, const float *form, const float *biases,
                       const float *weights, const float *lows, const float *peaks,
                       const float *highs, const int32_t *numbers, ptrdiff_t unit_count,
                       ptrdiff_t count, int32_t *live);
  /// out[i] ← the largest of in[i, l], for sixteen lanes.
  void (*lane_peaks)(float *out, const float *in, ptrdiff_t count);
  /// Evaluates margins [samples, count, 16] of sixteen coalitions, each with its own scale, and adds
  /// the results to the coalitions' numbers of correct predictions and losses.
  void (*evaluate_lanes)(const float *margins, ptrdiff_t count, ptrdiff_t earlier, ptrdiff_t samples,
                      const float *scales, int with_loss, int32_t *correct, double *loss);
  /// Runs 768 · `steps` fused multiply-adds in registers, to measure the machine's peak rate.
  float (*multiply_add_steps)(ptrdiff_t steps);
  /// The elementary functions that the other kernels use, exported for tests of their accuracy.
  void (*exponential)(float *x, ptrdiff_t count);
  void (*binary_exponential)(float *x, ptrdiff_t count);
  void (*natural_logarithm)(float *x, ptrdiff_t count);
  void (*fused_multiply_add)(float *out, const float *a, const float *b, const float *c,
                             ptrdiff_t count);
} apportion_kernels;

/// The number of kernel tables in this build that this machine can run.
size_t apportion_kernels_count(void);

/// The table at `index`, widest instruction set first, or NULL past the end.
const apportion_kernels *_Nullable apportion_kernels_at(size_t index);

/// Updates the eight words of a SHA-256 state with `count` blocks of 64 bytes.
typedef void (*apportion_sha256_blocks)(uint32_t *state, const uint8_t *blocks, size_t count);

/// Such a function that uses the processor's SHA-256 instructions, or NULL if there are none.
apportion_sha256_blocks _Nullable apportion_sha256_instructions(void);

#pragma clang assume_nonnull end

#endif
