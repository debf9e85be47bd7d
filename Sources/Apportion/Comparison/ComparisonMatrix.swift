import ApportionPrimitives
import ApportionSimulation

/// All runs of a comparison, each validated before the first is started.
///
/// A *setting* is one combination of the values of all axes except the strategy's. Runs of one
/// setting and seed share data and partition. If their repetition is also the same, they share every
/// random draw of training, so that any difference between them is due to the strategy.
public struct ComparisonMatrix: Sendable {
  /// The name of the comparison.
  public let name: String
  /// What is run, and how it is evaluated.
  public let plan: ComparisonPlan
  /// The method whose values are compared: the first in the config's `valuation`.
  public let method: String
  /// What is compared, and how it is evaluated.
  public let settings: ComparisonSettings
  /// The components that the configurations of the runs are built from.
  let catalogs: Catalogs
  /// Whether the axes are changes made in code rather than config keys.
  let isMadeInCode: Bool
  /// The runs, ordered by seed, then setting, strategy and repetition.
  ///
  /// An interrupted comparison therefore has complete seeds.
  public let runs: [PlannedRun]

  /// The largest number of runs, all of which are listed before the first is started.
  static let mostRuns = 1e6

  /// Creates a comparison from its configurations.
  ///
  /// - Parameters:
  ///   - plan: the plan, including its axes.
  ///   - configurations: [settings][strategies], all with the same seed.
  ///   - values: the values of all axes except the strategy's, by setting.
  ///   - keys: the keys of these axes.
  ///   - catalogs: the components that the configurations may name.
  ///   - isMadeInCode: whether the keys are not config keys.
  /// - Throws: `InvalidSetting` if the comparison has too many runs.
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
