public import ApportionPrimitives

/// A method that assigns a value to every player of a coalition game.
///
/// A method is a value type: its stored properties are its hyperparameters, so it can be compared, used as
/// a cache key, written to a config and read back. It holds no data, no game and no random state.
public protocol ValuationMethod: Configurable {
  /// The semivalue that the values converge to as the budget grows, or nil if they converge to none.
  var estimand: Semivalue? { get }

  /// The axioms that hold exactly for every result, not only on average.
  var guarantees: Axioms { get }

  /// Rejects games with more or fewer players than the method supports.
  ///
  /// - Throws: ``ValuationError``.
  func checkPlayers(_ n: Int) throws

  /// The maximum number of evaluations for a game of n players.
  func evaluations(forPlayers n: Int) -> Int

  /// Assigns a value to every player of `game`.
  ///
  /// - Parameters:
  ///   - game: the game whose players are valued.
  ///   - stream: the source of randomness of a method that samples.
  /// - Returns: one value per player, in the units of the game.
  /// - Throws: ``ValuationError``, or whatever `game` throws. A failed evaluation is never replaced
  ///   by a default worth.
  func attribute(_ game: some CoalitionGame, using stream: RandomStream) async throws -> Attribution
}

extension ValuationMethod {
  /// The result of ``attribute(_:using:)``, checked to have one finite value and error per player.
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
