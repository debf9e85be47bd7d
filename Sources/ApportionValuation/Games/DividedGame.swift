/// A game whose worth is a weighted mean over parts of the evaluation set, such as classes or single
/// examples.
///
///     v(S) = Σₖ wₖ vₖ(S),   wₖ ≥ 0,   Σₖ wₖ = 1
///
/// A linear value of v is then the same weighted mean of the values of the vₖ. The parts therefore show
/// where a player's value comes from and, if they are a random sample, how much it depends on the sample.
public protocol DividedGame: CoalitionGame {
  /// The weights wₖ, one per part.
  var weights: [Double] { get }

  /// The worths vₖ(S) of all coalitions, one table for each of the given parts.
  func tables(ofParts parts: Range<Int>) async throws -> [CoalitionTable]
}
