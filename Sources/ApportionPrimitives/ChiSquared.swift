/// The chi-squared distribution: the sum of the squares of ν independent standard normal numbers.
package struct ChiSquared: Hashable, Sendable {
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are above 0, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The chance of a draw below `x`.
  package func cumulative(_ x: Double) -> Double {
    Elementary.regularisedGamma(degreesOfFreedom / 2, x / 2)
  }

  /// The point below which a draw falls with chance `p`, between 0 and 1.
  package func quantile(_ p: Double) -> Double {
    ApportionPrimitives.quantile(p, of: cumulative)
  }
}
