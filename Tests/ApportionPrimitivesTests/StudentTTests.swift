import ApportionPrimitives
import Testing

@Suite("StudentT")
struct StudentTTests {
  @Test(
    "its quantiles agree with figures to 17 digits (mpmath 1.4.1)",
    arguments: [
      (1.0, 0.9, 3.0776835371752541), (1, 0.975, 12.706204736174693),
      (2, 0.9995, 31.599054576445363), (4, 0.975, 2.7764451051977935),
      (9, 0.9, 1.3830287383966325), (9, 0.975, 2.262157162798205),
      (30, 0.9995, 3.6459586350420628), (1000, 0.975, 1.9623390808264081),
    ])
  func figures(freedom: Double, p: Double, expected: Double) {
    let distribution = StudentT(degreesOfFreedom: freedom)
    let ours = distribution.quantile(p)
    #expect(abs(ours / expected - 1) < 1e-12, "\(ours), not \(expected)")
    #expect(abs(distribution.quantile(1 - p) / expected + 1) < 1e-12)
  }

  @Test("with two degrees of freedom it has a closed form", arguments: [-3, -0.5, 0, 0.1, 1, 20])
  func closedForm(t: Double) {
    let expected = 0.5 + t / (2 * (2 + t * t).squareRoot())
    #expect(abs(StudentT(degreesOfFreedom: 2).cumulative(t) - expected) < 1e-15)
  }

  @Test("its median is zero")
  func median() {
    #expect(StudentT(degreesOfFreedom: 3).quantile(0.5) == 0)
    #expect(StudentT(degreesOfFreedom: 3).cumulative(0) == 0.5)
  }

  @Test("quantiles undo the distribution function", arguments: [0.01, 0.3, 0.500001, 0.8, 0.99])
  func inverse(p: Double) {
    let distribution = StudentT(degreesOfFreedom: 6)
    #expect(abs(distribution.cumulative(distribution.quantile(p)) - p) < 1e-14)
  }
}
