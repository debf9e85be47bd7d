public import ApportionPrimitives

/// When an estimate is good enough to stop before its budget is spent.
///
/// The rule is checked between batches of draws. Where a batch ends depends only on the number of draws
/// before it, so an estimate that is resumed stops where an uninterrupted one does.
public struct StoppingRule: Codable, Hashable, Sendable {
  /// The estimate stops once no player's standard error is above this, in the units of the game; 0 for
  /// never.
  public var standardError = 0.0

  /// The estimate stops once the order of all players is certain with this confidence; 0 for never.
  ///
  /// Every two neighbours in the order must be apart, or tied within ``tie``; see ``Ranking``.
  public var rankConfidence = 0.0

  /// Neighbours whose values differ by no more than this, with the stated confidence, are tied; in the
  /// units of the game.
  public var tie = 0.0

  /// A rule that never stops an estimate before its budget is spent.
  public init() {}

  /// Checks every setting.
  ///
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

  /// Whether the rule has any criterion.
  var isAsked: Bool { standardError > 0 || rankConfidence > 0 }

  /// The criterion that the attribution meets, or nil if it meets none.
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
  /// The next draw might cost more evaluations than are left.
  case budget
  /// Every standard error is small enough.
  case standardError
  /// The order of the players is certain.
  case ranks
  /// The method's own convergence criterion is met.
  case settled
  /// Nothing is left to draw: the values are exact, or as good as the method can make them.
  case exhausted
  /// The caller stopped the estimate.
  case caller
}
