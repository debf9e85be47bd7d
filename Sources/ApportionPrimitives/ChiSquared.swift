/// The chi-squared distribution: the sum of the squares of ν independent standard normal variables.
package struct ChiSquared: Hashable, Sendable {
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom must exceed 0, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a draw below `x`.
  package func cumulative(_ x: Double) -> Double {
    Elementary.regularisedGamma(degreesOfFreedom / 2, x / 2)
  }

  /// The quantile at `p`, strictly between 0 and 1: a draw is below it with probability `p`.
  package func quantile(_ p: Double) -> Double {
    ApportionPrimitives.quantile(p, of: cumulative)
  }
}
