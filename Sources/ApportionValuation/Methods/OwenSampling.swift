public import ApportionPrimitives

/// Shapley values by Owen's integral: everybody takes part with a chance q, and q goes from 0 to 1.
///
///     φᵢ = ∫₀¹ E[v(S_q ∪ i) − v(S_q ∖ i)] dq
///
/// A draw takes one q at random, one coalition *S_q*, and with it *1 − q* and the complement, which
/// has the distribution of *S_{1−q}*. Of each, every player's membership is changed once. The paper
/// goes through a grid of q and splits it at ½; with a grid there would be a bias. What a player adds to
/// nobody and to everybody else is asked for and has its weight of 1/n each; draws tell the rest.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: bias of the order of 1 over the number of draws, as of any ratio; standard errors are those
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

  /// The most evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.nullPlayer] }

  /// Two draws, since one has no spread.
  public func minimumBudget(forPlayers n: Int) -> Int {
    EdgeWorths.coalitions(of: n).count + 4 * (n + 1)
  }

  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { EdgeWorths.coalitions(of: n) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(border: EdgeWorths(players: n, worths: worths))
  }

  /// What the draws say of every player who joins some of the others, neither nobody nor all.
  public struct Tally: Codable, Hashable, Sendable {
    let border: EdgeWorths
    /// Of each draw, the sums of what the players add, and how many summands each has, up to 2.
    var sums: [[Double]] = []
    var counts: [[Int]] = []
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    var stream = stream.child("draw", index)
    let n = tally.border.playerCount
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
    let n = tally.border.playerCount
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
    let (n, border, draws) = (tally.border.playerCount, tally.border, Double(tally.sums.count))
    // Who plays alone or with one other joins nobody or everybody.
    let ends = (0..<n).map { player in
      border.alone[player] - border.nobody
        + (n > 1 ? border.everybody - border.without[player] : 0)
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
