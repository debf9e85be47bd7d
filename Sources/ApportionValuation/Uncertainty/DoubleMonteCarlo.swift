public import ApportionPrimitives

extension PlayerPopulation {
  /// How a player's value varies with the other players, by double Monte Carlo: players are drawn and
  /// frozen one after the other, and several sets are completed around each.
  ///
  ///     ζ̂₁ = s²(Ȳᵢ) − mean(sᵢ²)/B₂
  ///
  /// where *Ȳᵢ* and *sᵢ²* are the mean and the variance of Y over the B₂ completions of frozen player i.
  /// Without the second term, the variance of the inner means would be attributed to the frozen players.
  ///
  /// - Parameters:
  ///   - player: the player whose value it is; it is given, and not drawn.
  ///   - n: the number of players in a game, including this one; at least 2.
  ///   - frozen: B₁, the number of frozen players; at least 2.
  ///   - completions: B₂, the number of sets around each; at least 2.
  ///   - stream: the source of randomness.
  /// - Returns: the variance and its parts; see ``PopulationVariance``.
  /// - Throws: ``ValuationError/nonFiniteDraw(players:worth:)``, or what the population throws.
  /// - Cost: 2 B₁ B₂ evaluations.
  /// - Source: Wu, Liu, Li, Jia & Chang, "Uncertainty quantification of Data Shapley", 2024; the term
  ///   that removes the bias is that of the analysis of variance with one random factor.
  public func doubleMonteCarlo(
    of player: Player, players n: Int, frozen: Int, completions: Int, using stream: RandomStream
  ) async throws -> PopulationVariance {
    precondition(n >= 2, "a game needs at least 2 players, not \(n)")
    precondition(frozen >= 2 && completions >= 2, "`frozen` and `completions` must be at least 2")
    let joinings = try await ConditionalMarginals(
      of: player, in: self, players: n, frozen: frozen, completions: completions,
      using: stream.child("double-monte-carlo"))
    let (means, within) = (
      joinings.scaled.map(mean), joinings.scaled.map { sampleVariance($0) / Double(completions) }
    )
    let center = mean(means)
    // Each frozen player's part of the estimate, from which the error is computed.
    let parts = zip(means, within).map { ($0 - center) * ($0 - center) - $1 }
    // Var(h) = E[Var(h | frozen)] + Var(E[h | frozen]), the bias of the latter removed in the same way.
    let inner = mean(joinings.gains.map(sampleVariance))
    let outer = sampleVariance(joinings.gains.map(mean)) - inner / Double(completions)
    return PopulationVariance(
      players: n, value: joinings.value, shared: sampleVariance(means) - mean(within),
      sharedError: (sampleVariance(parts) / Double(frozen)).squareRoot(), full: inner + outer,
      evaluations: joinings.evaluations)
  }
}
