public import ApportionPrimitives
public import ApportionValuation

/// FedRandom as an estimator of contributions, compared with other uses of the same number of runs.
///
/// Each seed is a trial. On each seed, every estimator is the mean of the shares of its runs: of
/// FedRandom's repetitions, of one run of every fixed strategy (MSM), or of re-runs of the control, as
/// many as FedRandom has. MSM uses repetition 0; the others use the repetitions from 0 up to the budget.
///
/// - Source: Geimer, Fiz Pontiveros & State, "FedRandom: sampling consistent and accurate
///   contribution values in federated learning", 2026 (arXiv 2602.05693), for FedRandom against
///   MSM. The control is not in it, and its measure of stability is not known to us.
public struct FedRandomTrial: Codable, Hashable, Sendable {
  /// The estimators, in the order of ``Estimator/Kind``.
  public let estimators: [Estimator]
  /// Whether all estimators have the same number of runs, so that the comparison is fair.
  public let isEven: Bool
  /// FedRandom against each of the other estimators, by measure.
  public let contests: [Contest]

  /// One use of the runs.
  public struct Estimator: Codable, Hashable, Sendable {
    /// The kinds of estimators.
    public enum Kind: String, ConfigurableChoice {
      case fedRandom = "fed-random"
      case msm
      case control
    }

    /// The kind of the estimator.
    public let kind: Kind
    /// The strategies that are run.
    public let strategies: [String]
    /// The number of runs that each estimate averages if none is withheld.
    public let runs: Int
    /// The number of runs of all seeds that have no shares; estimates omit them.
    public let withheld: Int
    /// One figure per measure, over seeds.
    public let figures: [Figure]
  }

  /// The measures by which estimators are compared; smaller is better, and 0 is the best.
  public enum Measure: String, ConfigurableChoice {
    case squaredL2 = "squared-l2"
    case l2
    case lInfinity = "l-infinity"
    case totalVariation = "total-variation"
    case cosine
    case jensenShannon = "jensen-shannon"
    /// (1 − τ-b)/2 of the estimate and the reference: the fraction of pairs in opposite orders.
    case order
    /// The standard deviation of one run's share among the runs of an estimate.
    ///
    /// It is the root of the mean over clients of the variance. Between strategies, it includes the
    /// differences of their biases.
    case deviation

    fileprivate static var distances: [(Measure, DistanceMeasure)] {
      allCases.compactMap { measure in
        DistanceMeasure(rawValue: measure.rawValue).map { (measure, $0) }
      }
    }
  }

  /// An estimator's result by one measure.
  public struct Figure: Codable, Hashable, Sendable {
    /// The measure.
    public let measure: Measure
    /// The summary over the seeds on which the measure is defined; nil if there are none.
    @NullWhenNil public private(set) var summary: SampleSummary?

    fileprivate init(_ measure: Measure, _ summary: SampleSummary?) {
      self.measure = measure
      self.summary = summary
    }
  }

  /// FedRandom against another estimator on the same seeds.
  public struct Contest: Codable, Hashable, Sendable {
    /// The other estimator.
    public let against: Estimator.Kind
    /// The measure.
    public let measure: Measure
    /// How often FedRandom's figure is the smaller one.
    public let wins: WinRate
    /// FedRandom's figure minus the other's, over seeds.
    public let difference: SampleSummary
    /// The relative difference of the mean figures; nil if the other's is 0 on a seed.
    @NullWhenNil public private(set) var change: RelativeChange?

    fileprivate init(
      _ against: Estimator.Kind, _ measure: Measure, _ pairs: [(ours: Double, theirs: Double)],
      level: Double, using stream: RandomStream
    ) {
      self.against = against
      self.measure = measure
      let (ours, theirs) = (pairs.map(\.ours), pairs.map(\.theirs))
      wins = WinRate(of: ours, against: theirs, level: level)
      difference = SampleSummary(
        of: pairs.map { $0.ours - $0.theirs }, level: level, using: stream.child("difference"))
      change = RelativeChange(
        of: ours, against: theirs, level: level, using: stream.child("change"))
    }
  }

  /// Nil if FedRandom was not run or was the only strategy.
  init?(_ table: ShareTable, _ reference: ReferenceTable) {
    let settings = table.settings
    guard let fedRandom = settings.fedRandom, !settings.fixedStrategies.isEmpty else { return nil }
    let budget = (0..<settings.budget).map(\.self)
    var spendings = [
      Spending(.fedRandom, budget.map { (fedRandom, $0) }),
      Spending(.msm, settings.fixedStrategies.map { ($0, 0) }),
    ]
    if let control = settings.control {
      spendings.append(Spending(.control, budget.map { (control, $0) }))
    }
    let (level, stream) = (settings.confidence, table.stream.child("fed-random trial"))
    let figures = spendings.map { $0.figures(table, reference) }
    isEven = spendings.allSatisfy { $0.runs.count == spendings[0].runs.count }
    estimators = zip(spendings, figures).map { spending, figures in
      Estimator(
        kind: spending.kind,
        strategies: spending.runs.map(\.strategy).reduce(into: []) {
          if !$0.contains($1) { $0.append($1) }
        },
        runs: spending.runs.count, withheld: spending.withheld(table),
        figures: Measure.allCases.compactMap { measure in
          figures[measure].map { bySeed in
            Figure(
              measure,
              SampleSummary(
                ofMeansOf: bySeed.map { $0.map { [$0] } ?? [] }, level: level,
                using: stream.child(spending.kind.rawValue).child(measure.rawValue)))
          }
        })
    }
    contests = zip(spendings, figures).dropFirst().flatMap { spending, others in
      Measure.allCases.compactMap { measure in
        let pairs = zip(figures[0][measure] ?? [], others[measure] ?? []).compactMap { pair in
          pair.0.flatMap { ours in pair.1.map { (ours: ours, theirs: $0) } }
        }
        guard !pairs.isEmpty else { return nil }
        return Contest(
          spending.kind, measure, pairs, level: level,
          using: stream.child("against").child(spending.kind.rawValue).child(measure.rawValue))
      }
    }
  }

  /// The contest with an estimator by a measure, or nil if it does not exist.
  public func contest(_ against: Estimator.Kind, _ measure: Measure) -> Contest? {
    contests.first { $0.against == against && $0.measure == measure }
  }
}

/// The runs of an estimator on each seed.
private struct Spending {
  let kind: FedRandomTrial.Estimator.Kind
  let runs: [(strategy: String, repetition: Int)]

  init(_ kind: FedRandomTrial.Estimator.Kind, _ runs: [(strategy: String, repetition: Int)]) {
    (self.kind, self.runs) = (kind, runs)
  }

  func shares(_ table: ShareTable, seed: Int) -> [[Double]] {
    runs.compactMap { table[$0.strategy, seed, $0.repetition] }
  }

  func withheld(_ table: ShareTable) -> Int {
    table.settings.seeds.indices.reduce(0) { $0 + runs.count - shares(table, seed: $1).count }
  }

  /// Figures by measure and seed, without distances if the reference is not an amount.
  func figures(
    _ table: ShareTable, _ reference: ReferenceTable
  ) -> [FedRandomTrial.Measure: [Double?]] {
    var figures: [FedRandomTrial.Measure: [Double?]] = [:]
    for seed in table.settings.seeds.indices {
      let shares = shares(table, seed: seed)
      let estimate = shares.isEmpty ? nil : meanVector(shares)
      let pair = estimate.flatMap { estimate in reference.shares[seed].map { (estimate, $0) } }
      if reference.areAmounts {
        for (measure, distance) in FedRandomTrial.Measure.distances {
          figures[measure, default: []].append(pair.flatMap { distance($0, $1) })
        }
      }
      figures[.order, default: []].append(
        pair.flatMap { RankCorrelation.kendall($0, $1).map { (1 - $0) / 2 } })
      figures[.deviation, default: []].append(rootMeanDeviation(shares))
    }
    return figures
  }
}

private func meanVector(_ vectors: [[Double]]) -> [Double] {
  vectors[0].indices.map { place in
    vectors.reduce(0) { $0 + $1[place] } / Double(vectors.count)
  }
}

/// The root of the mean over components of the variance between vectors, or nil for one vector.
private func rootMeanDeviation(_ vectors: [[Double]]) -> Double? {
  guard vectors.count > 1 else { return nil }
  let squares = vectors[0].indices.reduce(0.0) { sum, place in
    let deviation = pooledDeviation([vectors.map { $0[place] }]) ?? 0
    return sum + deviation * deviation
  }
  return (squares / Double(vectors[0].count)).squareRoot()
}
