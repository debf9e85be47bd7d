import ApportionPrimitives
import ApportionValuation
import Foundation
import Testing

@Suite("SampleSummary")
struct SampleSummaryTests {
  static let stream = RandomStream(seed: 1).child("summary")

  @Test("has the mean, deviation and range of the repeats, and Student's interval")
  func closedForm() throws {
    let summary = SampleSummary(of: [2, 4, 4, 6], using: Self.stream)
    #expect(summary.count == 4)
    #expect(summary.mean == 4)
    #expect(summary.standardDeviation == (8.0 / 3).squareRoot())
    #expect(summary.coefficientOfVariation == (8.0 / 3).squareRoot() / 4)
    #expect((summary.minimum, summary.maximum) == (2, 6))
    #expect(summary.range == 4)
    let interval = try #require(summary.tInterval)
    // 3.1824463052837091 is the 97.5 % point of t with 3 degrees of freedom (scipy 1.17.1).
    let reach = 3.182_446_305_283_709 * (8.0 / 3).squareRoot() / 2
    #expect(abs(interval.lower - (4 - reach)) < 1e-12)
    #expect(abs(interval.upper - (4 + reach)) < 1e-12)
    #expect(interval.level == 0.95)
  }

  @Test("a single repeat has no deviation and no intervals, which is not the same as none at all")
  func single() {
    let summary = SampleSummary(of: [3], using: Self.stream)
    #expect(summary.mean == 3)
    #expect(summary.range == 0)
    #expect(summary.standardDeviation == nil)
    #expect(summary.coefficientOfVariation == nil)
    #expect(summary.tInterval == nil)
    #expect(summary.bootstrapInterval == nil)
  }

  @Test("equal repeats have a deviation of exactly 0", arguments: [0.1, -0.3, 1e-20, 7e15])
  func equal(value: Double) {
    let summary = SampleSummary(of: Array(repeating: value, count: 7), using: Self.stream)
    let point = ConfidenceInterval(lower: value, upper: value, level: 0.95)
    #expect(summary.mean == value)
    #expect(summary.standardDeviation == 0)
    #expect(summary.coefficientOfVariation == 0)
    #expect(summary.tInterval == point)
    #expect(summary.bootstrapInterval == point)
  }

  @Test("there is no coefficient of variation where values cancel or are all zero")
  func cancelling() {
    #expect(SampleSummary(of: [1, -1], using: Self.stream).coefficientOfVariation == nil)
    #expect(
      SampleSummary(of: [0.1, 0.2, -0.3], using: Self.stream).coefficientOfVariation == nil)
    #expect(SampleSummary(of: [0, 0], using: Self.stream).coefficientOfVariation == nil)
    #expect(
      SampleSummary(of: [-1, -3], using: Self.stream).coefficientOfVariation == 0.5.squareRoot())
  }

  @Test("the bootstrap's interval is the spread of the means of resamples")
  func bootstrap() throws {
    let values = (0..<40).map { Double($0 * $0 % 37) }
    let summary = SampleSummary(of: values, resamples: 9999, using: Self.stream)
    let interval = try #require(summary.bootstrapInterval)
    let deviation = try #require(summary.standardDeviation)
    // The means are about normal around the mean, with the deviation that leaves out the −1. The
    // 2.5 % point of 9,999 draws has a standard error of 0.027 deviations.
    let reach = 1.96 * deviation * (39.0 / 40).squareRoot() / 40.0.squareRoot()
    #expect(abs(interval.lower - (summary.mean - reach)) < 0.12 * reach)
    #expect(abs(interval.upper - (summary.mean + reach)) < 0.12 * reach)
  }

  @Test("two repeats have the bootstrap means that two repeats can have")
  func pair() {
    // A resample is the lower value twice in a quarter of the draws.
    let summary = SampleSummary(of: [1, 2], using: Self.stream)
    #expect(summary.bootstrapInterval == ConfidenceInterval(lower: 1, upper: 2, level: 0.95))
    let narrow = SampleSummary(of: [1, 2], level: 0.3, using: Self.stream)
    #expect(narrow.bootstrapInterval == ConfidenceInterval(lower: 1.5, upper: 1.5, level: 0.3))
  }

  @Test("the same stream gives the same interval, and a wider one for more confidence")
  func levels() throws {
    let values = [0.1, 0.4, 0.2, 0.35, 0.22, 0.31]
    let first = SampleSummary(of: values, using: Self.stream)
    #expect(first == SampleSummary(of: values, using: Self.stream))
    let sure = SampleSummary(of: values, level: 0.99, using: Self.stream)
    let (t, wide) = (try #require(first.tInterval), try #require(sure.tInterval))
    #expect(wide.lower < t.lower && t.upper < wide.upper)
    let (drawn, most) = (
      try #require(first.bootstrapInterval), try #require(sure.bootstrapInterval)
    )
    #expect(most.lower < drawn.lower && drawn.upper < most.upper)
  }

  @Test("is written with explicit nulls")
  func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let summary = SampleSummary(of: [3], using: Self.stream)
    let data = try encoder.encode(summary)
    #expect(
      String(decoding: data, as: UTF8.self) == """
        {"bootstrapInterval":null,"coefficientOfVariation":null,"count":1,"maximum":3,"mean":3,\
        "minimum":3,"standardDeviation":null,"tInterval":null}
        """)
    #expect(try JSONDecoder().decode(SampleSummary.self, from: data) == summary)
  }

  @Test("no values, and values that are not finite, are the caller's mistake")
  func mistakes() async {
    await #expect(processExitsWith: .failure) { _ = SampleSummary(of: [], using: Self.stream) }
    await #expect(processExitsWith: .failure) { _ = SampleSummary(of: [.nan], using: Self.stream) }
  }
}
