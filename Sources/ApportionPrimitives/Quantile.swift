/// The point below which a positive random number falls with chance `p`.
///
/// By halving on the bit patterns of the positive doubles, which are in the order of the numbers:
/// it ends at the very double where the computed distribution function reaches `p`, however small
/// or large that is.
///
/// - Precondition: `p` lies between 0 and 1, ends excluded; `cumulative` does not fall.
/// - Cost: at most 63 calls of `cumulative`.
package func quantile(_ p: Double, of cumulative: (Double) -> Double) -> Double {
  precondition(p > 0 && p < 1, "a quantile is asked for a chance between 0 and 1, not \(p)")
  var low = 0.0.bitPattern
  // Far above any quantile in use, and far enough from overflow for arithmetic.
  var high = 0x1p900.bitPattern
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if cumulative(Double(bitPattern: middle)) < p { low = middle } else { high = middle }
  }
  return Double(bitPattern: high)
}
