import ApportionPrimitives
import Testing

@Suite("FDistribution")
struct FDistributionTests {
  @Test(
    "its quantiles agree with figures to 17 digits (mpmath 1.4.1)",
    arguments: [
      (1.0, 1.0, 0.025, 0.0015437125086741311), (1, 1, 0.975, 647.78901147784416),
      (7, 28, 0.025, 0.22844014853108085), (7, 28, 0.975, 2.7819587521748037),
      (7, 28, 0.999, 4.932803227419901), (28, 7, 0.025, 0.35945896006482739),
      (28, 7, 0.975, 4.3775142260684656), (4, 140, 0.025, 0.1204558152367054),
      (140, 4, 0.975, 8.30179927830731), (1000, 3, 0.999, 123.52926536870288),
      (2500, 1800, 0.025, 0.9181421548806359), (2500, 1800, 0.975, 1.0898162589461062),
    ])
  func figures(_ numerator: Double, _ denominator: Double, p: Double, expected: Double) {
    let ours = FDistribution(numerator: numerator, denominator: denominator).quantile(p)
    #expect(abs(ours / expected - 1) < 1e-12, "\(ours), not \(expected)")
  }

  @Test("with two and two degrees of freedom its quantiles are the odds", arguments: 1..<10)
  func odds(tenth: Int) {
    let p = Double(tenth) / 10
    let ours = FDistribution(numerator: 2, denominator: 2).quantile(p)
    #expect(abs(ours / (p / (1 - p)) - 1) < 1e-14)
  }

  @Test("turned upside down it is F again")
  func reciprocal() {
    let upright = FDistribution(numerator: 5, denominator: 12).quantile(0.9)
    let turned = FDistribution(numerator: 12, denominator: 5).quantile(0.1)
    #expect(abs(upright * turned - 1) < 1e-13)
  }

  @Test("nothing is below zero, and everything below a large number")
  func ends() {
    let distribution = FDistribution(numerator: 3, denominator: 4)
    #expect(distribution.cumulative(0) == 0)
    #expect(distribution.cumulative(1e300) == 1)
  }
}
