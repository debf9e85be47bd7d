import ApportionPrimitives

/// Who is worth more than whom, and between which neighbours that is certain.
///
/// Neighbours i and j are apart when *|φᵢ − φⱼ| > z (σᵢ + σⱼ)*. The sum of the standard errors
/// bounds the standard error of the difference however the two are correlated, and z is the normal
/// quantile for n − 1 comparisons at once (Bonferroni), so that the stated confidence is that of the
/// whole order.
public struct Ranking: Codable, Hashable, Sendable {
  /// What can be said of a player and the next one below.
  public enum Step: String, Codable, Hashable, Sendable {
    /// The first is worth more.
    case apart
    /// They differ by less than counts.
    case tied
    /// The samples do not tell.
    case open
  }

  /// The players from the largest value to the smallest, those equal up to rounding by number.
  public let players: [Int]
  /// One step less than there are players.
  public let steps: [Step]

  /// Whether no step is open.
  public var isCertain: Bool { !steps.contains(.open) }

  /// Ranks the players of an attribution.
  ///
  /// - Parameters:
  ///   - attribution: values with their standard errors.
  ///   - confidence: how sure the whole order is, between 0 and 1.
  ///   - tie: differences up to this do not count.
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
  /// Where a player's value lies with the stated confidence, as far as sampling goes.
  ///
  /// - Parameters:
  ///   - player: whose value.
  ///   - level: how often such intervals hold what the method estimates.
  /// - Returns: the normal interval of the standard error, or nil where that is not known.
  public func interval(of player: Int, level: Double = 0.95) -> ConfidenceInterval? {
    guard let error = standardErrors[player] else { return nil }
    let reach = normalQuantile(1 - ConfidenceInterval.tail(ofLevel: level)) * error
    return ConfidenceInterval(
      lower: values[player] - reach, upper: values[player] + reach, level: level)
  }
}

/// The point below which a standard normal draw falls with chance `p` of ½ or more.
///
/// Its square is χ² with one degree of freedom.
func normalQuantile(_ p: Double) -> Double {
  p == 0.5 ? 0 : ChiSquared(degreesOfFreedom: 1).quantile(2 * p - 1).squareRoot()
}
