import ApportionPrimitives
import Testing

@Suite("ChiSquared")
struct ChiSquaredTests {
  @Test(
    "its quantiles agree with figures to 17 digits (mpmath 1.4.1)",
    arguments: [
      (1.0, 1e-6, 1.5707963267957189e-12), (1, 0.5, 0.45493642311957275),
      (1, 0.975, 5.0238861873148874), (3, 0.025, 0.21579528262389788),
      (7, 0.025, 1.6898691806773546), (7, 0.975, 16.012764274629322),
      (28, 0.025, 15.307860552601196), (28, 0.975, 44.460791836317752),
      (140, 1e-6, 74.301331447943597), (140, 0.975, 174.64783219009056),
      (1000, 0.025, 914.25715379925894), (5000, 0.5, 4999.3333491381102),
      (5000, 0.975, 5197.8837719237973),
    ])
  func figures(freedom: Double, p: Double, expected: Double) {
    let ours = ChiSquared(degreesOfFreedom: freedom).quantile(p)
    #expect(abs(ours / expected - 1) < 1e-12, "\(ours), not \(expected)")
  }

  @Test("with two degrees of freedom it is exponential", arguments: [1e-9, 0.1, 0.5, 0.9, 0.999])
  func exponential(p: Double) {
    let ours = ChiSquared(degreesOfFreedom: 2).quantile(p)
    // Near p = 0 the logarithm of 1 − p would cancel; p + p²/2 has what is left.
    let expected = p < 1e-6 ? 2 * (p + p * p / 2) : -2 * Elementary.log(1 - p)
    #expect(abs(ours / expected - 1) < 1e-13)
  }

  @Test("nothing is below zero, and everything below a large number")
  func ends() {
    let distribution = ChiSquared(degreesOfFreedom: 5)
    #expect(distribution.cumulative(-1) == 0)
    #expect(distribution.cumulative(0) == 0)
    #expect(distribution.cumulative(1e300) == 1)
  }

  @Test("the series and the fraction meet where one gives way to the other")
  func seam() {
    for a in [0.5, 3, 70, 500] {
      let below = Elementary.regularisedGamma(a, (a + 1).nextDown)
      let above = Elementary.regularisedGamma(a, a + 1)
      #expect(abs(below - above) < 1e-14 * max(1, a))
    }
  }
}
