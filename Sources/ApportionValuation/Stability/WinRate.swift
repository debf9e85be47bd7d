public import ApportionPrimitives

/// How often one estimator is closer to the truth than another.
///
/// Ties are left out of the rate and reported beside it: half a win is not a draw from a binomial
/// distribution, so an interval that counts ties would not have the stated coverage.
public struct WinRate: Codable, Hashable, Sendable {
  /// The number of trials in which the first distance is smaller.
  public let wins: Int
  /// The number of trials in which the first distance is larger.
  public let losses: Int
  /// The number of trials in which the distances are equal.
  public let ties: Int
  /// Wins divided by wins and losses, or nil if there are neither.
  @NullWhenNil public private(set) var rate: Double?
  /// The exact interval for the probability of a win, given that there is no tie.
  ///
  /// - Error: the coverage is at least as stated, and often higher.
  /// - Source: Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case
  ///   of the binomial", Biometrika 26(4), 1934.
  @NullWhenNil public private(set) var interval: ConfidenceInterval?

  /// Counts the paired trials in which the first distance is smaller, larger or equal.
  ///
  /// - Parameters:
  ///   - distances: one per trial; 0 is best.
  ///   - others: the distances of the other estimator, trial by trial.
  ///   - level: the confidence of the interval.
  public init(of distances: [Double], against others: [Double], level: Double = 0.95) {
    precondition(
      distances.count == others.count,
      "\(distances.count) distances cannot be paired with \(others.count)")
    precondition((distances + others).allSatisfy(\.isFinite), "a distance is not finite")
    let pairs = zip(distances, others)
    wins = pairs.count { $0 < $1 }
    losses = pairs.count { $0 > $1 }
    ties = distances.count - wins - losses
    guard wins + losses > 0 else { return }
    rate = Double(wins) / Double(wins + losses)
    let tail = ConfidenceInterval.tail(ofLevel: level)
    let (won, lost) = (Double(wins), Double(losses))
    interval = ConfidenceInterval(
      lower: wins == 0 ? 0 : BetaDistribution(won, lost + 1).quantile(tail),
      upper: losses == 0 ? 1 : BetaDistribution(won + 1, lost).quantile(1 - tail), level: level)
  }
}
