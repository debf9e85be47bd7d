public import ApportionPrimitives
import ApportionReconstruction
public import ApportionValuation

/// What a comparison consists of, and how it is evaluated.
///
/// There is one run per setting, strategy, seed and repetition. Round weights, share rule, reference
/// and confidence apply to finished runs only: changing them recomputes no run.
public struct ComparisonSettings: Codable, Hashable, Sendable {
  /// One combination of the values of all axes except the strategy's.
  public struct Setting: Codable, Hashable, Sendable {
    /// One value per axis, as a config writes it.
    public var values: [String]
    /// α if the sizes of the clients are drawn from Dirichlet(α, …, α), otherwise nil.
    @NullWhenNil public var concentration: Double?

    /// Creates a setting.
    public init(_ values: [String], concentration: Double? = nil) {
      self.values = values
      self.concentration = concentration
    }
  }

  /// The config keys of all axes except the strategy's.
  public var axes: [String]
  /// The settings, in the order of the results; one without values if `axes` is empty.
  public var settings: [Setting]
  /// The labels of the strategies in tables, in the config's order; the others are compared with the
  /// first.
  public var strategies: [String]
  /// The seeds of the data and their partition.
  public var seeds: [UInt64]
  /// The number of times every strategy was run on each seed.
  public var repeats: Int
  /// The label of FedRandom among the strategies, or nil.
  @NullWhenNil public var fedRandom: String?
  /// The label of FedRandom's control, which is re-run as often as FedRandom, or nil.
  @NullWhenNil public var control: String?
  /// The number of times FedRandom and its control were run on each seed, if more than `repeats`.
  public var budget: Int
  /// How the values of rounds are weighted.
  public var roundWeights: RoundWeights
  /// How values become shares.
  public var shareRule: ShareRule
  /// What the shares are compared with.
  public var reference: ComparisonReference
  /// The level of the confidence intervals, for example 0.95.
  public var confidence: Double

  /// Creates settings from their parts.
  public init(
    axes: [String] = [], settings: [Setting] = [Setting([])], strategies: [String],
    seeds: [UInt64], repeats: Int = 1, fedRandom: String? = nil, control: String? = nil,
    budget: Int = 0, roundWeights: RoundWeights = RoundWeights(.inverseLinear),
    shareRule: ShareRule = ShareRule(), reference: ComparisonReference = .size,
    confidence: Double = 0.95
  ) {
    self.axes = axes
    self.settings = settings
    self.strategies = strategies
    self.seeds = seeds
    self.repeats = repeats
    self.fedRandom = fedRandom
    self.control = control
    self.budget = budget
    self.roundWeights = roundWeights
    self.shareRule = shareRule
    self.reference = reference
    self.confidence = confidence
  }

  /// The number of times a strategy was run on each seed; repetitions count from 0.
  public func repetitions(of strategy: String) -> Int {
    guard fedRandom != nil, strategy == fedRandom || strategy == control else { return repeats }
    return max(repeats, budget)
  }

  /// The number of runs of each setting.
  public var runsPerSetting: Int {
    seeds.count * strategies.reduce(0) { $0 + repetitions(of: $1) }
  }

  /// The strategies other than FedRandom, which draws from others.
  public var fixedStrategies: [String] { strategies.filter { $0 != fedRandom } }

  /// Refuses settings that are out of range.
  ///
  /// - Throws: `InvalidSetting`.
  public func validate() throws(InvalidSetting) {
    try Self.checkDistinct("settings", settings.map(\.values))
    for setting in settings {
      try InvalidSetting.check(
        "settings", "\(setting.values)", setting.values.count == axes.count,
        mustBe: "one value for each axis, of which there are \(axes.count)")
    }
    try Self.checkDistinct("strategies", strategies)
    try Self.checkDistinct("seeds", seeds)
    try InvalidSetting.check("repeats", repeats, repeats > 0, mustBe: "at least 1")
    try InvalidSetting.check("budget", budget, budget >= 0, mustBe: "at least 0")
    if let fedRandom {
      try InvalidSetting.check(
        "fedRandom", fedRandom, strategies.contains(fedRandom), mustBe: "one of the strategies")
    }
    if let control {
      try InvalidSetting.check(
        "control", control, fedRandom != nil && fixedStrategies.contains(control),
        mustBe: "one of the other strategies, and absent if FedRandom is")
    }
    try InvalidSetting.check(
      "budget", budget, fedRandom == nil || budget > 0, mustBe: "at least 1 if FedRandom is run")
    try InvalidSetting.check(
      "confidence", confidence, confidence > 0 && confidence <= 0.999,
      mustBe: "above 0 and at most 0.999")
    let repetitions = strategies.reduce(0) { $0 + Double(self.repetitions(of: $1)) }
    let runs = Double(settings.count) * Double(seeds.count) * repetitions
    try InvalidSetting.check(
      "repeats", "such that there are \(runs.shown) runs", runs <= ComparisonMatrix.mostRuns,
      mustBe: "such that there are at most 1,000,000, and so must `budget`")
    do { try roundWeights.validate() } catch { throw error.inside("roundWeights") }
    do { try shareRule.validate() } catch { throw error.inside("shareRule") }
  }

  /// The shares of a run from its values: [rounds][clients].
  func shares(ofRounds rounds: [[Double]]) -> Shares {
    // Accuracies are at most 1, and mean losses not much larger.
    Shares(
      ofRounds: rounds, weights: roundWeights, rule: shareRule, rounding: Self.rounding)
  }

  /// The rounding error of a value of one round.
  static let rounding = Utility.rounding(ofWorth: 1)

  private static func checkDistinct(
    _ name: String, _ entries: [some Hashable]
  ) throws(InvalidSetting) {
    try InvalidSetting.check(
      name, "\(entries)", !entries.isEmpty && Set(entries).count == entries.count,
      mustBe: "one or more, each given once")
  }
}
