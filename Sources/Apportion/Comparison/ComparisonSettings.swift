public import ApportionPrimitives
import ApportionReconstruction
public import ApportionValuation

/// What a comparison is made of, and by what it is evaluated.
///
/// There is one run per setting, strategy, seed and repetition. Weights, rule, reference and
/// confidence look at finished runs only: changing them recomputes none.
public struct ComparisonSettings: Codable, Hashable, Sendable {
  /// One combination of the values of all axes but the strategy's.
  public struct Setting: Codable, Hashable, Sendable {
    /// One per axis, as a config writes them.
    public var values: [String]
    /// α where the sizes of the clients are drawn from Dirichlet(α, …, α), else nil.
    @NullWhenNil public var concentration: Double?

    public init(_ values: [String], concentration: Double? = nil) {
      self.values = values
      self.concentration = concentration
    }
  }

  /// The config keys of all axes but the strategy's.
  public var axes: [String]
  /// In the order in which they are told; there is one without values where `axes` is empty.
  public var settings: [Setting]
  /// As tables call them, in the config's order; the first is what the others are held against.
  public var strategies: [String]
  /// What data and partitions were drawn by.
  public var seeds: [UInt64]
  /// How often every strategy was run on each seed.
  public var repeats: Int
  /// Which of the strategies is FedRandom, or nil.
  @NullWhenNil public var fedRandom: String?
  /// Which of them is re-run as often as FedRandom, to be its control, or nil.
  @NullWhenNil public var control: String?
  /// How often FedRandom and its control were run on each seed, where that is more than `repeats`.
  public var budget: Int
  public var roundWeights: RoundWeights
  public var shareRule: ShareRule
  public var reference: ComparisonReference
  /// That of the intervals: 0.95, say.
  public var confidence: Double

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

  /// How often a strategy was run on each seed; the repetitions count from 0.
  public func repetitions(of strategy: String) -> Int {
    guard fedRandom != nil, strategy == fedRandom || strategy == control else { return repeats }
    return max(repeats, budget)
  }

  /// How many runs each setting has.
  public var runsPerSetting: Int {
    seeds.count * strategies.reduce(0) { $0 + repetitions(of: $1) }
  }

  /// The strategies that are no combination of others.
  public var fixedStrategies: [String] { strategies.filter { $0 != fedRandom } }

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
        mustBe: "one of the other strategies, and left out where FedRandom is")
    }
    try InvalidSetting.check(
      "budget", budget, fedRandom == nil || budget > 0, mustBe: "at least 1 where FedRandom is run")
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

  /// The shares of a run, by its values: [rounds][clients].
  func shares(ofRounds rounds: [[Double]]) -> Shares {
    // Accuracies are at most 1, and mean losses not much more.
    Shares(
      ofRounds: rounds, weights: roundWeights, rule: shareRule, rounding: Self.rounding)
  }

  /// That of a value of one round.
  static let rounding = Utility.rounding(ofWorth: 1)

  private static func checkDistinct(
    _ name: String, _ entries: [some Hashable]
  ) throws(InvalidSetting) {
    try InvalidSetting.check(
      name, "\(entries)", !entries.isEmpty && Set(entries).count == entries.count,
      mustBe: "one or more, each told once")
  }
}
