/// Student's t distribution: Z / √(V/ν) for independent standard normal Z and chi-squared V with ν
/// degrees of freedom.
///
/// Its square has the F distribution with 1 and ν degrees of freedom.
package struct StudentT: Hashable, Sendable {
  package let degreesOfFreedom: Double

  package init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "degrees of freedom must exceed 0, not \(degreesOfFreedom)")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a draw below `t`.
  package func cumulative(_ t: Double) -> Double {
    let sum = degreesOfFreedom + t * t
    let beyond = Elementary.regularisedBeta(
      x: degreesOfFreedom / sum, y: t * t / sum, degreesOfFreedom / 2, 0.5)
    return t < 0 ? beyond / 2 : 1 - beyond / 2
  }

  /// The quantile at `p`, strictly between 0 and 1: a draw is below it with probability `p`.
  package func quantile(_ p: Double) -> Double {
    if p == 0.5 { return 0 }
    let within = abs(2 * p - 1)
    let square = FDistribution(numerator: 1, denominator: degreesOfFreedom).quantile(within)
    return p < 0.5 ? -square.squareRoot() : square.squareRoot()
  }
}
