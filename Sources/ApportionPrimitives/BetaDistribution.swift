/// The beta distribution: the share of one gamma number in the sum of two.
package struct BetaDistribution: Hashable, Sendable {
  package let a: Double
  package let b: Double

  package init(_ a: Double, _ b: Double) {
    precondition(a > 0 && b > 0, "the shapes of a beta distribution are above 0, not \(a) and \(b)")
    (self.a, self.b) = (a, b)
  }

  /// The chance of a draw below `x`.
  package func cumulative(_ x: Double) -> Double {
    Elementary.regularisedBeta(x: x, y: 1 - x, a, b)
  }

  /// The point below which a draw falls with chance `p`, between 0 and 1.
  package func quantile(_ p: Double) -> Double {
    ApportionPrimitives.quantile(p, of: cumulative)
  }
}
