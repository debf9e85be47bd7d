import ApportionPrimitives

/// Why a valuation could not be made, and what to change.
public enum ValuationError: Error, Hashable, Sendable {
  case noPlayers(method: String)
  case tooManyPlayers(method: String, players: Int, limit: Int)
  case nonFiniteWorth(coalition: Coalition, worth: Double)
}

extension ValuationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noPlayers(let method):
      "\(method): the game has no players; did the round select any clients?"
    case .tooManyPlayers(let method, let players, let limit):
      """
      \(method): \(players) players would need 2^\(players) evaluations, and the limit is \(limit) \
      players; use leave-one-out or individual, lower `participation.fraction`, or raise \
      `maximum_players`
      """
    case .nonFiniteWorth(let coalition, let worth):
      "the worth of coalition \(coalition) is \(worth.shown); a value needs finite worths"
    }
  }
}
