extension Elementary {
  /// The regularised incomplete gamma function P(a, x): the probability of a Gamma(a) draw below x.
  ///
  /// Uses the power series for x < a + 1, and otherwise the continued fraction of 1 − P.
  ///
  /// - Error: about 10⁻¹⁴ times the larger of 1 and a, relative to the smaller tail.
  /// - Cost: a few times √a terms.
  /// - Source: NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2.
  package static func regularisedGamma(_ a: Double, _ x: Double) -> Double {
    if x <= 0 { return 0 }
    let front = exp(a * log(x) - x - logGamma(a))
    return x < a + 1 ? front * series(a, x) : 1 - front * fraction(a, x)
  }

  /// The series 1/a + x/(a (a + 1)) + x²/(a (a + 1)(a + 2)) + ….
  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var (sum, n) = (term, a)
    while term > sum * 0x1p-53 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  /// The fraction 1/(x + 1 − a − 1 (1 − a)/(x + 3 − a − 2 (2 − a)/(x + 5 − a − …))), by Lentz's method.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var (c, d) = (Double.infinity, 1 / b)
    var value = d
    // The bound is far above the number of terms needed; it only ends the loop for a NaN.
    for n in 1...100_000 {
      let numerator = -Double(n) * (Double(n) - a)
      b += 2
      d = 1 / (numerator * d + b)
      c = b + numerator / c
      value *= c * d
      if abs(c * d - 1) < 0x1p-51 { break }
    }
    return value
  }
}
