/// A cooperative game: a worth *v(S)* for every set *S* of players.
///
/// Valuation methods access federated learning only through this protocol. They do not depend on where a
/// worth comes from, such as a model reconstructed from a round of updates or a formula in a test.
public protocol CoalitionGame: Sendable {
  /// The number of players *n*. Players are `0..<playerCount`.
  var playerCount: Int { get }

  /// The worth of each coalition, in the units of the utility (accuracy in [0, 1], or nats).
  ///
  /// Must be pure: a coalition always has the same worth, whatever was evaluated before.
  func worths(of coalitions: [Coalition]) async throws -> [Double]

  /// The worths of all coalitions, in the order of ``Coalition/index``.
  ///
  /// A game that can compute all worths at once returns them here; the default calls ``worths(of:)``.
  func allWorths() async throws -> [Double]
}

extension CoalitionGame {
  public func allWorths() async throws -> [Double] {
    try await worths(of: Coalition.all(playerCount))
  }

  /// The worth of one coalition.
  public func value(of coalition: Coalition) async throws -> Double {
    try await finiteWorths(of: [coalition])[0]
  }

  /// The worths, checked to be finite and not too large to compute with.
  ///
  /// - Throws: ``ValuationError/nonFiniteWorth(coalition:worth:)`` or
  ///   ``ValuationError/hugeWorth(coalition:worth:)``, or what the game throws. A failed evaluation is
  ///   never replaced by a default worth.
  public func finiteWorths(of coalitions: [Coalition]) async throws -> [Double] {
    let worths = try await self.worths(of: coalitions)
    precondition(worths.count == coalitions.count, "a game must return one worth per coalition")
    try checkWorths(worths) { coalitions[$0] }
    return worths
  }
}

/// Rejects worths that are not finite or too large; `coalition` maps an index to its coalition.
func checkWorths(_ worths: [Double], of coalition: (Int) -> Coalition) throws(ValuationError) {
  for (index, worth) in worths.enumerated() where !(abs(worth) <= largestUsableWorth) {
    throw worth.isFinite
      ? .hugeWorth(coalition: coalition(index), worth: worth)
      : .nonFiniteWorth(coalition: coalition(index), worth: worth)
  }
}

/// The largest absolute worth accepted, so that the sums of squares of many worths are finite.
let largestUsableWorth = 1e100
