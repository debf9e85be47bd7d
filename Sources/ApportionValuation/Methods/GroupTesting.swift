public import ApportionPrimitives

/// Shapley values from differences between players in random coalitions, as in group testing.
///
///     φᵢ = (v(N) − v(∅))/n + mean of Z (v(S) − m) (1[i ∈ S] − |S|/n)
///
/// over coalitions whose size k has probability *(1/k + 1/(n − k)) / Z*, with *Z = 2 Hₙ₋₁*. The mean of
/// *Z v(S) (1[i ∈ S] − 1[j ∈ S])* is φᵢ − φⱼ; its sum over j and efficiency give the formula above. The
/// paper solves a feasibility problem instead, and FedSV adds the value of a pivot player.
///
/// The paper has no m, and its errors are proportional to v itself. Any m that does not depend on S leaves
/// the mean unchanged. Here m is the mean worth of the other draws, so that a constant in the worths of all
/// drawn coalitions cancels, whether or not it is also part of v(∅).
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; the standard error is that of a mean of independent draws, and grows with the
///   spread of v.
/// - Cost: 2 evaluations and 1 for each draw.
/// - Source: Jia et al., "Towards efficient data valuation based on the Shapley value", AISTATS 2019,
///   algorithm 1; Wang, Rausch, Zhang, Jia & Song, "A principled approach to data valuation for
///   federated learning", 2020, whose listing prints 1/k where 1/Z is meant.
public struct GroupTesting: Estimator, CitedMethod {
  public static let id = "group-testing"
  public static let summary = "Shapley value, estimated from differences in random coalitions"
  public static let source = "Jia et al. 2019"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  /// Four draws, because the two means take two degrees of freedom.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 6 : 2 }

  /// The coalitions drawn so far, with their worths.
  public struct Tally: Codable, Hashable, Sendable {
    let playerCount: Int
    /// *v(N) − v(∅)*.
    let gain: Double
    var coalitions: [Coalition] = []
    var worths: [Double] = []
  }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(playerCount: n, gain: worths[1] - worths[0])
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    let n = tally.playerCount
    guard n > 1 else { return nil }
    var stream = stream.child("draw", index)
    let size = SizeDistribution.kernel(players: n).draw(using: &stream)
    return Draw([stream.coalition(of: n, size: size)])
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    tally.coalitions.append(draw.coalitions[0])
    tally.worths.append(draw.worths[0])
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let (n, count) = (tally.playerCount, Double(tally.worths.count))
    guard n > 1 else { return SampledValues(exact: [tally.gain]) }
    guard count > 1 else { throw Undetermined() }
    var harmonic = 0.0
    for size in 1..<n { harmonic += 1 / Double(size) }
    // Relative to the first worth, so that a constant in all worths costs no precision.
    let first = tally.worths[0]
    let mean = first + tally.worths.reduce(0) { $0 + ($1 - first) } / count
    let features = tally.coalitions.map { PairRegression.features(of: $0, players: n) }
    let means = (0..<n).map { player in features.reduce(0) { $0 + $1[player] } / count }
    // v(S) minus the mean of the other draws is count/(count − 1) times v(S) minus the mean of all draws.
    // Subtracting the mean feature leaves the values unchanged and removes its variation from the errors.
    let scale = 2 * harmonic * count / (count - 1)
    var credits = RunningMoments(dimensions: n)
    for (features, worth) in zip(features, tally.worths) {
      credits.add(zip(features, means).map { scale * (worth - mean) * ($0 - $1) })
    }
    return SampledValues(
      values: credits.mean.map { tally.gain / Double(n) + $0 },
      // The factor is that of the jackknife, because both means are taken over the same draws.
      standardErrors: credits.standardErrors.map { $0 * (count - 1) / max(count - 2, 1) },
      degreesOfFreedom: credits.mean.map { _ in
        SampledValues.freedom(ofDraws: tally.worths.count - 2)
      })
  }
}
