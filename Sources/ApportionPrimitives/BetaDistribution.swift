/// The beta distribution Beta(a, b): X / (X + Y) for independent X ~ Gamma(a) and Y ~ Gamma(b).
package struct BetaDistribution: Hashable, Sendable {
  package let a: Double
  package let b: Double

  package init(_ a: Double, _ b: Double) {
    precondition(a > 0 && b > 0, "the shapes of Beta(a, b) must be above 0, not \(a) and \(b)")
    (self.a, self.b) = (a, b)
  }

  /// The probability of a draw below `x`.
  package func cumulative(_ x: Double) -> Double {
    Elementary.regularisedBeta(x: x, y: 1 - x, a, b)
  }

  /// The quantile at `p`, strictly between 0 and 1: a draw is below it with probability `p`.
  package func quantile(_ p: Double) -> Double {
    ApportionPrimitives.quantile(p, of: cumulative)
  }
}
