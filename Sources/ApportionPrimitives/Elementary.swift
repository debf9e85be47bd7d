/// Exponential and logarithm in double precision, computed only from sums, products and quotients.
///
/// A system's mathematics library may change the last bit of a result from one release to the next.
/// Random draws must stay the same.
package enum Elementary {
  /// eˣ: x = n ln 2 + r with |r| ≤ ln 2 / 2, and the series of eʳ to the term r¹⁴/14!.
  ///
  /// - Error: below 2 ulp for results that are normal numbers.
  package static func exp(_ x: Double) -> Double {
    if x > 710 { return .infinity }
    if x < -746 { return 0 }
    let n = (x / ln2High).rounded(.toNearestOrEven)
    let r = (x - n * ln2High) - n * ln2Low
    var series = 1.0
    for term in stride(from: 14.0, to: 0, by: -1) { series = 1 + series * r / term }
    return scaled(series, by: Int(n))
  }

  /// ln x: x = 2ⁿ m with √½ ≤ m < √2, and 2 artanh s = 2(s + s³/3 + …) with s = (m − 1)/(m + 1).
  ///
  /// - Error: below 2 ulp for normal positive x; ln 0 is −∞.
  package static func log(_ x: Double) -> Double {
    precondition(x >= 0, "the logarithm of \(x) is not a number")
    if x == 0 { return -.infinity }
    if x == .infinity { return x }
    var (m, n) = (x.significand, Double(x.exponent))
    if m > 2.0.squareRoot() { (m, n) = (m / 2, n + 1) }
    let s = (m - 1) / (m + 1)
    let square = s * s
    var series = 0.0
    for term in stride(from: 23.0, through: 3, by: -2) { series = (series + 1 / term) * square }
    return n * ln2High + (2 * s + (2 * s * series + n * ln2Low))
  }

  /// ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// x · 2ⁿ in two steps, since 2ⁿ itself may not be a normal number.
  private static func scaled(_ x: Double, by n: Int) -> Double {
    let half = n / 2
    return x * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: n - half, significand: 1)
  }
}
