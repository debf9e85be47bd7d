import ApportionPrimitives

/// A method whose settings put the players into groups.
///
/// Where players come and go, as clients do from round to round, the groups are declared for all of
/// them, and a game of some takes ``restricted(to:)``.
public protocol GroupedMethod: ValuationMethod {
  /// Players by number, each in one group; empty for all players in one.
  var groups: [[Int]] { get set }
}

extension GroupedMethod {
  /// Refuses groups that are not a division of players `0..<n`.
  ///
  /// - Throws: ``ValuationError`` that names the player who is in two groups, in none, or not there.
  public func checkGroups(players n: Int) throws(ValuationError) {
    guard !groups.isEmpty else { return }
    if let player = sharedPlayer {
      throw .playerInTwoGroups(method: Self.id, player: player)
    }
    let grouped = Set(groups.joined())
    if let player = grouped.sorted().first(where: { !(0..<n).contains($0) }) {
      throw .unknownGroupedPlayer(method: Self.id, player: player, players: n)
    }
    if let player = (0..<n).first(where: { !grouped.contains($0) }) {
      throw .playerWithoutGroup(method: Self.id, player: player, players: n)
    }
  }

  /// The same method for a game whose player p is player `players[p]` of the groups.
  ///
  /// Groups may become empty. A player in no group stays without one, so that
  /// ``checkGroups(players:)`` finds it.
  public func restricted(to players: [Int]) -> Self {
    var method = self
    method.groups = groups.map { group in group.compactMap { players.firstIndex(of: $0) } }
    return method
  }

  /// The first player who is in two groups, or twice in one.
  var sharedPlayer: Int? {
    var seen: Set<Int> = []
    return groups.joined().first { !seen.insert($0).inserted }
  }
}

extension ValuationMethod {
  /// The method as it is in a game whose player p is player `players[p]` of its settings.
  package func among(_ players: [Int]) -> any ValuationMethod {
    (self as? any GroupedMethod)?.restricted(to: players) ?? self
  }
}
