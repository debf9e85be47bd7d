public import ApportionPrimitives

extension PlayerPopulation {
  /// How a player's value varies with the other players, by pick-and-freeze: pairs of sets that have one
  /// drawn player in common and nothing else.
  ///
  ///     ζ̂₁ = mean(Y Y′) − (mean((Y + Y′)/2))²
  ///
  /// What the two sets of a pair have in common is due to the shared player. There are no inner loops,
  /// and the only bias is that of the squared mean, of order 1/N; if the shared player has little effect,
  /// double Monte Carlo is more accurate for the same number of evaluations.
  ///
  /// - Parameters:
  ///   - player: the player whose value it is; it is given, and not drawn.
  ///   - n: the number of players in a game, including this one; at least 2.
  ///   - pairs: N, at least 2.
  ///   - stream: the source of randomness.
  /// - Returns: the variance and its parts; see ``PopulationVariance``.
  /// - Throws: ``ValuationError/nonFiniteDraw(players:worth:)``, or what the population throws.
  /// - Cost: 4 N evaluations.
  /// - Source: Wu, Liu, Li, Jia & Chang, "Uncertainty quantification of Data Shapley", 2024; the estimator is
  ///   that of Janon, Klein, Lagnoux, Nodet & Prieur, "Asymptotic normality and efficiency of two Sobol index
  ///   estimators", ESAIM: Probability and Statistics 18, 2014.
  public func pickAndFreeze(
    of player: Player, players n: Int, pairs: Int, using stream: RandomStream
  ) async throws -> PopulationVariance {
    precondition(n >= 2, "a game needs at least 2 players, not \(n)")
    precondition(pairs >= 2, "a variance needs at least 2 pairs, not \(pairs)")
    let joinings = try await ConditionalMarginals(
      of: player, in: self, players: n, frozen: pairs, completions: 2,
      using: stream.child("pick-and-freeze"))
    let center = mean(joinings.scaled.map(mean))
    // Each pair's part of the estimate, to first order, from which the error is computed.
    let parts = joinings.scaled.map { $0[0] * $0[1] - center * ($0[0] + $0[1]) }
    let value = joinings.value
    let squares = joinings.gains.map { ($0[0] * $0[0] + $0[1] * $0[1]) / 2 }
    return PopulationVariance(
      players: n, value: value,
      shared: mean(joinings.scaled.map { $0[0] * $0[1] }) - center * center,
      sharedError: (sampleVariance(parts) / Double(pairs)).squareRoot(),
      full: mean(squares) - value * value, evaluations: joinings.evaluations)
  }
}
