import ApportionValuation
import Foundation
import Testing

@Suite("CrossedDesign")
struct CrossedDesignTests {
  typealias Component = VarianceDecomposition.Component

  static let three = CrossedDesign([
    .init("strategy", levels: 3), .init("seed", levels: 2), .init("partition", levels: 2),
  ])
  static let figures: [Double] = [3, 5, 4, 9, 1, 2, 7, 3, 8, 6, 2, 5].map { $0 / 16 }

  // numpy 2.4.6: differences of residual sums of squares between least-squares fits with dummy
  // variables; the ends with quantiles of scipy 1.17.1.
  @Test("agrees with least squares on three factors")
  func leastSquares() {
    let found = Self.three.decomposition(of: Self.figures)
    #expect(
      found.components.map(\.name) == [
        "strategy", "seed", "partition", "strategy × seed", "strategy × partition",
        "seed × partition", "strategy × seed × partition",
      ])
    #expect(found.components.map(\.degreesOfFreedom) == [2, 1, 1, 2, 2, 1, 2])
    #expect(found.components.map(\.isResidual) == [false, false, false, false, false, false, true])
    #expect(abs(found.mean - 0.286_458_333_333_333_3) < 1e-15)
    expectClose(
      found.components.map(\.sumOfSquares),
      [
        0.041666666666666685, 0.00813802083333337, 0.008138020833333315, 0.11197916666666663,
        0.049479166666666685, 0.002929687500000111, 0.0546875,
      ])
    expectClose(
      found.components.map(\.variance),
      [
        -0.008138020833333329, -0.00390625000000001, 0.0013020833333333105, 0.014322916666666657,
        -0.0013020833333333287, -0.008138020833333296, 0.02734375,
      ])
    expectClose(
      found.components.map(\.interval.lower), [0, 0, 0, 0, 0, 0, 0.007412481307705932])
    expectClose(
      found.components.map(\.interval.upper),
      [
        0.31491395257410065, 1.3820859894574495, 1.3898124465971202, 1.0882498273898495,
        0.4711453689574613, 0.9811631448290118, 1.0800204352986347,
      ])
  }

  @Test("shares of the total take negative estimates for 0")
  func shares() throws {
    let found = Self.three.decomposition(of: Self.figures)
    let positive = found.components.map { max($0.variance, 0) }
    let total = positive.reduce(0, +)
    #expect(found.components.map(\.shareOfTotal) == positive.map { $0 / total })
    #expect(found.component("seed")?.shareOfTotal == 0)
    #expect(try #require(found.component("seed")).variance < 0)
  }

  @Test("two factors, worked by hand")
  func twoFactors() throws {
    let design = CrossedDesign([.init("strategy", levels: 2), .init("seed", levels: 3)])
    // Strategies differ by 4 on average, seeds lie at −1, 0, 1, and the rest is ±½ in two seeds.
    let found = design.decomposition(of: [0.5, 2.5, 3, 5.5, 5.5, 7])
    let strategy = try #require(found.component("strategy"))
    let seed = try #require(found.component("seed"))
    let rest = try #require(found.component("strategy", "seed"))
    #expect(found.mean == 4)
    #expect([strategy, seed, rest].map(\.sumOfSquares) == [24, 4, 1])
    #expect([strategy, seed, rest].map(\.meanSquare) == [24, 2, 0.5])
    #expect([strategy, seed, rest].map(\.variance) == [23.5 / 3, 0.75, 0.5])
    #expect(found.component("partition") == nil)
  }

  @Test("one factor has the variance of its levels, and it is the residual")
  func oneFactor() {
    let found = CrossedDesign([.init("seed", levels: 4)]).decomposition(of: [2, 4, 4, 6])
    #expect(found.components.map(\.name) == ["seed"])
    #expect(found.components.map(\.isResidual) == [true])
    #expect(found.components.map(\.variance) == [8.0 / 3])
    #expect(found.components.map(\.shareOfTotal) == [1])
  }

  @Test("what does not move has components of exactly 0, and no share of nothing")
  func still() {
    let found = Self.three.decomposition(of: Array(repeating: 0.1, count: 12))
    #expect(found.mean == 0.1)
    for component in found.components {
      #expect((component.variance, component.meanSquare) == (0, 0))
      #expect(component.shareOfTotal == nil)
      #expect((component.interval.lower, component.interval.upper) == (0, 0))
    }
  }

  @Test("a shift moves nothing but the mean, and a doubling doubles twice")
  func units() {
    let found = Self.three.decomposition(of: Self.figures)
    let moved = Self.three.decomposition(of: Self.figures.map { 2 * $0 + 8 })
    #expect(abs(moved.mean - (2 * found.mean + 8)) < 1e-14)
    expectClose(moved.components.map(\.variance), found.components.map { 4 * $0.variance })
    expectClose(
      moved.components.map(\.interval.upper), found.components.map { 4 * $0.interval.upper })
  }

  @Test("the order of the factors does not matter")
  func order() throws {
    let turned = CrossedDesign([
      .init("partition", levels: 2), .init("strategy", levels: 3), .init("seed", levels: 2),
    ])
    var figures: [Double] = []
    for partition in 0..<2 {
      for cell in 0..<6 { figures.append(Self.figures[2 * cell + partition]) }
    }
    let (found, other) = (
      Self.three.decomposition(of: Self.figures), turned.decomposition(of: figures)
    )
    for (one, two) in [
      (found.component("seed"), other.component("seed")),
      (found.component("strategy", "partition"), other.component("partition", "strategy")),
      (found.components.last, other.components.last),
    ] {
      let (one, two) = (try #require(one), try #require(two))
      expectClose(
        [one.variance, one.interval.lower, one.interval.upper],
        [two.variance, two.interval.lower, two.interval.upper])
    }
  }

  @Test("two players whose shares mirror each other are as good as one")
  func mirrored() {
    let mirror = Self.figures.map { 1 - $0 }
    let pooled = Self.three.decomposition(pooling: [Self.figures, mirror])
    let alone = Self.three.decomposition(of: Self.figures)
    #expect(abs(pooled.mean - 0.5) < 1e-15)
    for (pooled, alone) in zip(pooled.components, alone.components) {
      expectClose(
        [pooled.variance, pooled.interval.lower, pooled.interval.upper],
        [alone.variance, alone.interval.lower, alone.interval.upper])
    }
  }

  @Test("a pooled component is the mean of the players' own")
  func pooled() {
    let others = Self.figures.reversed().map { $0 * $0 }
    let pooled = Self.three.decomposition(pooling: [Self.figures, others])
    let (one, two) = (
      Self.three.decomposition(of: Self.figures), Self.three.decomposition(of: others)
    )
    expectClose(
      pooled.components.map(\.variance),
      zip(one.components, two.components).map { ($0.variance + $1.variance) / 2 })
  }

  @Test("a factor within another adds to what that one is in, worked by hand")
  func nested() {
    let design = CrossedDesign([
      .init("strategy", levels: 2), .init("seed", levels: 2),
      .init("repetition", levels: 2, within: "seed"),
    ])
    let found = design.decomposition(of: [0.25, 0.5, 0.5, 0.75, 0.5, 0.5, 0, 0.25])
    #expect(
      found.components.map(\.name) == [
        "strategy", "seed", "strategy × seed", "seed × repetition",
        "strategy × seed × repetition",
      ])
    #expect(found.components.map(\.degreesOfFreedom) == [1, 1, 1, 2, 2])
    #expect(
      found.components.map(\.sumOfSquares)
        == [0.0703125, 0.0078125, 0.1953125, 0.078125, 0.015625])
    #expect(
      found.components.map(\.variance) == [-0.03125, -0.0546875, 0.09375, 0.015625, 0.0078125])
    #expect(found.components.map(\.isResidual) == [false, false, false, false, true])
  }

  @Test("a factor within another does not care how its levels are numbered")
  func renumbered() {
    let design = CrossedDesign([
      .init("seed", levels: 2), .init("repetition", levels: 3, within: "seed"),
    ])
    let found = design.decomposition(of: [1, 2, 4, 8, 16, 32])
    let other = design.decomposition(of: [4, 1, 2, 8, 32, 16])
    #expect(found.components.map(\.name) == ["seed", "seed × repetition"])
    #expect(found.components.map(\.degreesOfFreedom) == [1, 4])
    expectClose(found.components.map(\.variance), other.components.map(\.variance))
  }

  @Test("a chain of factors within each other, worked by hand")
  func chain() {
    let design = CrossedDesign([
      .init("school", levels: 2), .init("class", levels: 2, within: "school"),
      .init("pupil", levels: 2, within: "class"),
    ])
    // Schools lie 4 apart, classes 2 and pupils 1, in all places.
    let found = design.decomposition(of: [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(
      found.components.map(\.name) == ["school", "school × class", "school × class × pupil"])
    #expect(found.components.map(\.degreesOfFreedom) == [1, 2, 4])
    #expect(found.components.map(\.meanSquare) == [32, 4, 0.5])
    #expect(found.components.map(\.variance) == [7, 1.75, 0.5])
  }

  @Test("is written and read back")
  func json() throws {
    let found = Self.three.decomposition(of: Self.figures)
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(VarianceDecomposition.self, from: data) == found)
  }

  @Test("a factor that does not vary, and cells that are missing, are the caller's mistakes")
  func mistakes() async {
    await #expect(processExitsWith: .failure) { _ = CrossedDesign([]) }
    await #expect(processExitsWith: .failure) {
      _ = CrossedDesign([CrossedDesign.Factor("seed", levels: 1)])
    }
    await #expect(processExitsWith: .failure) {
      _ = CrossedDesign([CrossedDesign.Factor("seed", levels: 3)]).decomposition(of: [1, 2])
    }
    await #expect(processExitsWith: .failure) {
      _ = CrossedDesign([CrossedDesign.Factor("seed", levels: 3)]).decomposition(pooling: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = CrossedDesign([CrossedDesign.Factor("repetition", levels: 3, within: "seed")])
    }
  }

  private func expectClose(
    _ ours: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(ours.count == expected.count, sourceLocation: sourceLocation)
    for (ours, expected) in zip(ours, expected) {
      #expect(abs(ours - expected) < 1e-12, sourceLocation: sourceLocation)
    }
  }
}
