import Apportion
import Foundation
import Testing

@Suite("Comparison")
struct ComparisonTests {
  /// Two strategies, two seeds, two repetitions; the clients hold a quarter and three quarters.
  static let settings = ComparisonSettings(
    axes: ["partition.alpha"], settings: [.init(["1"], concentration: 1)],
    strategies: ["fed-avg", "krum"], seeds: [1, 2], repeats: 2)

  /// The first client's share, by strategy, seed and repetition; the second has the rest.
  static let shares: [String: [[Double]]] = [
    "fed-avg": [[0.25, 0.5], [0.5, 0.75]], "krum": [[0.5, 0.5], [0, 0.25]],
  ]

  static func runs(_ settings: ComparisonSettings = settings) -> [ComparedRun] {
    madeRuns(settings, examples: { _ in [10, 30] }) { strategy, seed, repetition in
      let share = shares[strategy]?[Int(seed) - 1][repetition] ?? .nan
      return [share, 1 - share]
    }
  }

  static func result(
    _ settings: ComparisonSettings = settings, _ runs: [ComparedRun]? = nil
  ) throws -> ComparedSetting {
    let comparison = try Comparison(runs ?? Self.runs(settings), settings: settings)
    return try #require(comparison.results.first)
  }

  @Test("tells each client's share over seeds, and beside it how far re-runs move it")
  func clients() throws {
    let result = try Self.result()
    #expect(result.unit == .seeds)
    #expect(result.clients == ["client 0", "client 1"])
    let strategy = result.strategies[0]
    #expect((strategy.strategy, strategy.runs, strategy.withheld) == ("fed-avg", 4, 0))
    let client = strategy.clients[0]
    #expect((client.id, client.name) == (0, "client 0"))
    // Means of 3/8 and 5/8 on the two seeds.
    #expect(client.share.count == 2)
    #expect(client.share.mean == 0.5)
    #expect(isClose(client.share.standardDeviation, 0.125 * 2.0.squareRoot()))
    #expect(isClose(client.share.coefficientOfVariation, 0.25 * 2.0.squareRoot()))
    #expect(client.share.range == 0.25)
    // tan(0.475 π), Student's quantile with one degree of freedom, times 1/8.
    #expect(isClose(client.share.tInterval?.upper, 0.5 + 12.706_204_736_174_7 / 8, 1e-9))
    #expect(client.share.bootstrapInterval?.lower == 0.375)
    #expect((client.lowest, client.highest) == (0.25, 0.75))
    // Two repetitions a quarter apart on either seed.
    #expect(isClose(client.rerunDeviation, 0.125 * 2.0.squareRoot()))
    #expect(strategy.clients[1].share.mean == 0.5)
    #expect(strategy.testAccuracy?.mean == 0.9)
  }

  @Test("tells how far a strategy is from the size share, and the equal split and re-runs with it")
  func reference() throws {
    let result = try Self.result()
    let reference = try #require(result.strategies[0].reference)
    #expect(reference.pairs == 4)
    // 0 and 1/8 on the one seed, 1/8 and 1/2 on the other.
    #expect(reference.distance(.squaredL2)?.mean == 0.1875)
    #expect(reference.distance(.squaredL2)?.count == 2)
    #expect(reference.distance(.lInfinity)?.mean == 0.25)
    #expect(reference.distance(.totalVariation)?.mean == 0.25)
    #expect(reference.differences?.maximumAbsolute == 0.5)
    // The same order, two ties and the opposite order; τ-b does without ties.
    #expect((reference.unordered, reference.kendall?.mean) == (2, 0))
    #expect(reference.spearman?.mean == 0)
    #expect(reference.flipProbability?.mean == 0.5)
    #expect(reference.topOverlap == [0.5])
    #expect(result.strategies[0].noiseFloor?.distance(.squaredL2)?.mean == 0.125)
    #expect(result.strategies[1].noiseFloor?.distance(.squaredL2)?.mean == 0.0625)
    #expect(result.noiseFloor?.pairs == 4)
    #expect(result.noiseFloor?.distance(.squaredL2)?.mean == 0.09375)
    #expect(result.equalSplit?.distance(.squaredL2)?.mean == 0.125)
    #expect(result.expectedEqualSplit == 1.0 / 6)
  }

  @Test("holds strategies against each other on the same seed and repetition")
  func pairs() throws {
    let result = try Self.result()
    #expect(result.pairs.map(\.first) == ["fed-avg"])
    #expect(result.pairs.map(\.second) == ["krum"])
    let pair = try #require(result.pairs.first?.contrast)
    #expect(pair.pairs == 4)
    // Apart by −1/4 and 0, by 1/2 and 1/2.
    #expect(pair.differences?.meanAbsolute == 0.3125)
    #expect(pair.differences?.maximumAbsolute == 0.5)
    #expect(pair.differences?.histogram.counts[25] == 2)
    #expect(pair.distance(.squaredL2)?.mean == 0.28125)
    #expect((pair.unordered, pair.kendall?.mean) == (3, -1))
    #expect(pair.flipProbability?.mean == 0.5)
    #expect(pair.topOverlap == [0.5])
    let agreement = try #require(result.agreement)
    #expect((agreement.runs, agreement.leftOut) == (4, 0))
    #expect(agreement.differences == pair.differences)
    #expect(agreement.flipProbability?.mean == 0.5)
    // W is ½ where one of the two is tied, 0 for opposite orders, nothing where both are tied.
    #expect(agreement.kendallsW?.mean == 0.375)
  }

  @Test("parts what strategies move from what data and re-runs do, worked by hand")
  func variance() throws {
    let variance = try #require(try Self.result().variance)
    #expect((variance.strategies, variance.seeds) == (["fed-avg", "krum"], [1, 2]))
    #expect((variance.strategiesLeftOut, variance.seedsLeftOut) == ([], []))
    let components = variance.decomposition.components
    #expect(
      components.map(\.name) == [
        "strategy", "seed", "strategy × seed", "seed × repetition",
        "strategy × seed × repetition",
      ])
    #expect(components.map(\.degreesOfFreedom) == [1, 1, 1, 2, 2])
    #expect(
      components.map(\.meanSquare) == [0.0703125, 0.0078125, 0.1953125, 0.0390625, 0.0078125])
    #expect(components.map(\.variance) == [-0.03125, -0.0546875, 0.09375, 0.015625, 0.0078125])
  }

  @Test("does not depend on the order in which runs come")
  func order() throws {
    let runs = Self.runs()
    var stream = RandomStream(seed: 3)
    let comparison = try Comparison(runs, settings: Self.settings)
    for _ in 0..<3 {
      let shuffled = stream.permutation(of: runs.count).map { runs[$0] }
      #expect(try Comparison(shuffled, settings: Self.settings) == comparison)
    }
  }

  @Test("says the same of a setting whatever stands beside it")
  func neighbours() throws {
    var settings = Self.settings
    settings.settings = [.init(["10"], concentration: 10), .init(["1"], concentration: 1)]
    let both = try Comparison(Self.runs(settings), settings: settings)
    #expect(both.results.map(\.values) == [["10"], ["1"]])
    #expect(try both.results[1] == Self.result())
  }

  @Test("is written and read back")
  func json() throws {
    let comparison = try Comparison(Self.runs(), settings: Self.settings)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(comparison)
    let read = try JSONDecoder().decode(Comparison.self, from: data)
    #expect(read == comparison)
    #expect(try encoder.encode(read) == data)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains(#""fedRandom":null"#))
  }

  @Test("has intervals over repetitions where there is one seed")
  func oneSeed() throws {
    var settings = Self.settings
    settings.seeds = [1]
    let result = try Self.result(settings)
    #expect(result.unit == .repetitions)
    #expect(result.strategies[0].clients[0].share.count == 2)
    #expect(result.strategies[0].reference?.distance(.squaredL2)?.count == 2)
    #expect(result.pairs[0].contrast?.distance(.squaredL2)?.count == 2)
    // All pairs of re-runs share runs, so they count once.
    #expect(result.noiseFloor?.distance(.squaredL2)?.count == 1)
    #expect(
      result.variance?.decomposition.components.map(\.name) == [
        "strategy", "repetition", "strategy × repetition",
      ])
  }

  @Test("has no noise floor without re-runs, and nothing to decompose in a single run")
  func single() throws {
    let settings = ComparisonSettings(strategies: ["fed-avg"], seeds: [1])
    let result = try Self.result(settings)
    #expect(result.noiseFloor == nil)
    #expect(result.strategies[0].noiseFloor == nil)
    #expect(result.strategies[0].clients[0].rerunDeviation == nil)
    #expect(result.strategies[0].clients[0].share.tInterval == nil)
    #expect(result.pairs.isEmpty)
    #expect(result.agreement == nil)
    #expect(result.variance == nil)
    #expect(result.expectedEqualSplit == nil)
  }

  @Test("weighs rounds and takes shares as it is told")
  func postProcessing() throws {
    var settings = ComparisonSettings(strategies: ["fed-avg"], seeds: [1])
    var runs = Self.runs(settings)
    runs[0].rounds = [[3, 1], [1, 3], [-1, 9]]
    // Weights of 1, ⅔ and ⅓.
    let first = try Self.result(settings, runs).strategies[0].clients[0].share.mean
    #expect(isClose(first, (3 + 2.0 / 3 - 1.0 / 3) / (4 + 8.0 / 3 + 8.0 / 3)))
    settings.roundWeights = RoundWeights(.uniform)
    #expect(try Self.result(settings, runs).strategies[0].clients[0].share.mean == 3.0 / 16)
    runs[0].rounds = [[-1, 9]]
    settings.shareRule = ShareRule(.positivePart)
    #expect(try Self.result(settings, runs).strategies[0].clients[0].share.mean == 0)
  }

  @Test("lists runs without shares, and balances the decomposition without them")
  func withheld() throws {
    var settings = Self.settings
    settings.strategies.append("fed-median")
    settings.seeds = [1, 2, 3]
    var runs = madeRuns(settings) { _, seed, repetition in [1, Double(seed), Double(repetition)] }
    for index in runs.indices where runs[index].strategy == "krum" && runs[index].seed != 2 {
      runs[index].rounds = [[1, -1, -1]]
    }
    let result = try Self.result(settings, runs)
    #expect(result.runs == 18)
    #expect(result.withheld.map(\.strategy) == ["krum", "krum", "krum", "krum"])
    #expect(result.withheld.map(\.seed) == [1, 1, 3, 3])
    #expect(result.withheld.map(\.repetition) == [0, 1, 0, 1])
    #expect(
      result.withheld[0].reason
        == "the values sum to less than zero, so dividing by the sum would turn signs around")
    #expect((result.strategies[1].runs, result.strategies[1].withheld) == (2, 4))
    #expect(result.strategies[1].clients[0].share.count == 1)
    #expect(result.strategies[1].testAccuracy?.count == 3)
    #expect(result.pairs.map { $0.contrast?.pairs } == [2, 6, 2])
    #expect((result.agreement?.runs, result.agreement?.leftOut) == (2, 4))
    #expect(result.variance?.strategies == ["fed-avg", "fed-median"])
    #expect(result.variance?.strategiesLeftOut == ["krum"])
    #expect(result.variance?.seeds == [1, 2, 3])

    // All runs of one seed: the seed is left out and the strategies stay.
    runs = madeRuns(settings) { _, seed, repetition in
      seed == 3 ? [0, 0, 0] : [1, Double(seed), Double(repetition)]
    }
    let other = try Self.result(settings, runs)
    #expect(other.withheld.count == 6)
    #expect(other.variance?.strategiesLeftOut == [])
    #expect(other.variance?.seedsLeftOut == [3])
  }

  @Test("stays an account where no run has shares")
  func nothing() throws {
    let runs = madeRuns(Self.settings) { _, _, _ in [0, 0, 0] }
    let result = try Self.result(Self.settings, runs)
    #expect(result.withheld.count == result.runs)
    #expect(result.strategies.allSatisfy { $0.clients.isEmpty && $0.reference == nil })
    #expect(result.pairs.allSatisfy { $0.contrast == nil })
    #expect((result.agreement?.runs, result.agreement?.leftOut) == (0, 4))
    #expect(result.variance == nil)
    #expect(result.equalSplit != nil)
  }
}

func isClose(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-14) -> Bool {
  value.map { abs($0 - expected) <= tolerance } ?? false
}
