import ApportionPrimitives
import Testing

@Suite("BetaDistribution")
struct BetaDistributionTests {
  @Test(
    "its quantiles agree with figures to 17 digits (mpmath 1.4.1)",
    arguments: [
      (1.0, 10.0, 0.025, 0.0025285785444617846), (1, 10, 0.975, 0.30849710781876076),
      (9, 2, 0.025, 0.55498388297180458), (9, 2, 0.975, 0.97478927367316662),
      (46, 5, 0.025, 0.8076572164040372), (0.5, 0.5, 0.025, 0.0015413331334360121),
      (300, 200, 0.975, 0.64249950754623681),
    ])
  func figures(_ a: Double, _ b: Double, p: Double, expected: Double) {
    let ours = BetaDistribution(a, b).quantile(p)
    #expect(abs(ours / expected - 1) < 1e-12, "\(ours), not \(expected)")
  }

  @Test("with both shapes 1 it is even", arguments: 1..<10)
  func even(tenth: Int) {
    let p = Double(tenth) / 10
    #expect(abs(BetaDistribution(1, 1).quantile(p) - p) < 1e-15)
    #expect(abs(BetaDistribution(1, 1).cumulative(p) - p) < 1e-15)
  }

  @Test("everything is between 0 and 1")
  func ends() {
    #expect(BetaDistribution(2, 3).cumulative(0) == 0)
    #expect(BetaDistribution(2, 3).cumulative(1) == 1)
  }
}
