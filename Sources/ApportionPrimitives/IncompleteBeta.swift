extension Elementary {
  /// The regularised incomplete beta function Iₓ(a, b): the probability of a Beta(a, b) draw below x.
  ///
  /// Uses Lentz's evaluation of the continued fraction, on the side of the mean where it converges
  /// quickly.
  ///
  /// - Parameters:
  ///   - x: from 0 to 1.
  ///   - y: 1 − x, a separate parameter because callers can often compute it without cancellation.
  ///   - a: above 0.
  ///   - b: above 0.
  /// - Returns: from 0 to 1.
  /// - Error: about 10⁻¹⁴ times the larger of 1 and a + b, relative to the smaller tail.
  /// - Cost: a few times √max(a, b) terms.
  /// - Source: NIST Digital Library of Mathematical Functions, 8.17.4 and 8.17.22.
  package static func regularisedBeta(x: Double, y: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if y <= 0 { return 1 }
    return x <= (a + 1) / (a + b + 2)
      ? lowerTail(x: x, y: y, a, b) : 1 - lowerTail(x: y, y: x, b, a)
  }

  /// Iₓ(a, b) = xᵃ yᵇ / (a B(a, b)) · 1 / (1 + d₁/(1 + d₂/(1 + …))).
  private static func lowerTail(x: Double, y: Double, _ a: Double, _ b: Double) -> Double {
    let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
    let front = exp(a * log(x) + b * log(y) - logBeta) / a
    return front
      / lentz { term in
        let m = Double(term / 2)
        return term % 2 == 0
          ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
          : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      }
  }

  /// The continued fraction 1 + d₁/(1 + d₂/(1 + …)).
  ///
  /// - Source: Lentz, "Generating Bessel functions in Mie scattering calculations", Applied Optics
  ///   15(3), 1976, with Thompson and Barnett's guard against division by zero.
  private static func lentz(_ d: (Int) -> Double) -> Double {
    let tiny = 1e-300
    var (value, c, e) = (1.0, 1.0, 0.0)
    // The bound is far above the number of terms needed; it only ends the loop for a NaN.
    for term in 1...100_000 {
      let d = d(term)
      e = 1 / awayFromZero(1 + d * e, tiny)
      c = awayFromZero(1 + d / c, tiny)
      value *= c * e
      if abs(c * e - 1) < 0x1p-51 { break }
    }
    return value
  }

  private static func awayFromZero(_ x: Double, _ tiny: Double) -> Double {
    abs(x) < tiny ? tiny : x
  }
}
