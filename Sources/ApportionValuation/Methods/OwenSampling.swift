public import ApportionPrimitives

/// Shapley values by Owen's integral: everybody takes part with a chance q, and q goes from 0 to 1.
///
///     φᵢ = ∫₀¹ E[v(S_q ∪ i) − v(S_q ∖ i)] dq
///
/// A draw takes one q at random, one coalition *S_q*, and with it *1 − q* and the complement, which
/// has the distribution of *S_{1−q}*. Of each, every player's membership is changed once. The paper
/// goes through a grid of q and splits it at ½; with a grid there would be a bias.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; standard errors are those of means of independent draws.
/// - Cost: 2 (n + 1) evaluations for each draw.
/// - Source: Okhrati & Lipani, "A multilinear sampling algorithm to estimate Shapley values", ICPR
///   2020, the antithetic version; Owen, "Multilinear extensions of games", Management Science 18,
///   1972.
public struct OwenSampling: Estimator, CitedMethod {
  public static let id = "owen"
  public static let summary =
    "Shapley value, estimated by Owen's integral over chances to take part"
  public static let source = "Okhrati & Lipani 2020"

  /// The most evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.nullPlayer] }

  /// Two draws, since one has no spread.
  public func minimumBudget(forPlayers n: Int) -> Int { 4 * (n + 1) }

  /// Nobody and everybody come up as often as others do.
  public func opening(forPlayers n: Int) -> [Coalition] { [] }

  public func tally(forPlayers n: Int, opening worths: [Double]) -> RunningMoments {
    RunningMoments(dimensions: n)
  }

  public func draw(
    _ index: Int, given tally: RunningMoments, using stream: RandomStream
  ) -> Draw? {
    var stream = stream.child("draw", index)
    let n = tally.mean.count
    let chance = stream.uniform()
    let coalition = Coalition((0..<n).filter { _ in stream.uniform() < chance })
    let complement = Coalition.grand(n).subtracting(coalition)
    return Draw(
      [coalition, complement].flatMap { set in
        [set]
          + (0..<n).map { set.contains($0) ? set.removing($0) : set.inserting($0) }
      })
  }

  public func add(_ draw: Draw, to tally: inout RunningMoments) {
    let n = tally.mean.count
    tally.add(
      (0..<n).map { player in
        let change = draw.worths[0] - draw.worths[1 + player]
        let other = draw.worths[n + 1] - draw.worths[n + 2 + player]
        // Whoever is in the coalition is not in its complement.
        return draw.coalitions[0].contains(player) ? (change - other) / 2 : (other - change) / 2
      })
  }

  public func values(
    from tally: RunningMoments
  ) throws -> (values: [Double], standardErrors: [Double]) {
    guard tally.count > 0 else { throw Undetermined() }
    return (tally.mean, tally.standardErrors)
  }
}
