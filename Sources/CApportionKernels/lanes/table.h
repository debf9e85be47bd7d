// The table of all kernels compiled for one instruction set. The including file defines
// KERNEL_TABLE, KERNEL_NAME, TILE_ROWS and TILE_LANES.
#include "elementwise.h"
#include "matrix_product.h"
#include "margins.h"
#include "coalitions.h"
#include "softmax.h"
#include "sparse.h"

const apportion_kernels KERNEL_TABLE = {
  .name = KERNEL_NAME,
  .matrix_product = matrix_product,
  .chosen_product = chosen_product,
  .transpose = transpose,
  .add_row_sums = add_row_sums,
  .relu = relu,
  .relu_backward = relu_backward,
  .hyperbolic_tangent = hyperbolic_tangent,
  .hyperbolic_tangent_backward = hyperbolic_tangent_backward,
  .softmax_cross_entropy = softmax_cross_entropy,
  .softmax_cross_entropy_gradient = softmax_cross_entropy_gradient,
  .scale = scale,
  .axpy = axpy,
  .weighted_sum = weighted_sum,
  .sparse_forward = sparse_forward,
  .sparse_backward = sparse_backward,
  .add = add,
  .mixed_margins = mixed_margins,
  .evaluate_margins = evaluate_margins,
  .spread_low_sets = spread_low_sets,
  .add_spread = add_spread,
  .sort_units = sort_units,
  .count_mixed = count_mixed,
  .extend_form = extend_form,
  .form_margins = form_margins,
  .lane_peaks = lane_peaks,
  .evaluate_lanes = evaluate_lanes,
  .multiply_add_steps = multiply_add_steps,
  .exponential = exponential,
  .binary_exponential = binary_exponential,
  .natural_logarithm = natural_logarithm,
  .fused_multiply_add = fused_multiply_add,
};
