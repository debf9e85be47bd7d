public import ApportionPrimitives

/// Shapley values from differences between players in random coalitions, as tests of pooled samples
/// tell who is ill.
///
///     φᵢ = (v(N) − v(∅))/n + mean of Z v(S) (1[i ∈ S] − |S|/n)
///
/// over coalitions whose size k has chance *(1/k + 1/(n − k)) / Z*, with *Z = 2 Hₙ₋₁*. The mean of
/// *Z v(S) (1[i ∈ S] − 1[j ∈ S])* is φᵢ − φⱼ; summed over j and shared out by efficiency it is the line
/// above, where the paper solves a feasibility problem and FedSV adds the value of a pivot player.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; the standard error is that of a mean of independent draws, and grows with the
///   size of v itself.
/// - Cost: 2 evaluations and 1 for each draw.
/// - Source: Jia et al., "Towards efficient data valuation based on the Shapley value", AISTATS 2019,
///   algorithm 1; Wang, Rausch, Zhang, Jia & Song, "A principled approach to data valuation for
///   federated learning", 2020, in whose listing 1/Z is meant where 1/k is printed.
public struct GroupTesting: Estimator, CitedMethod {
  public static let id = "group-testing"
  public static let summary = "Shapley value, estimated from differences in random coalitions"
  public static let source = "Jia et al. 2019"

  /// The most evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  /// Two draws, since one has no spread.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 4 : 2 }

  public func draw(_ index: Int, given tally: WalkTally, using stream: RandomStream) -> Draw? {
    let n = tally.playerCount
    guard n > 1 else { return nil }
    var stream = stream.child("draw", index)
    let size = SizeDistribution.kernel(players: n).draw(using: &stream)
    return Draw([stream.coalition(of: n, size: size)])
  }

  public func add(_ draw: Draw, to tally: inout WalkTally) {
    let n = tally.playerCount
    var harmonic = 0.0
    for size in 1..<n { harmonic += 1 / Double(size) }
    let (coalition, scaled) = (draw.coalitions[0], 2 * harmonic * draw.worths[0])
    let share = (tally.everybody - tally.nobody) / Double(n)
    let absent = share - scaled * Double(coalition.count) / Double(n)
    var credits = [Double](repeating: absent, count: n)
    for player in coalition { credits[player] += scaled }
    tally.credits.add(credits)
  }
}
