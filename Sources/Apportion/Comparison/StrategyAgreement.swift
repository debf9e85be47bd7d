public import ApportionPrimitives
public import ApportionValuation

/// How far all fixed strategies agree with each other in runs that share everything else.
public struct StrategyAgreement: Codable, Hashable, Sendable {
  /// The number of seeds and repetitions that are counted: those in which all strategies have shares.
  public let runs: Int
  /// The number that are not counted, because some strategy's shares are withheld.
  public let leftOut: Int
  /// The differences of shares between all pairs of strategies.
  @NullWhenNil public private(set) var differences: ShareDifferences?
  /// Kendall's W over the strategies, or nil if no run has an order.
  @NullWhenNil public private(set) var kendallsW: SampleSummary?
  /// The probability that two strategies order two clients differently.
  @NullWhenNil public private(set) var flipProbability: SampleSummary?

  /// Nil for fewer than two fixed strategies.
  init?(_ table: ShareTable) {
    let (settings, stream) = (table.settings, table.stream.child("agreement"))
    let strategies = settings.fixedStrategies
    guard strategies.count > 1 else { return nil }
    let complete = table.figures { seed, repetition -> [[Double]]? in
      let shares = strategies.compactMap { table[$0, seed, repetition] }
      return shares.count == strategies.count ? shares : nil
    }
    let all = complete.flatMap(\.self)
    runs = all.count
    leftOut = settings.seeds.count * settings.repeats - runs
    guard !all.isEmpty else { return }
    differences = ShareDifferences(
      between: strategies.indices.map { strategy in all.map { $0[strategy] } },
      edges: ShareContrast.differenceEdges)
    kendallsW = SampleSummary(
      ofMeansOf: complete.map { $0.compactMap(RankAgreement.kendallsW) },
      level: settings.confidence, using: stream.child("kendalls-w"))
    flipProbability = SampleSummary(
      ofMeansOf: complete.map { $0.compactMap(RankAgreement.flipProbability) },
      level: settings.confidence, using: stream.child("flip"))
  }
}
