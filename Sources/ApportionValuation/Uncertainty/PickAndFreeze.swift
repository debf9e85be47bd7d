public import ApportionPrimitives

extension PlayerPopulation {
  /// How a player's value varies with the others, by pick-and-freeze: pairs of sets that share one player
  /// and nothing else.
  ///
  ///     ζ̂₁ = mean(Y Y′) − (mean((Y + Y′)/2))²
  ///
  /// What the two of a pair have in common is the shared player's doing. There are no inner loops and no
  /// bias but that of the squared mean, of order 1/N; where the shared player matters little, double Monte
  /// Carlo gets further with as many evaluations.
  ///
  /// - Parameters:
  ///   - player: whose value it is; it is given, and not drawn.
  ///   - n: how many players a game has, this one among them; at least 2.
  ///   - pairs: N, at least 2.
  ///   - stream: what all of them are drawn from.
  /// - Returns: the variance and its parts; see ``PopulationVariance``.
  /// - Throws: ``ValuationError/nonFiniteDraw(players:worth:)``, or what the population throws.
  /// - Cost: 4 N evaluations.
  /// - Source: Wu, Liu, Li, Jia & Chang, "Uncertainty quantification of Data Shapley", 2024; the estimator is
  ///   that of Janon, Klein, Lagnoux, Nodet & Prieur, "Asymptotic normality and efficiency of two Sobol index
  ///   estimators", ESAIM: Probability and Statistics 18, 2014.
  public func pickAndFreeze(
    of player: Player, players n: Int, pairs: Int, using stream: RandomStream
  ) async throws -> PopulationVariance {
    precondition(n >= 2, "a game of \(n) players has no others to draw")
    precondition(pairs >= 2, "a variance takes at least two pairs")
    let joinings = try await ConditionalMarginals(
      of: player, in: self, players: n, frozen: pairs, completions: 2,
      using: stream.child("pick-and-freeze"))
    let center = mean(joinings.scaled.map(mean))
    // Each pair's part of the estimate, to first order, for its error.
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
