import ApportionPrimitives

/// Why an estimate could not be made, and what to change.
public enum EstimationError: Error, Hashable, Sendable {
  /// The budget is below what the method needs for this many players.
  case budgetTooSmall(method: String, budget: Int, players: Int, minimum: Int)
  /// The coalitions drawn so far do not determine the values of all players.
  case tooFewCoalitions(method: String, players: Int, evaluations: Int)
  /// The estimate was started on a game with another number of players.
  case otherPlayers(method: String, players: Int, found: Int)
}

extension EstimationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .budgetTooSmall(let method, let budget, let players, let minimum):
      """
      \(method): `budget` is \(budget), but a game of \(players) players needs at least \(minimum) \
      evaluations; raise `budget`
      """
    case .tooFewCoalitions(let method, let players, let evaluations):
      """
      \(method): the coalitions drawn in \(evaluations) evaluations do not determine the values of \
      all \(players) players; raise `budget`
      """
    case .otherPlayers(let method, let players, let found):
      """
      \(method): the estimate was started on a game of \(players) players and cannot be resumed on \
      a game of \(found)
      """
    }
  }
}
