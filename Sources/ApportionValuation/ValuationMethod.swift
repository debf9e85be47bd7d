public import ApportionPrimitives

/// A rule that divides the worth of the grand coalition among its players.
///
/// A method is a value: its stored properties are its hyperparameters, so it can be compared, used as
/// a cache key, written to a config and read back. It holds no data, no game and no random state.
public protocol ValuationMethod: Configurable {
  /// What the values converge to as the budget grows, or nil when that has no name.
  var estimand: Semivalue? { get }

  /// The axioms that hold exactly on every run, not merely on average.
  var guarantees: Axioms { get }

  /// Refuses games with more players, or fewer, than the method can serve.
  ///
  /// - Throws: ``ValuationError``.
  func checkPlayers(_ n: Int) throws

  /// The most evaluations that a game of so many players takes.
  func evaluations(forPlayers n: Int) -> Int

  /// Values every player of `game`.
  ///
  /// - Parameters:
  ///   - game: what the players play.
  ///   - stream: what a method that samples draws from.
  /// - Returns: one value per player, in the units of the game.
  /// - Throws: ``ValuationError``, or whatever `game` throws. A failed evaluation is never replaced
  ///   by a default worth.
  func attribute(_ game: some CoalitionGame, using stream: RandomStream) async throws -> Attribution
}

extension ValuationMethod {
  /// The result of ``attribute(_:using:)``, once it is seen to be one number per player.
  ///
  /// - Throws: ``ValuationError``, or whatever `game` throws.
  public func attribution(
    of game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    let result = try await attribute(game, using: stream)
    let (values, errors, n) = (result.values, result.standardErrors, game.playerCount)
    guard values.count == n, errors.count == n else {
      throw ValuationError.wrongCount(
        method: Self.id, values: values.count, standardErrors: errors.count, players: n)
    }
    for player in 0..<n {
      for number in [values[player], errors[player] ?? 0] where !number.isFinite {
        throw ValuationError.nonFiniteValue(method: Self.id, player: player, value: number)
      }
    }
    return result
  }

  public func checkPlayers(_ n: Int) throws {
    guard n > 0 else { throw ValuationError.noPlayers(method: Self.id) }
  }
}
