public import ApportionPrimitives

/// Shapley values from random orders of the players, each truncated once its players so far are worth
/// about as much as all players.
///
/// Credits are those of ``PermutationShapley``, or 0 once *|v(N) − v(π(1)…π(j−1))|* is below
/// `tolerance` times *|v(N) − v(∅)|*.
///
/// The published code compares with the mean score of bootstrapped test sets and requires five players in
/// a row; here the tolerance is a fraction of the gain, because a game has no test set.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game; `tolerance` has none.
/// - Error: unbiased if `tolerance` is 0. Otherwise each walk omits at most `tolerance` of the gain,
///   mostly from players late in the order; standard errors do not include this error.
/// - Cost: 2 evaluations and at most n − 1 for each order.
/// - Source: Ghorbani & Zou, "Data Shapley", ICML 2019, algorithm 1.
public struct TruncatedMonteCarlo: Estimator, CitedMethod {
  public static let id = "tmc-shapley"
  public static let summary = "Shapley value, estimated along random orders that are cut short"
  public static let source = "Ghorbani & Zou 2019"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()
  /// The fraction of *|v(N) − v(∅)|* below which the rest of a walk is omitted.
  public var tolerance = 0.01

  public init() {}

  public func validate() throws {
    try checkEstimator()
    try InvalidSetting.check(
      "tolerance", tolerance, tolerance >= 0 && tolerance.isFinite, mustBe: "0 or more")
  }

  public var target: Semivalue? { .shapley }
  public var estimand: Semivalue? { tolerance > 0 ? nil : .shapley }
  public var guarantees: Axioms { tolerance > 0 ? [] : [.efficiency] }

  /// Two complete walks, because a standard error needs at least two.
  public func minimumBudget(forPlayers n: Int) -> Int { 2 + 2 * (n - 1) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> PermutationTally {
    PermutationTally(players: n, initial: worths, walksPerDraw: 1)
  }

  public func draw(_ index: Int, given tally: PermutationTally, using stream: RandomStream) -> Draw?
  {
    let n = tally.ends.playerCount
    guard n > 1 else { return nil }
    let order = stream.ledOrder(index, of: n)
    return Draw([Coalition([order[0]])], order: order, limit: n - 1)
  }

  public func followUp(of draw: Draw, given tally: PermutationTally) -> [Coalition] {
    let enough = tolerance * abs(tally.ends.gain)
    return draw.nextPrefix(unless: { abs(tally.ends.grand - $0) < enough })
  }

  public func values(from tally: PermutationTally) throws -> SampledValues { try tally.values() }

  public func add(_ draw: Draw, to tally: inout PermutationTally) {
    tally.add(along: draw.order, worths: draw.worths[...])
  }
}
