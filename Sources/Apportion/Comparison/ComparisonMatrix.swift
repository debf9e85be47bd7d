import ApportionPrimitives
import ApportionSimulation

/// All runs that a comparison asks for, each made and found valid before the first is started.
///
/// A *setting* is one combination of the values of all axes but the strategy's. Runs of one setting and
/// seed share data and partition and, where their repetition is the same, every draw of training, so that
/// what differs between them is due to the strategy.
public struct ComparisonMatrix: Sendable {
  public let name: String
  public let plan: ComparisonPlan
  /// Whose values are compared: the first that a run is valued by.
  public let method: String
  /// What there is to compare, and by what it is evaluated.
  public let settings: ComparisonSettings
  /// What the configurations of the runs are made of.
  let catalogs: Catalogs
  /// Whether its axes are changes made in code, and not keys of a config.
  let isMadeInCode: Bool
  /// By seed, then setting, strategy and repetition: a comparison that is broken off has whole seeds.
  public let runs: [PlannedRun]

  /// More than any machine makes, and few enough to be listed before the first is started.
  static let mostRuns = 1e6

  /// - Parameters:
  ///   - plan: with its axes.
  ///   - configurations: [settings][strategies], all of one seed.
  ///   - values: of all axes but the strategy's, by setting.
  ///   - keys: those of these axes.
  ///   - catalogs: what the configurations may name.
  ///   - isMadeInCode: whether the keys are no keys of a config.
  /// - Throws: `InvalidSetting` where it asks for too many runs.
  init(
    _ plan: ComparisonPlan, configurations: [[Configuration]], values: [[String]], keys: [String],
    catalogs: Catalogs, isMadeInCode: Bool = false
  ) throws {
    guard let first = configurations.first?.first else {
      preconditionFailure("a comparison has a setting and a strategy")
    }
    (self.plan, self.catalogs, self.isMadeInCode) = (plan, catalogs, isMadeInCode)
    name = first.name
    method = type(of: first.valuation[0]).id
    let strategies = configurations[0].map(\.strategy)
    let names = try labels(of: strategies)
    let random = strategies.firstIndex { $0 is FedRandom }.map { names[$0] }
    let control = strategies.firstIndex { $0 is FedAvg }.map { names[$0] }
    let settings = ComparisonSettings(
      axes: keys,
      settings: zip(values, configurations).map { values, row in
        ComparisonSettings.Setting(
          values, concentration: (row[0].partition as? DirichletSizes)?.alpha)
      },
      strategies: names, seeds: (0..<UInt64(plan.seeds)).map { first.seed + $0 },
      repeats: plan.repeats, fedRandom: random, control: random == nil ? nil : control,
      budget: plan.budget > 0 ? plan.budget : max(names.count - 1, 1),
      roundWeights: plan.roundWeights, shareRule: plan.shareRule, reference: plan.reference,
      confidence: plan.confidence)
    self.settings = settings
    let repetitions = names.reduce(0) { $0 + settings.repetitions(of: $1) }
    let count = Double(plan.seeds) * Double(values.count) * Double(repetitions)
    try InvalidSetting.check(
      Configuration.comparisonKey, "a matrix of \(Int(count)) runs", count <= Self.mostRuns,
      mustBe: "one of at most 1,000,000; leave out values, seeds or repeats")
    runs = settings.seeds.flatMap { seed in
      zip(values, configurations).flatMap { values, row in
        zip(names, row).flatMap { name, configuration in
          (0..<settings.repetitions(of: name)).map { repetition in
            var own = configuration
            (own.seed, own.repetition) = (seed, repetition)
            return PlannedRun(keys: keys, setting: values, strategy: name, configuration: own)
          }
        }
      }
    }
  }
}
