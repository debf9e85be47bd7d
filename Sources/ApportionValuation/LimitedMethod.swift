import ApportionPrimitives

/// A method that limits the number of players because of the cost of evaluating their coalitions.
public protocol LimitedMethod: ValuationMethod {
  /// The largest number of players accepted; the cost doubles with each player.
  var maximumPlayers: Int { get set }

  /// The largest number of players accepted by default for a complete table.
  ///
  /// All utilities are then known, so that nothing has to be evaluated.
  static var largestTable: Int { get }
}

extension LimitedMethod {
  public static var largestTable: Int { 24 }
}

extension ValuationMethod {
  /// The method with its limit raised for a complete table of this many players.
  ///
  /// The default of `maximumPlayers` limits the cost of evaluations. A table has no such cost, so the
  /// default is raised, up to ``LimitedMethod/largestTable``; a limit that was set is kept.
  package func forTable(players: Int) -> any ValuationMethod {
    guard var limited = self as? any LimitedMethod else { return self }
    limited.accept(players)
    return limited
  }
}

extension LimitedMethod {
  fileprivate mutating func accept(_ players: Int) {
    guard maximumPlayers == Self().maximumPlayers else { return }
    maximumPlayers = max(maximumPlayers, min(players, Self.largestTable))
  }
}
