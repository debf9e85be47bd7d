public import ApportionPrimitives
public import ApportionReconstruction
public import ApportionValuation

/// What a comparison runs and how it evaluates the runs: the section `compare` of a config.
///
/// Utility, round weights, share rule, reference and confidence apply to finished runs only: changing
/// them recomputes no run.
public struct ComparisonPlan: Codable, Hashable, Sendable {
  /// What differs between runs, in the config's order.
  public var axes: [ComparisonAxis] = []
  /// The number of seeds: the config's own seed and those that follow it.
  ///
  /// Data and their partition are drawn from the seed.
  public var seeds = 5
  /// The number of times every strategy is run on each seed, with different random draws in training.
  ///
  /// Differences between these runs are noise.
  public var repeats = 2
  /// The number of times FedRandom and its control, the first FedAvg, are run on each seed, if more than
  /// `repeats`; 0 means the number of other strategies.
  public var budget = 0
  /// What the shares are compared with.
  public var reference = ComparisonReference.size
  /// The utility of the first method's values that are compared; by default the config's own.
  public var utility = Utility.loss
  /// How the values of rounds are weighted.
  public var roundWeights = RoundWeights(.inverseLinear)
  /// How values become shares.
  public var shareRule = ShareRule()
  /// The level of the confidence intervals.
  public var confidence = 0.95

  /// Creates a plan of default settings.
  public init() {}

  /// Refuses settings that are out of range.
  ///
  /// - Throws: `InvalidSetting`.
  public func validate() throws(InvalidSetting) {
    let most = 1_000_000
    try InvalidSetting.check("seeds", seeds, seeds >= 1, mustBe: "at least 1")
    try InvalidSetting.check("seeds", seeds, seeds <= most, mustBe: "at most 1,000,000")
    try InvalidSetting.check("repeats", repeats, repeats >= 1, mustBe: "at least 1")
    try InvalidSetting.check("repeats", repeats, repeats <= most, mustBe: "at most 1,000,000")
    try InvalidSetting.check(
      "budget", budget, budget >= 0,
      mustBe: "at least 0, which means the number of other strategies")
    try InvalidSetting.check("budget", budget, budget <= most, mustBe: "at most 1,000,000")
    try InvalidSetting.check(
      "confidence", confidence, confidence > 0 && confidence <= 0.999,
      mustBe: "above 0 and at most 0.999")
    do { try roundWeights.validate() } catch { throw error.inside("roundWeights") }
    do { try shareRule.validate() } catch { throw error.inside("shareRule") }
  }
}

/// A config key, and the values that it takes in a comparison.
public struct ComparisonAxis: Codable, Hashable, Sendable {
  /// The path from the top of the config: `partition.alpha`.
  public var key: String
  /// The values, each as a config writes it, on one line.
  public var values: [String]

  /// Creates an axis.
  public init(key: String, values: [String]) { (self.key, self.values) = (key, values) }
}
