import ApportionPrimitives
import Foundation
import Testing

@Suite("Elementary: log gamma")
struct LogGammaTests {
  @Test("is the logarithm of a factorial at whole numbers")
  func factorials() {
    var logarithm = 0.0
    for n in 1...170 {
      expectClose(Elementary.logGamma(Double(n)), logarithm)
      logarithm += Elementary.log(Double(n))
    }
  }

  @Test("is that of a product with √π at halves")
  func halves() {
    var logarithm = Elementary.log(Double.pi) / 2
    for n in 0...40 {
      expectClose(Elementary.logGamma(Double(n) + 0.5), logarithm)
      logarithm += Elementary.log(Double(n) + 0.5)
    }
  }

  @Test(
    "agrees with figures to 17 digits (mpmath 1.4.1)",
    arguments: [
      (1e-3, 6.9071788853838537), (1.5, -0.12078223763524522), (3.3, 0.9870985778947344),
      (7.25, 7.0521854507385395), (12.5, 18.734347511936446), (400.5, 1997.5046532097688),
      (1e5, 1051287.7089736569),
    ])
  func figures(x: Double, expected: Double) {
    expectClose(Elementary.logGamma(x), expected)
  }

  private func expectClose(
    _ ours: Double, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = abs(ours - expected) / max(1, abs(expected))
    #expect(error < 1e-14, "\(ours), not \(expected)", sourceLocation: sourceLocation)
  }
}
