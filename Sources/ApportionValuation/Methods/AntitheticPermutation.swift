public import ApportionPrimitives

/// Shapley values from random orders of the players, each walked forwards and backwards.
///
/// A player early in an order is late in its reverse, so that effects of the position cancel. Credits are
/// those of ``PermutationShapley``, averaged over the two walks.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; standard errors are those of means of independent pairs.
/// - Cost: 2 evaluations and 2 (n − 1) for each pair.
/// - Source: Mitchell, Cooper, Frank & Holmes, "Sampling permutations for Shapley value estimation",
///   JMLR 23, 2022.
public struct AntitheticPermutation: Estimator, CitedMethod {
  public static let id = "antithetic-permutation"
  public static let summary = "Shapley value, estimated along random orders and their reverses"
  public static let source = "Mitchell, Cooper, Frank & Holmes 2022"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  /// Two pairs, because a standard error needs at least two.
  public func minimumBudget(forPlayers n: Int) -> Int { 2 + 4 * (n - 1) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> PermutationTally {
    PermutationTally(players: n, initial: worths, walksPerDraw: 2)
  }

  public func draw(_ index: Int, given tally: PermutationTally, using stream: RandomStream) -> Draw?
  {
    guard tally.ends.playerCount > 1 else { return nil }
    let order = stream.ledOrderBothWays(index, of: tally.ends.playerCount)
    return Draw(
      Draw.prefixes(of: order) + Draw.prefixes(of: order.reversed()), order: order)
  }

  public func values(from tally: PermutationTally) throws -> SampledValues { try tally.values() }

  public func add(_ draw: Draw, to tally: inout PermutationTally) {
    let half = draw.worths.count / 2
    tally.add(along: draw.order, worths: draw.worths.prefix(half))
    tally.add(along: draw.order.reversed(), worths: draw.worths.suffix(half))
  }
}
