public import ApportionPrimitives

/// When an estimate is good enough to stop before its budget is spent.
///
/// It is looked at between batches of draws whose bounds depend on nothing but how many draws came
/// before, so that an estimate that is continued stops where one made at a stretch does.
public struct StoppingRule: Codable, Hashable, Sendable {
  /// Enough when no player's standard error is above this, in the units of the game; 0 for never.
  public var standardError = 0.0

  /// Enough when the order of the players is certain with this confidence, all places together:
  /// neighbours are apart, or tied within ``tie``; 0 for never.
  public var rankConfidence = 0.0

  /// Neighbours that surely differ by no more than this are tied, in the units of the game.
  public var tie = 0.0

  /// Never before the budget is spent.
  public init() {}

  /// - Throws: `InvalidSetting`.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "standardError", standardError, standardError >= 0 && standardError.isFinite,
      mustBe: "0 or more")
    try InvalidSetting.check(
      "rankConfidence", rankConfidence, rankConfidence >= 0 && rankConfidence < 1,
      mustBe: "0 or more and below 1")
    try InvalidSetting.check("tie", tie, tie >= 0 && tie.isFinite, mustBe: "0 or more")
  }

  /// Whether there is anything to look at.
  var isAsked: Bool { standardError > 0 || rankConfidence > 0 }

  /// Why these figures are good enough, or nil where they are not.
  func holds(for attribution: Attribution) -> StopReason? {
    if standardError > 0,
      attribution.standardErrors.allSatisfy({ $0.map { $0 <= standardError } ?? false })
    {
      return .standardError
    }
    if rankConfidence > 0,
      Ranking(of: attribution, confidence: rankConfidence, tie: tie).isCertain
    {
      return .ranks
    }
    return nil
  }
}

/// Why an estimate stopped.
public enum StopReason: String, Codable, Hashable, Sendable {
  /// The next draw might have cost more than was left.
  case budget
  /// Every standard error is small enough.
  case standardError
  /// The order is certain.
  case ranks
  /// The method's own criterion is met.
  case settled
  /// There is nothing left to draw: the values are exact, or as good as the method makes them.
  case exhausted
  /// The caller had enough.
  case caller
}
