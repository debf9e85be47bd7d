/// Fisher's F distribution: the ratio of two independent chi-squared variables, each divided by its
/// degrees of freedom.
package struct FDistribution: Hashable, Sendable {
  package let numerator: Double
  package let denominator: Double

  /// - Parameters:
  ///   - numerator: the degrees of freedom of the numerator.
  ///   - denominator: the degrees of freedom of the denominator.
  package init(numerator: Double, denominator: Double) {
    precondition(
      numerator > 0 && denominator > 0,
      "degrees of freedom must exceed 0, not \(numerator) and \(denominator)")
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  /// The probability of a draw below `x`.
  package func cumulative(_ x: Double) -> Double {
    let ratio = numerator * x / denominator
    return Elementary.regularisedBeta(
      x: ratio / (1 + ratio), y: 1 / (1 + ratio), numerator / 2, denominator / 2)
  }

  /// The quantile at `p`, strictly between 0 and 1: a draw is below it with probability `p`.
  package func quantile(_ p: Double) -> Double {
    ApportionPrimitives.quantile(p, of: cumulative)
  }
}
