public import ApportionPrimitives

extension PlayerPopulation {
  /// How a player's value varies with the others, by double Monte Carlo: players are drawn and frozen one
  /// after the other, and sets of players completed around each.
  ///
  ///     ζ̂₁ = s²(Ȳᵢ) − mean(sᵢ²)/B₂
  ///
  /// with *Ȳᵢ* and *sᵢ²* the mean and variance of Y over the B₂ completions of frozen player i. Without the
  /// second term the spread of the inner means would count as the frozen player's doing.
  ///
  /// - Parameters:
  ///   - player: whose value it is; it is given, and not drawn.
  ///   - n: how many players a game has, this one among them; at least 2.
  ///   - frozen: B₁, how many players are frozen; at least 2.
  ///   - completions: B₂, how many sets are made around each; at least 2.
  ///   - stream: what all of them are drawn from.
  /// - Returns: the variance and its parts; see ``PopulationVariance``.
  /// - Throws: ``ValuationError/nonFiniteDraw(players:worth:)``, or what the population throws.
  /// - Cost: 2 B₁ B₂ evaluations.
  /// - Source: Wu, Liu, Li, Jia & Chang, "Uncertainty quantification of Data Shapley", 2024; the term that
  ///   takes off the bias is that of the analysis of variance with one random factor.
  public func doubleMonteCarlo(
    of player: Player, players n: Int, frozen: Int, completions: Int, using stream: RandomStream
  ) async throws -> PopulationVariance {
    precondition(n >= 2, "a game of \(n) players has no others to draw")
    precondition(frozen >= 2 && completions >= 2, "a variance takes at least two of each")
    let joinings = try await ConditionalMarginals(
      of: player, in: self, players: n, frozen: frozen, completions: completions,
      using: stream.child("double-monte-carlo"))
    let (means, within) = (
      joinings.scaled.map(mean), joinings.scaled.map { sampleVariance($0) / Double(completions) }
    )
    let center = mean(means)
    // Each frozen player's part of the estimate, for its error.
    let parts = zip(means, within).map { ($0 - center) * ($0 - center) - $1 }
    // Var(h) = E[Var(h | frozen)] + Var(E[h | frozen]), the latter freed of its bias in the same way.
    let inner = mean(joinings.gains.map(sampleVariance))
    let outer = sampleVariance(joinings.gains.map(mean)) - inner / Double(completions)
    return PopulationVariance(
      players: n, value: joinings.value, shared: sampleVariance(means) - mean(within),
      sharedError: (sampleVariance(parts) / Double(frozen)).squareRoot(), full: inner + outer,
      evaluations: joinings.evaluations)
  }
}
