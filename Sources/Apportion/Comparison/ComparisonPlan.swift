public import ApportionPrimitives
public import ApportionReconstruction
public import ApportionValuation

/// What a comparison runs and how it looks at it: the section `compare` of a config.
///
/// Utility, weights, rule, reference and confidence look at finished runs only: changing them recomputes
/// none.
public struct ComparisonPlan: Codable, Hashable, Sendable {
  /// What differs between runs, in the config's order.
  public var axes: [ComparisonAxis] = []
  /// How many seeds there are: the config's own and those that follow.
  ///
  /// Data and their partition are drawn by them.
  public var seeds = 5
  /// How often every strategy is run on each seed, with other draws of training: what moves between
  /// these is noise.
  public var repeats = 2
  /// How often FedRandom and its control, the first FedAvg, are run on each seed, where that is more than
  /// `repeats`; 0 for as often as there are other strategies.
  public var budget = 0
  public var reference = ComparisonReference.size
  /// By which the first method's values are compared; that of the config where it is not said.
  public var utility = Utility.loss
  public var roundWeights = RoundWeights(.inverseLinear)
  public var shareRule = ShareRule()
  /// That of the intervals.
  public var confidence = 0.95

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
      mustBe: "at least 0, which means as many as there are other strategies")
    try InvalidSetting.check("budget", budget, budget <= most, mustBe: "at most 1,000,000")
    try InvalidSetting.check(
      "confidence", confidence, confidence > 0 && confidence <= 0.999,
      mustBe: "above 0 and at most 0.999")
    do { try roundWeights.validate() } catch { throw error.inside("roundWeights") }
    do { try shareRule.validate() } catch { throw error.inside("shareRule") }
  }
}

/// A config key, and the values that a comparison gives it.
public struct ComparisonAxis: Codable, Hashable, Sendable {
  /// The way from the top of the config: `partition.alpha`.
  public var key: String
  /// Each as a config writes it, on one line.
  public var values: [String]

  public init(key: String, values: [String]) { (self.key, self.values) = (key, values) }
}
