/// The quantile of a positive random variable at `p`: a draw is below it with probability `p`.
///
/// Bisection on the bit patterns of the positive doubles, which are in the same order as the numbers,
/// finds the smallest double at which the computed distribution function reaches `p`, at any
/// magnitude.
///
/// - Precondition: `p` is strictly between 0 and 1; `cumulative` is non-decreasing.
/// - Cost: at most 63 calls of `cumulative`.
package func quantile(_ p: Double, of cumulative: (Double) -> Double) -> Double {
  precondition(p > 0 && p < 1, "the probability of a quantile must be between 0 and 1, not \(p)")
  var low = 0.0.bitPattern
  // Far above any quantile in use, and far below overflow in the arithmetic of `cumulative`.
  var high = 0x1p900.bitPattern
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if cumulative(Double(bitPattern: middle)) < p { low = middle } else { high = middle }
  }
  return Double(bitPattern: high)
}
