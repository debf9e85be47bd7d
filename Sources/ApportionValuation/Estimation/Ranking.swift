import ApportionPrimitives

/// The order of the players by value, and between which neighbours it is certain.
///
/// Neighbours i and j are tied if *|φᵢ − φⱼ| + z (σᵢ + σⱼ)* is at most the tie, and otherwise apart if
/// *|φᵢ − φⱼ| > z (σᵢ + σⱼ)*. The sum of the standard errors bounds the standard error of the difference
/// whatever the correlation of the two, and z is the normal quantile for n − 1 simultaneous comparisons
/// (Bonferroni), so the stated confidence is that of the whole order.
public struct Ranking: Codable, Hashable, Sendable {
  /// The relation between a player and the next one below.
  public enum Step: String, Codable, Hashable, Sendable {
    /// The upper player is worth more.
    case apart
    /// They differ by no more than the tie.
    case tied
    /// The samples do not determine which is worth more.
    case open
  }

  /// The players from the largest value to the smallest; values equal up to rounding are ordered by
  /// number.
  public let players: [Int]
  /// The step from each player to the next: one fewer than there are players.
  public let steps: [Step]

  /// Whether no step is open.
  public var isCertain: Bool { !steps.contains(.open) }

  /// Ranks the players of an attribution.
  ///
  /// - Parameters:
  ///   - attribution: values with their standard errors.
  ///   - confidence: that of the whole order, between 0 and 1.
  ///   - tie: differences up to this count as ties.
  public init(of attribution: Attribution, confidence: Double, tie: Double = 0) {
    let (values, errors) = (attribution.values, attribution.standardErrors)
    let settled = Ties.settled(values)
    let players = values.indices.sorted {
      settled[$0] != settled[$1] ? settled[$0] > settled[$1] : $0 < $1
    }
    let tail = ConfidenceInterval.tail(ofLevel: confidence) / Double(max(values.count - 1, 1))
    let reach = normalQuantile(1 - tail)
    self.players = players
    steps = zip(players, players.dropFirst()).map { upper, lower in
      let difference = settled[upper] - settled[lower]
      guard let upperError = errors[upper], let lowerError = errors[lower] else { return .open }
      let doubt = reach * (upperError + lowerError)
      if difference > doubt { return difference + doubt <= tie ? .tied : .apart }
      return difference + doubt <= tie ? .tied : .open
    }
  }
}

extension Attribution {
  /// The confidence interval of a player's value, for the sampling error alone.
  ///
  /// - Parameters:
  ///   - player: the player.
  ///   - level: the probability that such intervals contain what the method estimates.
  /// - Returns: the normal interval of the standard error, or nil if that is not known.
  public func interval(of player: Int, level: Double = 0.95) -> ConfidenceInterval? {
    guard let error = standardErrors[player] else { return nil }
    let reach = normalQuantile(1 - ConfidenceInterval.tail(ofLevel: level)) * error
    return ConfidenceInterval(
      lower: values[player] - reach, upper: values[player] + reach, level: level)
  }
}

/// The quantile of the standard normal distribution for a probability `p` of at least ½.
///
/// Its square is a quantile of the χ² distribution with one degree of freedom.
func normalQuantile(_ p: Double) -> Double {
  p == 0.5 ? 0 : ChiSquared(degreesOfFreedom: 1).quantile(2 * p - 1).squareRoot()
}
