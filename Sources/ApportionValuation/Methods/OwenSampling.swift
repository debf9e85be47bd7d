public import ApportionPrimitives

/// Shapley values by Owen's integral over the probability q, from 0 to 1, that a player takes part.
///
///     φᵢ = ∫₀¹ E[v(S_q ∪ i) − v(S_q ∖ i)] dq
///
/// A draw consists of one random q, one coalition *S_q*, and its complement, which has the distribution of
/// *S_{1−q}*. In each of the two coalitions, the membership of every player is changed once. The paper uses
/// a grid of q and splits it at ½; a grid would cause a bias. What a player adds to ∅ and to the coalition
/// of all others is exact and has weight 1/n each; the draws estimate the rest.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: bias of the order of 1 over the number of draws, as for any ratio; standard errors are those
///   of ratios over independent draws.
/// - Cost: 2n + 2 evaluations and 2 (n + 1) for each draw.
/// - Source: Okhrati & Lipani, "A multilinear sampling algorithm to estimate Shapley values", ICPR
///   2020, the antithetic version; Owen, "Multilinear extensions of games", Management Science 18,
///   1972.
public struct OwenSampling: Estimator, CitedMethod {
  public static let id = "owen"
  public static let summary =
    "Shapley value, estimated by Owen's integral over chances to take part"
  public static let source = "Okhrati & Lipani 2020"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.nullPlayer] }

  /// The border, and two draws, because a standard error needs at least two.
  public func minimumBudget(forPlayers n: Int) -> Int {
    EdgeWorths.coalitions(of: n).count + 4 * (n + 1)
  }

  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { EdgeWorths.coalitions(of: n) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(edges: EdgeWorths(players: n, worths: worths))
  }

  /// The marginal contributions drawn so far, except those to ∅ and to all other players.
  public struct Tally: Codable, Hashable, Sendable {
    let edges: EdgeWorths
    /// For each draw, the sum of the marginal contributions of each player.
    var sums: [[Double]] = []
    /// For each draw, the number of terms in each player's sum, up to 2.
    var counts: [[Int]] = []
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    var stream = stream.child("draw", index)
    let n = tally.edges.playerCount
    let chance = stream.uniform()
    let coalition = Coalition((0..<n).filter { _ in stream.uniform() < chance })
    let complement = Coalition.grand(n).subtracting(coalition)
    return Draw(
      [coalition, complement].flatMap { set in
        [set]
          + (0..<n).map { set.contains($0) ? set.removing($0) : set.inserting($0) }
      })
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    let n = tally.edges.playerCount
    var (sums, counts) = ([Double](repeating: 0, count: n), [Int](repeating: 0, count: n))
    for start in [0, n + 1] {
      let set = draw.coalitions[start]
      for player in 0..<n {
        let isMember = set.contains(player)
        guard (1..<n - 1).contains(set.count - (isMember ? 1 : 0)) else { continue }
        let change = draw.worths[start] - draw.worths[start + 1 + player]
        sums[player] += isMember ? change : -change
        counts[player] += 1
      }
    }
    tally.sums.append(sums)
    tally.counts.append(counts)
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let (n, edges, draws) = (tally.edges.playerCount, tally.edges, Double(tally.sums.count))
    // In a game of one or two players, a player joins only ∅ or all others.
    let ends = (0..<n).map { player in
      edges.singletons[player] - edges.empty
        + (n > 1 ? edges.grand - edges.leaveOneOut[player] : 0)
    }
    guard n > 2 else { return SampledValues(exact: ends.map { $0 / Double(n) }) }
    let share = Double(n - 2) / Double(n)
    var sample = SampledValues(exact: ends.map { $0 / Double(n) })
    for player in 0..<n {
      let count = Double(tally.counts.reduce(0) { $0 + $1[player] })
      guard count > 0 else { throw Undetermined() }
      let mean = tally.sums.reduce(0) { $0 + $1[player] } / count
      let squares = zip(tally.sums, tally.counts).reduce(0.0) { sum, draw in
        let excess = draw.0[player] - Double(draw.1[player]) * mean
        return sum + excess * excess
      }
      sample.values[player] += share * mean
      sample.standardErrors[player] =
        draws > 1 ? share * (squares * draws / (draws - 1)).squareRoot() / count : 0
      sample.degreesOfFreedom[player] =
        SampledValues.freedom(ofDraws: tally.counts.count { $0[player] > 0 })
    }
    return sample
  }
}
