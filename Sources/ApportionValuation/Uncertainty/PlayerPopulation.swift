public import ApportionPrimitives

/// A population from which players can be drawn, with the worth of any set of them.
///
/// A ``CoalitionGame`` has fixed players; here a game is one draw of them. A player is whatever its game
/// needs: a number, or a client with its examples.
public protocol PlayerPopulation: Sendable {
  /// A member of the population.
  associatedtype Player: Sendable

  /// A player of the population, drawn independently of all others; the same stream gives the same
  /// player.
  func player(using stream: RandomStream) async throws -> Player

  /// The worth of each set of players, in the utility's own units.
  ///
  /// Must be pure, and must not depend on the order of a set.
  func worths(of sets: [[Player]]) async throws -> [Double]
}
