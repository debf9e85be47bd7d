import ApportionReport
import Testing

@Suite("Estimate")
struct EstimateTests {
  @Test(
    "shows as many digits as its uncertainty leaves",
    arguments: [
      (0.72918, 0.0234, "+0.729 ± 0.023"), (0.72918, 0.5, "+0.73 ± 0.50"),
      (12.345, 3.14159, "+12.3 ± 3.1"), (-1234.5, 320, "−1234 ± 320"),
      (0.5, 0.0996, "+0.50 ± 0.10"),
      (-0.0001, 0.02, "0.000 ± 0.020"), (3, 9.96, "+3 ± 10"),
    ])
  func digits(value: Double, reach: Double, text: String) {
    #expect(
      Estimate(value, within: reach).text(exact: Decimals(largestOf: [1]), signed: true) == text)
  }

  @Test("shows exact values with three digits of the largest")
  func exact() {
    let values = [0.72918, -0.0512, 0]
    let decimals = Decimals(largestOf: values)
    #expect(
      values.map { Estimate($0).text(exact: decimals, signed: true) }
        == ["+0.729", "−0.051", "0.000"])
    #expect(Decimals(largestOf: [12_345.6])(12_345.6) == "12346")
    #expect(Decimals(largestOf: [0.9996])(0.9996) == "1.00")
    #expect(Decimals(largestOf: [])(0) == "0")
    // An interval of no width is no uncertainty.
    #expect(Estimate(2, within: 0).text(exact: Decimals(largestOf: [2])) == "2.00")
    #expect(Estimate(2, within: 1e-300).text(exact: Decimals(largestOf: [2])) == "2.00")
  }
}
