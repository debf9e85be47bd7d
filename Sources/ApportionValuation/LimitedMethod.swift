import ApportionPrimitives

/// A method that refuses many players because of what evaluating their coalitions costs.
public protocol LimitedMethod: ValuationMethod {
  /// The most players it accepts, because the cost doubles with each.
  var maximumPlayers: Int { get set }

  /// The most players of a game whose utilities are all known, so that nothing has to be evaluated.
  static var largestTable: Int { get }
}

extension LimitedMethod {
  public static var largestTable: Int { 24 }
}

extension ValuationMethod {
  /// The method as it is for a table of so many players: what the default of `maximumPlayers` keeps off
  /// is no cost there, while a limit that was set is kept.
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
