import ApportionPrimitives

/// Why a valuation could not be made, and what to change.
public enum ValuationError: Error, Hashable, Sendable {
  case noPlayers(method: String)
  case tooManyPlayers(method: String, players: Int, limit: Int)
  /// In bytes.
  case tooLargeTable(players: Int, needed: Double, machine: Double)
  case nonFiniteWorth(coalition: Coalition, worth: Double)
  case hugeWorth(coalition: Coalition, worth: Double)
  case nonFiniteValue(method: String, player: Int, value: Double)
  case wrongCount(method: String, values: Int, standardErrors: Int, players: Int)
  case nonFiniteDraw(players: Int, worth: Double)
  case notLinear(method: String)
  case tooFewToLeaveOneOut(players: Int)
  case sampled(method: String)
  case wrongSizes(method: String, sizes: Int, players: Int)
  case playerInTwoGroups(method: String, player: Int)
  case playerWithoutGroup(method: String, player: Int, players: Int)
  case unknownGroupedPlayer(method: String, player: Int, players: Int)
}

extension ValuationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noPlayers(let method):
      "\(method): the game has no players; did the round select any clients?"
    case .tooManyPlayers(let method, let players, let limit):
      """
      \(method): \(players) players would need 2^\(players) evaluations, and the limit is \(limit) \
      players; use a method that samples, such as bordered-regression, lower \
      `participation.fraction`, or raise `maximum_players`
      """
    case .tooLargeTable(let players, let needed, let machine):
      """
      all 2^\(players) coalitions of \(players) players take \(shownBytes(needed)), and this machine has \
      \(shownBytes(machine)); use methods that sample, such as bordered-regression, with a smaller budget, \
      or lower `participation.fraction`
      """
    case .nonFiniteWorth(let coalition, let worth):
      "the worth of coalition \(coalition) is \(worth.shown); a value needs finite worths"
    case .hugeWorth(let coalition, let worth):
      """
      the worth of coalition \(coalition) is \(worth.shown); a value needs worths from \
      \((-largestUsableWorth).shown) to \(largestUsableWorth.shown), whose squares and sums are \
      numbers: divide all worths by a power of ten
      """
    case .nonFiniteValue(let method, let player, let value):
      """
      \(method): the value of player \(player), or its standard error, is \(value.shown); look for \
      worths of very different sizes, or for a fault of the method
      """
    case .wrongCount(let method, let values, let standardErrors, let players):
      """
      \(method): it gave \(values) values and \(standardErrors) standard errors for \(players) players; \
      a method owes one of each per player
      """
    case .nonFiniteDraw(let players, let worth):
      """
      the worth of \(players) drawn player\(players == 1 ? "" : "s") is \(worth.shown); a value needs \
      finite worths
      """
    case .notLinear(let method):
      """
      \(method): its values of parts of a game do not add up to those of the whole; use a method \
      that is linear, such as shapley
      """
    case .tooFewToLeaveOneOut(let players):
      """
      the game has \(players) players, but it takes at least 3 to see how values move when one of the \
      others is left out
      """
    case .sampled(let method):
      """
      \(method): its values are estimates, and how they move when a player is left out would be mixed \
      with the error of estimating; use a method that is exact, such as shapley
      """
    case .wrongSizes(let method, let sizes, let players):
      """
      \(method): `sizes` has \(sizes) numbers, but the game has \(players) players; give one for \
      each number of others that a player can join, 0 to \(players - 1)
      """
    case .playerInTwoGroups(let method, let player):
      "\(method): `groups` names player \(player) twice; put it in one group"
    case .playerWithoutGroup(let method, let player, let players):
      """
      \(method): player \(player) is in none of the `groups`; put each of the \(players) players, \
      0 to \(players - 1), in one
      """
    case .unknownGroupedPlayer(let method, let player, let players):
      """
      \(method): `groups` names player \(player), but the players are 0 to \(players - 1)
      """
    }
  }
}
