public import ApportionPrimitives

/// Shapley values from random orders of the players (permutation sampling).
///
/// In the order π, player π(j) is credited with *v(π(1)…π(j)) − v(π(1)…π(j−1))*. Credits are averaged
/// over the orders, with the weights of ``PermutationTally``; those of one order sum to *v(N) − v(∅)*.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; standard errors are those of means of independent orders.
/// - Cost: 2 evaluations and n − 1 for each order.
/// - Source: Castro, Gómez & Tejada, "Polynomial calculation of the Shapley value based on sampling",
///   Computers & Operations Research 36(5), 2009.
public struct PermutationShapley: Estimator, CitedMethod {
  public static let id = "permutation"
  public static let summary = "Shapley value, estimated along random orders of the players"
  public static let source = "Castro, Gómez & Tejada 2009"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  /// Two orders, because a standard error needs at least two.
  public func minimumBudget(forPlayers n: Int) -> Int { 2 + 2 * (n - 1) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> PermutationTally {
    PermutationTally(players: n, initial: worths, walksPerDraw: 1)
  }

  public func draw(_ index: Int, given tally: PermutationTally, using stream: RandomStream) -> Draw?
  {
    guard tally.ends.playerCount > 1 else { return nil }
    let order = stream.ledOrder(index, of: tally.ends.playerCount)
    return Draw(Draw.prefixes(of: order), order: order)
  }

  public func values(from tally: PermutationTally) throws -> SampledValues { try tally.values() }

  public func add(_ draw: Draw, to tally: inout PermutationTally) {
    tally.add(along: draw.order, worths: draw.worths[...])
  }
}
