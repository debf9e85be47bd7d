extension Elementary {
  /// ln Γ(x) for x > 0, by Stirling's series at z ≥ 10; Γ(z + 1) = z Γ(z) reduces smaller x to it.
  ///
  ///     ln Γ(z) = (z − ½) ln z − z + ½ ln 2π + 1/(12 z) − 1/(360 z³) + 1/(1260 z⁵) − …
  ///
  /// - Error: below 10⁻¹⁴, relative to the larger of 1 and |ln Γ(x)|.
  /// - Source: NIST Digital Library of Mathematical Functions, 5.11.1.
  package static func logGamma(_ x: Double) -> Double {
    precondition(x > 0, "ln Γ(x) needs x above 0, not \(x)")
    var (z, product) = (x, 1.0)
    while z < 10 {
      product *= z
      z += 1
    }
    let square = z * z
    var series = 0.0
    for coefficient in stirling.reversed() { series = coefficient + series / square }
    return (z - 0.5) * log(z) - z + halfLogTwoPi + series / z - log(product)
  }

  /// B₂ₖ / (2k (2k − 1)) for k = 1 … 7, with the Bernoulli numbers B₂ₖ.
  private static let stirling = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156,
  ]
  private static let halfLogTwoPi = 0.918_938_533_204_672_7
}
