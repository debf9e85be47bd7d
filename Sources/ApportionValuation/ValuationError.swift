import ApportionPrimitives

/// The reason why values cannot be computed; the description states what to change.
public enum ValuationError: Error, Hashable, Sendable {
  /// The game has no players.
  case noPlayers(method: String)
  /// The game has more players than the method accepts.
  case tooManyPlayers(method: String, players: Int, limit: Int)
  /// The table of all coalitions needs more bytes than the machine has.
  case tooLargeTable(players: Int, needed: Double, machine: Double)
  /// The worth of a coalition is infinite or not a number.
  case nonFiniteWorth(coalition: Coalition, worth: Double)
  /// The worth of a coalition is too large to compute with.
  case hugeWorth(coalition: Coalition, worth: Double)
  /// A value or its standard error is infinite or not a number.
  case nonFiniteValue(method: String, player: Int, value: Double)
  /// The method did not return one value and one standard error per player.
  case wrongCount(method: String, values: Int, standardErrors: Int, players: Int)
  /// The worth of a set of drawn players is infinite or not a number.
  case nonFiniteDraw(players: Int, worth: Double)
  /// The method is not linear, so it has no values for the parts of a game.
  case notLinear(method: String)
  /// The game has too few players to leave one out.
  case tooFewToLeaveOneOut(players: Int)
  /// The method samples coalitions, but an exact method is needed.
  case sampled(method: String)
  /// The number of `sizes` differs from the number of players.
  case wrongSizes(method: String, sizes: Int, players: Int)
  /// A player is in two groups, or twice in one.
  case playerInTwoGroups(method: String, player: Int)
  /// A player is in no group.
  case playerWithoutGroup(method: String, player: Int, players: Int)
  /// A group contains a player that is not in the game.
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
      "the worth of coalition \(coalition) is \(worth.shown); worths must be finite"
    case .hugeWorth(let coalition, let worth):
      """
      the worth of coalition \(coalition) is \(worth.shown); worths must be from \
      \((-largestUsableWorth).shown) to \(largestUsableWorth.shown), so that their squares and sums are \
      finite; divide all worths by a power of ten
      """
    case .nonFiniteValue(let method, let player, let value):
      """
      \(method): the value of player \(player), or its standard error, is \(value.shown); check \
      for worths of very different magnitudes, or for a bug in the method
      """
    case .wrongCount(let method, let values, let standardErrors, let players):
      """
      \(method): it returned \(values) values and \(standardErrors) standard errors for \(players) \
      players; a method must return one of each per player
      """
    case .nonFiniteDraw(let players, let worth):
      """
      the worth of \(players) drawn player\(players == 1 ? "" : "s") is \(worth.shown); worths \
      must be finite
      """
    case .notLinear(let method):
      """
      \(method): its values for the parts of a game do not add up to its values for the whole game; use \
      a linear method, such as shapley
      """
    case .tooFewToLeaveOneOut(let players):
      """
      the game has \(players) players, but at least 3 are needed to measure how a value changes when \
      another player is left out
      """
    case .sampled(let method):
      """
      \(method): its values are estimates, so their changes when a player is left out would include \
      sampling error; use an exact method, such as shapley
      """
    case .wrongSizes(let method, let sizes, let players):
      """
      \(method): `sizes` has \(sizes) numbers, but the game has \(players) players; give one \
      number for each size of coalition that a player can join, 0 to \(players - 1)
      """
    case .playerInTwoGroups(let method, let player):
      "\(method): `groups` names player \(player) twice; put it in one group"
    case .playerWithoutGroup(let method, let player, let players):
      """
      \(method): player \(player) is in none of the `groups`; put each of the \(players) players, \
      0 to \(players - 1), in one group
      """
    case .unknownGroupedPlayer(let method, let player, let players):
      """
      \(method): `groups` names player \(player), but the players are 0 to \(players - 1)
      """
    }
  }
}
