/// Student's t distribution: a standard normal number divided by the root of an independent mean of
/// ν squares of such numbers.
///
/// Its square is F with 1 and ν degrees of freedom.
package struct StudentT: Hashable, Sendable {
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom are above 0, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The chance of a draw below `t`.
  package func cumulative(_ t: Double) -> Double {
    let sum = degreesOfFreedom + t * t
    let beyond = Elementary.regularisedBeta(
      x: degreesOfFreedom / sum, y: t * t / sum, degreesOfFreedom / 2, 0.5)
    return t < 0 ? beyond / 2 : 1 - beyond / 2
  }

  /// The point below which a draw falls with chance `p`, between 0 and 1.
  package func quantile(_ p: Double) -> Double {
    if p == 0.5 { return 0 }
    let within = abs(2 * p - 1)
    let square = FDistribution(numerator: 1, denominator: degreesOfFreedom).quantile(within)
    return p < 0.5 ? -square.squareRoot() : square.squareRoot()
  }
}
