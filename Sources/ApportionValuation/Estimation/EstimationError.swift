import ApportionPrimitives

/// Why an estimate could not be made, and what to change.
public enum EstimationError: Error, Hashable, Sendable {
  case budgetTooSmall(method: String, budget: Int, players: Int, minimum: Int)
  case tooFewCoalitions(method: String, players: Int, evaluations: Int)
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
      \(method): the coalitions drawn in \(evaluations) evaluations do not tell all \(players) \
      players apart; raise `budget`
      """
    case .otherPlayers(let method, let players, let found):
      """
      \(method): the estimate was begun on a game of \(players) players and cannot go on with one \
      of \(found)
      """
    }
  }
}
