public import ApportionPrimitives

/// Shapley values from differences between players in random coalitions, as tests of pooled samples
/// tell who is ill.
///
///     φᵢ = (v(N) − v(∅))/n + mean of Z (v(S) − m) (1[i ∈ S] − |S|/n)
///
/// over coalitions whose size k has chance *(1/k + 1/(n − k)) / Z*, with *Z = 2 Hₙ₋₁*. The mean of
/// *Z v(S) (1[i ∈ S] − 1[j ∈ S])* is φᵢ − φⱼ; summed over j and shared out by efficiency it is the line
/// above, where the paper solves a feasibility problem and FedSV adds the value of a pivot player.
///
/// The paper has no m, and errors as large as v itself. Any m that does not depend on S leaves the mean as
/// it is; here it is the mean worth of the other draws, so that a worth that all coalitions have in
/// common drops out, be it that of nobody, too, or not.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; the standard error is that of a mean of independent draws, and grows with the
///   spread of v.
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

  /// Four draws, since two degrees of freedom go into means.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 6 : 2 }

  /// The coalitions drawn.
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
    // From the first worth, so that what all have in common costs no digits.
    let first = tally.worths[0]
    let mean = first + tally.worths.reduce(0) { $0 + ($1 - first) } / count
    let features = tally.coalitions.map { PairRegression.features(of: $0, players: n) }
    let means = (0..<n).map { player in features.reduce(0) { $0 + $1[player] } / count }
    // v(S) less the mean of the others is N/(N − 1) of v(S) less the mean of all N. The mean feature
    // makes no difference to the values, and keeps its chance out of their spread.
    let scale = 2 * harmonic * count / (count - 1)
    var credits = RunningMoments(dimensions: n)
    for (features, worth) in zip(features, tally.worths) {
      credits.add(zip(features, means).map { scale * (worth - mean) * ($0 - $1) })
    }
    return SampledValues(
      values: credits.mean.map { tally.gain / Double(n) + $0 },
      // By the jackknife, for both means are those of the same draws.
      standardErrors: credits.standardErrors.map { $0 * (count - 1) / max(count - 2, 1) },
      degreesOfFreedom: credits.mean.map { _ in
        SampledValues.freedom(ofDraws: tally.worths.count - 2)
      })
  }
}
