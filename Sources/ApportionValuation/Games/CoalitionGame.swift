/// A cooperative game: a worth *v(S)* for every set *S* of players.
///
/// Every valuation method sees federated learning through this protocol alone. Where the worth comes
/// from, a model rebuilt from a round of updates or a formula in a test, is not its business.
public protocol CoalitionGame: Sendable {
  /// The number of players *n*. Players are `0..<playerCount`.
  var playerCount: Int { get }

  /// The worth of each coalition, in the utility's own units (accuracy in [0, 1], or nats).
  ///
  /// Must be pure: the same coalition always has the same worth, whatever was asked before.
  func worths(of coalitions: [Coalition]) async throws -> [Double]

  /// The worths of all coalitions, in the order of ``Coalition/index``.
  ///
  /// A game that has them at once gives them here; by default they are asked for as any others.
  func allWorths() async throws -> [Double]
}

extension CoalitionGame {
  public func allWorths() async throws -> [Double] {
    try await worths(of: (0..<1 << playerCount).map(Coalition.init(index:)))
  }

  /// The worth of one coalition.
  public func value(of coalition: Coalition) async throws -> Double {
    try await finiteWorths(of: [coalition])[0]
  }

  /// The worths, once they are seen to be numbers that can be calculated with.
  ///
  /// - Throws: ``ValuationError/nonFiniteWorth(coalition:worth:)`` or
  ///   ``ValuationError/hugeWorth(coalition:worth:)``, or what the game throws. A failed evaluation is
  ///   never replaced by a default worth.
  public func finiteWorths(of coalitions: [Coalition]) async throws -> [Double] {
    let worths = try await self.worths(of: coalitions)
    precondition(worths.count == coalitions.count, "a game owes one worth for each coalition")
    try checkWorths(worths) { coalitions[$0] }
    return worths
  }
}

/// Refuses worths that cannot be calculated with, by the coalitions at their places.
func checkWorths(_ worths: [Double], of coalition: (Int) -> Coalition) throws(ValuationError) {
  for (index, worth) in worths.enumerated() where !(abs(worth) <= largestUsableWorth) {
    throw worth.isFinite
      ? .hugeWorth(coalition: coalition(index), worth: worth)
      : .nonFiniteWorth(coalition: coalition(index), worth: worth)
  }
}

/// The largest size of a worth, so that sums of squares of many are finite.
let largestUsableWorth = 1e100
