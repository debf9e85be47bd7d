public import ApportionPrimitives
public import ApportionValuation

/// FedRandom as an estimator of contributions, against what the same number of runs could have been
/// spent on.
///
/// Each seed is a trial. On it, every estimator is the mean of the shares of its runs: of FedRandom's
/// repetitions, of one run of every fixed strategy (MSM), and of as many re-runs of the control.
/// MSM is the mean over repetition 0; the others count the repetitions from 0 up to the budget.
///
/// - Source: Geimer, Fiz Pontiveros & State, "FedRandom: sampling consistent and accurate
///   contribution values in federated learning", 2026 (arXiv 2602.05693), for FedRandom against
///   MSM. The control is not in it, and its measure of stability is not known to us.
public struct FedRandomTrial: Codable, Hashable, Sendable {
  /// In the order of ``Estimator/Kind``.
  public let estimators: [Estimator]
  /// Whether all estimators have the same number of runs, so that the comparison is fair.
  public let isEven: Bool
  /// FedRandom against each of the others, by figure.
  public let contests: [Contest]

  /// A way to spend the runs.
  public struct Estimator: Codable, Hashable, Sendable {
    public enum Kind: String, ConfigurableChoice {
      case fedRandom = "fed-random"
      case msm
      case control
    }

    public let kind: Kind
    /// The strategies that are run.
    public let strategies: [String]
    /// How many runs each estimate was to be the mean of.
    public let runs: Int
    /// How many runs of all seeds have no shares; estimates do without them.
    public let withheld: Int
    /// Over seeds.
    public let figures: [Figure]
  }

  /// One of the measures by which estimators are told apart; 0 is best of all.
  public enum Measure: String, ConfigurableChoice {
    case squaredL2 = "squared-l2"
    case l2
    case lInfinity = "l-infinity"
    case totalVariation = "total-variation"
    case cosine
    case jensenShannon = "jensen-shannon"
    /// (1 − τ-b)/2 of the estimate and the reference: the part of the pairs in opposite orders.
    case order
    /// The standard deviation of one run's share among the runs of an estimate, the root of the mean
    /// over clients of its square. Between strategies it holds their biases too.
    case deviation

    fileprivate static var distances: [(Measure, DistanceMeasure)] {
      allCases.compactMap { measure in
        DistanceMeasure(rawValue: measure.rawValue).map { (measure, $0) }
      }
    }
  }

  public struct Figure: Codable, Hashable, Sendable {
    public let measure: Measure
    /// Over the seeds where it is defined; nil where it is not on any.
    @NullWhenNil public private(set) var summary: SampleSummary?

    fileprivate init(_ measure: Measure, _ summary: SampleSummary?) {
      self.measure = measure
      self.summary = summary
    }
  }

  /// FedRandom and another estimator on the same seeds.
  public struct Contest: Codable, Hashable, Sendable {
    public let against: Estimator.Kind
    public let measure: Measure
    /// How often FedRandom's figure is the smaller.
    public let wins: WinRate
    /// FedRandom's figure less the other's, over seeds.
    public let difference: SampleSummary
    /// FedRandom's mean figure against the other's; nil where the other's is 0 on a seed.
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

  /// Nil where FedRandom was not run, or nothing beside it.
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

  /// The contest with an estimator by a measure, or nil where there is none.
  public func contest(_ against: Estimator.Kind, _ measure: Measure) -> Contest? {
    contests.first { $0.against == against && $0.measure == measure }
  }
}

/// What an estimator runs on each seed.
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

  /// By measure and seed; without distances where the reference is no amount.
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

/// The root of the mean over places of the variance between vectors, or nil for a single one.
private func rootMeanDeviation(_ vectors: [[Double]]) -> Double? {
  guard vectors.count > 1 else { return nil }
  let squares = vectors[0].indices.reduce(0.0) { sum, place in
    let deviation = pooledDeviation([vectors.map { $0[place] }]) ?? 0
    return sum + deviation * deviation
  }
  return (squares / Double(vectors[0].count)).squareRoot()
}
