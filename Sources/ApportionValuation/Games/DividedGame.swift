/// A game whose worth is a weighted mean over parts of what it is measured on, such as classes or
/// single examples.
///
///     v(S) = Σₖ wₖ vₖ(S),   wₖ ≥ 0,   Σₖ wₖ = 1
///
/// A linear value of v is then the same mean of values of the vₖ, so the parts tell where a player's
/// value comes from, and, where they are a sample, how much it owes to that sample.
public protocol DividedGame: CoalitionGame {
  /// wₖ, one for each part.
  var weights: [Double] { get }

  /// The worths vₖ(S) of all coalitions, for each of some parts.
  func tables(ofParts parts: Range<Int>) async throws -> [CoalitionTable]
}
