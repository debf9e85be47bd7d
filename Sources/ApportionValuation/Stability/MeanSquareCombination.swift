import ApportionPrimitives

/// A signed sum of independent mean squares, *γ̂ = Σ kᵢ Sᵢ²*, and an interval for its expectation.
///
/// The interval is that of the modified large-sample method. It extends from γ̂ − √V_L to γ̂ + √V_U, and
/// both V are quadratic forms in the *|kᵢ| Sᵢ²*. Their coefficients make an end exact in the cases that
/// have an exact answer: if a single mean square remains, if the F test of two is at its limit, and if
/// two together are one chi-squared variable. Let F(n, m) be the upper α point of the F distribution,
/// F′(n, m) the lower one, q and t terms with kᵢ > 0, and r and u terms with kᵢ < 0:
///
///     V_L:   qq  G_q² = (1 − 1/F(n_q, ∞))²          rr  H_r² = (1/F′(n_r, ∞) − 1)²
///            qr  ((F(n_q, n_r) − 1)² − G_q² F(n_q, n_r)² − H_r²) / F(n_q, n_r)
///            qt  ((1 − 1/F(n_q + n_t, ∞))² (n_q + n_t)² − G_q² n_q² − G_t² n_t²)
///                / (n_q n_t (P − 1)), with P terms above 0
///     V_U:   qq  H_q²                               rr  G_r²
///            qr  ((1 − F′(n_q, n_r))² − H_q² F′(n_q, n_r)² − G_r²) / F′(n_q, n_r)
///            ru  as qt of V_L, over the terms below 0
///
/// For a single mean square this is the exact chi-squared interval.
///
/// - Error: the coverage is close to the level, but not equal to it; see ``CrossedDesign``, and `Coverage
///   (slow)` in the tests.
/// - Source: Ting, Burdick, Graybill, Jeyaratnam & Lu, "Confidence intervals on linear combinations
///   of variance components that are unrestricted in sign", Journal of Statistical Computation and
///   Simulation 35, 1990; Burdick & Graybill, "Confidence intervals on variance components", 1992.
package struct MeanSquareCombination: Sendable {
  package let coefficients: [Double]
  private let level: Double
  private let lower: [[Double]]
  private let upper: [[Double]]

  /// Prepares an interval, which is most of the work and can be done once for many mean squares.
  ///
  /// - Parameters:
  ///   - coefficients: kᵢ, none of them 0.
  ///   - degreesOfFreedom: nᵢ, one per mean square.
  ///   - level: the confidence, 1 − 2α.
  package init(coefficients: [Double], degreesOfFreedom: [Int], level: Double) {
    self.coefficients = coefficients
    self.level = level
    let constants = Constants(
      freedom: degreesOfFreedom.map(Double.init), tail: ConfidenceInterval.tail(ofLevel: level))
    let added = coefficients.indices.filter { coefficients[$0] > 0 }
    let taken = coefficients.indices.filter { coefficients[$0] < 0 }
    lower = constants.form(inner: added, outer: taken, mixed: constants.below)
    upper = constants.form(inner: taken, outer: added) { r, q in constants.above(q, r) }
  }

  package func estimate(_ meanSquares: [Double]) -> Double {
    zip(coefficients, meanSquares).reduce(0) { $0 + $1.0 * $1.1 }
  }

  package func interval(_ meanSquares: [Double]) -> ConfidenceInterval {
    let terms = zip(coefficients, meanSquares).map { abs($0 * $1) }
    let estimate = estimate(meanSquares)
    return ConfidenceInterval(
      lower: estimate - reach(lower, terms), upper: estimate + reach(upper, terms), level: level)
  }

  /// The square root of a quadratic form, or 0 if the negative mixed terms outweigh the squares.
  private func reach(_ form: [[Double]], _ terms: [Double]) -> Double {
    var sum = 0.0
    for i in terms.indices {
      for j in terms.indices { sum += form[i][j] * terms[i] * terms[j] }
    }
    return max(sum, 0).squareRoot()
  }
}

/// The G, H and mixed coefficients of the method for given degrees of freedom.
private struct Constants {
  let freedom: [Double]
  let tail: Double
  /// How far a mean square may lie above what it estimates, as a fraction of itself.
  let g: [Double]
  /// How far it may lie below what it estimates, as a fraction of itself.
  let h: [Double]

  init(freedom: [Double], tail: Double) {
    (self.freedom, self.tail) = (freedom, tail)
    g = freedom.map { Self.excess($0, tail) }
    h = freedom.map { $0 / ChiSquared(degreesOfFreedom: $0).quantile(tail) - 1 }
  }

  private static func excess(_ freedom: Double, _ tail: Double) -> Double {
    1 - freedom / ChiSquared(degreesOfFreedom: freedom).quantile(1 - tail)
  }

  /// The quadratic form with the coefficients G for the `inner` terms and H for the `outer` ones.
  func form(inner: [Int], outer: [Int], mixed: (Int, Int) -> Double) -> [[Double]] {
    let row = [Double](repeating: 0, count: freedom.count)
    var form = Array(repeating: row, count: freedom.count)
    for i in inner {
      form[i][i] = g[i] * g[i]
      for o in outer { form[i][o] = mixed(i, o) }
      for j in inner where j < i { form[i][j] = alike(i, j) / Double(inner.count - 1) }
    }
    for o in outer { form[o][o] = h[o] * h[o] }
    return form
  }

  /// V_L's coefficient of terms of opposite signs.
  func below(_ q: Int, _ r: Int) -> Double {
    let f = FDistribution(numerator: freedom[q], denominator: freedom[r]).quantile(1 - tail)
    return ((f - 1) * (f - 1) - g[q] * g[q] * f * f - h[r] * h[r]) / f
  }

  /// V_U's coefficient of terms of opposite signs.
  func above(_ q: Int, _ r: Int) -> Double {
    let f = FDistribution(numerator: freedom[q], denominator: freedom[r]).quantile(tail)
    return ((1 - f) * (1 - f) - h[q] * h[q] * f * f - g[r] * g[r]) / f
  }

  /// The coefficient of terms of the same sign.
  private func alike(_ i: Int, _ j: Int) -> Double {
    let (n, m) = (freedom[i], freedom[j])
    let (both, first, second) = (Self.excess(n + m, tail) * (n + m), g[i] * n, g[j] * m)
    return (both * both - first * first - second * second) / (n * m)
  }
}
