public import ApportionPrimitives

extension ValuationMethod {
  /// How far each value would vary with other players from the same population: standard errors by the
  /// jackknife that leaves one player out.
  ///
  ///     SE(φᵢ)² = (n − 2)/(n − 1) Σ_{j ≠ i} (φᵢ⁽⁻ʲ⁾ − mean)²
  ///
  /// *φᵢ⁽⁻ʲ⁾* is i's value in the game without j, which is a part of the table, so nothing new is
  /// evaluated. It is the error with respect to a population of which the players are a sample, with i
  /// given. It is not the error of the estimate, of the evaluation set or of training, and is not added
  /// to them.
  ///
  /// - Shape: one number per player.
  /// - Units: those of the game.
  /// - Error: a first-order variance, estimated from the few other players; for fewer than ten it is only
  ///   an indication.
  /// - Cost: no evaluation; the method runs on n tables of half the size.
  /// - Source: Efron & Stein, "The jackknife estimate of variance", Annals of Statistics 9(3), 1981, for
  ///   statistics of an independent sample, here the other players.
  ///
  /// - Parameters:
  ///   - table: the game, of at least three players.
  ///   - stream: passed to the method; a method that samples from it is rejected.
  /// - Returns: the standard errors.
  /// - Throws: ``ValuationError`` for fewer than three players, for a method that samples, or as the
  ///   method does for one player fewer.
  public func populationErrors(
    on table: CoalitionTable, using stream: RandomStream
  ) async throws -> [Double] {
    let n = table.playerCount
    guard n >= 3 else { throw ValuationError.tooFewToLeaveOneOut(players: n) }
    var values = [[Double]](repeating: [], count: n)
    for absent in 0..<n {
      let players = (0..<n).filter { $0 != absent }
      let result = try await among(players).attribution(
        of: table.without(absent), using: stream)
      guard result.isExact else {
        throw ValuationError.sampled(method: Self.id)
      }
      for (player, value) in zip(players, result.values) { values[player].append(value) }
    }
    return values.map(jackknifeError)
  }
}

extension CoalitionTable {
  /// The game of all players but one; the numbers of the players after it decrease by one.
  ///
  /// - Precondition: `player` is in the game.
  public func without(_ player: Int) -> CoalitionTable {
    precondition((0..<playerCount).contains(player), "there is no player \(player)")
    let below = 1 << player - 1
    return CoalitionTable(
      worths: (0..<worths.count / 2).map { worths[$0 & below | ($0 & ~below) << 1] })
  }
}

/// The standard error of a statistic, from its values with each observation left out in turn.
///
///     SE² = (m − 1)/m Σ (xₖ − mean)²
///
/// - Precondition: at least two values.
/// - Source: Tukey, "Bias and confidence in not quite large samples", Annals of Mathematical Statistics
///   29, 1958.
package func jackknifeError(_ values: [Double]) -> Double {
  precondition(values.count >= 2, "a jackknife needs at least 2 values, not \(values.count)")
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return ((count - 1) / count * squares).squareRoot()
}
