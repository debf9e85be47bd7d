public import ApportionPrimitives

/// A population that players can be drawn from, and what any set of them would be worth together.
///
/// Where a ``CoalitionGame`` has the players it has, here a game is one draw of them. A player is
/// whatever its game needs: a number, or a client with its examples.
public protocol PlayerPopulation: Sendable {
  associatedtype Player: Sendable

  /// A player of the population, drawn independently of all others and the same for the same stream.
  func player(using stream: RandomStream) async throws -> Player

  /// The worth of each set of players, in the utility's own units.
  ///
  /// Must be pure, and must not depend on the order of a set.
  func worths(of sets: [[Player]]) async throws -> [Double]
}
