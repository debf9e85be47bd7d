import ApportionPrimitives

/// A method whose settings divide the players into groups.
///
/// The groups are declared for all players. For a game of only some of them, such as the clients of one
/// round, use ``restricted(to:)``.
public protocol GroupedMethod: ValuationMethod {
  /// The player numbers of each group, each player in one group; empty for one group of all players.
  var groups: [[Int]] { get set }
}

extension GroupedMethod {
  /// Rejects groups that do not contain each of the players `0..<n` exactly once.
  ///
  /// If `groups` is empty, it is accepted.
  ///
  /// - Throws: ``ValuationError`` that names the player that is in two groups, in none, or not in the game.
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

  /// The method for a game whose player p is player `players[p]` of the groups.
  ///
  /// Groups may become empty. A player that is in no group remains without one, so that
  /// ``checkGroups(players:)`` rejects it.
  public func restricted(to players: [Int]) -> Self {
    var method = self
    method.groups = groups.map { group in group.compactMap { players.firstIndex(of: $0) } }
    return method
  }

  /// The first player that is in two groups, or twice in one; nil if no player is.
  var sharedPlayer: Int? {
    var seen: Set<Int> = []
    return groups.joined().first { !seen.insert($0).inserted }
  }
}

extension ValuationMethod {
  /// The method for a game whose player p is player `players[p]` of its settings.
  package func among(_ players: [Int]) -> any ValuationMethod {
    (self as? any GroupedMethod)?.restricted(to: players) ?? self
  }
}
