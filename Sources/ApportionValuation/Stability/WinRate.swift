public import ApportionPrimitives

/// How often one way of estimating is closer to the truth than another.
///
/// Ties are left out of the rate and told beside it: half a win is no draw from a binomial
/// distribution, so an interval would not hold its coverage with them.
public struct WinRate: Codable, Hashable, Sendable {
  public let wins: Int
  public let losses: Int
  public let ties: Int
  /// Wins over wins and losses, or nil where there are neither.
  @NullWhenNil public private(set) var rate: Double?
  /// The exact interval for the chance of a win, given that one of the two wins.
  ///
  /// - Error: it covers at least as often as stated, and often more.
  /// - Source: Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case
  ///   of the binomial", Biometrika 26(4), 1934.
  @NullWhenNil public private(set) var interval: ConfidenceInterval?

  /// Counts on which of the paired trials the first distance is the smaller.
  ///
  /// - Parameters:
  ///   - distances: one per trial, 0 being best.
  ///   - others: the other way's, trial by trial.
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
