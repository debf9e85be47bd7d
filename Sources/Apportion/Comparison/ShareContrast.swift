public import ApportionPrimitives
public import ApportionValuation

/// The distance between pairs of share vectors, in amounts and in order.
///
/// Summaries treat groups as independent draws: the pairs of one group are averaged first and count
/// once.
///
/// - Units: shares, and those of `DistanceMeasure`.
public struct ShareContrast: Codable, Hashable, Sendable {
  /// The distance by one measure.
  public struct Distance: Codable, Hashable, Sendable {
    /// The measure.
    public let measure: DistanceMeasure
    /// The summary over groups, or nil if the measure is undefined for all pairs.
    @NullWhenNil public private(set) var summary: SampleSummary?
    /// The number of pairs for which it is undefined; they are left out.
    public let undefined: Int

    init(measure: DistanceMeasure, summary: SampleSummary?, undefined: Int) {
      self.measure = measure
      self.summary = summary
      self.undefined = undefined
    }
  }

  /// The number of pairs.
  public let pairs: Int
  /// One entry per measure; empty if one side is an order and not an amount.
  public let distances: [Distance]
  /// The first of each pair minus the second; nil if `distances` is empty.
  @NullWhenNil public private(set) var differences: ShareDifferences?
  /// Kendall's τ-b, or nil if no pair has an order on both sides.
  @NullWhenNil public private(set) var kendall: SampleSummary?
  /// Spearman's ρ, or nil if no pair has an order on both sides.
  @NullWhenNil public private(set) var spearman: SampleSummary?
  /// The number of pairs for which τ-b and ρ are undefined; they are left out.
  public let unordered: Int
  /// The probability that two clients of a pair are in opposite orders; nil for a single client.
  @NullWhenNil public private(set) var flipProbability: SampleSummary?
  /// The mean overlap of the k highest shares, for k from 1 to one less than the number of clients.
  public let topOverlap: [Double]

  typealias Pair = (first: [Double], second: [Double])

  /// Compares pairs in groups; nil if there are none.
  init?(_ groups: [[Pair]], areAmounts: Bool = true, level: Double, using stream: RandomStream) {
    let all = groups.flatMap(\.self)
    guard let clients = all.first?.first.count else { return nil }
    pairs = all.count
    distances =
      areAmounts
      ? DistanceMeasure.allCases.map { measure in
        let values = groups.map { $0.compactMap { measure($0.first, $0.second) } }
        return Distance(
          measure: measure,
          summary: SampleSummary(
            ofMeansOf: values, level: level, using: stream.child(measure.rawValue)),
          undefined: all.count - values.reduce(0) { $0 + $1.count })
      } : []
    if areAmounts {
      differences = ShareDifferences(
        between: [all.map(\.first), all.map(\.second)], edges: Self.differenceEdges)
    }
    let correlations = RankCorrelation.allCases.map { correlation in
      groups.map { $0.compactMap { correlation($0.first, $0.second) } }
    }
    unordered = all.count - correlations[0].reduce(0) { $0 + $1.count }
    let summaries = zip(RankCorrelation.allCases, correlations).map {
      SampleSummary(ofMeansOf: $1, level: level, using: stream.child($0.rawValue))
    }
    (kendall, spearman) = (summaries[0], summaries[1])
    flipProbability = SampleSummary(
      ofMeansOf: groups.map {
        $0.compactMap { RankAgreement.flipProbability(among: [$0.first, $0.second]) }
      }, level: level, using: stream.child("flip"))
    topOverlap = (1..<max(clients, 1)).map { count in
      all.reduce(0) { $0 + RankAgreement.topOverlap($1.first, $1.second, count: count) }
        / Double(all.count)
    }
  }

  /// Two percentage points per bin, with the middle bin around 0.
  static let differenceEdges = Histogram.edges(from: -0.51, to: 0.51, bins: 51)

  /// The summary of one measure, or nil if it has none.
  public func distance(_ measure: DistanceMeasure) -> SampleSummary? {
    distances.first { $0.measure == measure }?.summary
  }
}

extension SampleSummary {
  /// Summarizes the means of the groups that have values; nil if no group has any.
  init?(ofMeansOf groups: [[Double]], level: Double, using stream: RandomStream) {
    let means = groups.filter { !$0.isEmpty }.map { $0.reduce(0, +) / Double($0.count) }
    guard !means.isEmpty else { return nil }
    self.init(of: means, level: level, using: stream)
  }
}
