/// The variance of one player's Shapley value if the other players were drawn again, estimated from
/// draws.
///
/// With *h* what the player adds to k − 1 drawn players, k uniform on 1 to *n*, and Y = (k − 1) h:
///
///     ζ₁ = Var(E[Y | one of the drawn players]),   ζ = Var(h)
///     Var(φ̂) ≈ ζ₁/(n − 1) + ζ/M
///
/// for a value that was estimated from M of the *h*, one set of players each; the exact value of a game
/// has no second term. It is the error with respect to a population of which the other players are a
/// sample, with this player given, and is not added to the errors of evaluation or of training.
///
/// - Units: variances are squares of the utility's.
/// - Error: first order in 1/n, and normal for many players; for fewer than ten it is only an indication.
/// - Source: Wu, Liu, Li, Jia & Chang, "Uncertainty quantification of Data Shapley", 2024; the variance of a
///   mean of U-statistics is Hoeffding, "A class of statistics with asymptotically normal distribution",
///   Annals of Mathematical Statistics 19(3), 1948. The value itself is that of Ghorbani, Kim & Zou, "A
///   distributional framework for data valuation", ICML 2020.
public struct PopulationVariance: Codable, Hashable, Sendable {
  /// The number of players in a game, *n*.
  public let players: Int
  /// The mean of *h*: the player's Shapley value on average over the population.
  public let value: Double
  /// ζ₁, as estimated: it can be below 0 if it is small compared with its error.
  public let shared: Double
  /// The standard error of the estimate of ζ₁.
  public let sharedError: Double
  /// ζ, the variance of what the player adds.
  public let full: Double
  /// The number of sets of players that were evaluated.
  public let evaluations: Int

  /// The standard error of a value.
  ///
  /// - Parameter samples: M, the number of independently drawn sets that the value was estimated from, or
  ///   nil if it is the exact value of one game.
  /// - Returns: the error, or nil if the estimated variance is below 0, so that more draws are needed.
  public func standardError(samples: Int? = nil) -> Double? {
    let sampling = samples.map { full / Double($0) } ?? 0
    let variance = shared / Double(players - 1) + sampling
    return variance >= 0 ? variance.squareRoot() : nil
  }
}
