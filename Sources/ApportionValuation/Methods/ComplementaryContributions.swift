public import ApportionPrimitives

/// Shapley values from what a coalition is worth more than all the others, which every player is on
/// one side of.
///
///     φᵢ = 1/n · Σ_{j=1}^{n} mean of v(S) − v(N∖S) over the coalitions S of size j with i
///
/// One pair tells of all players: those of S for size j, the others, with the opposite sign, for size
/// n − j. Coalitions of a size are cut one after another from a random order of the players, the last
/// filled up from its beginning, so that every player is in one before any is in a third; the paper
/// draws them independently and counts a mean of nothing as 0.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; standard errors from the spread within each player's sizes.
/// - Cost: 2 evaluations and 2 for each pair.
/// - Source: Zhang, Sun, Liu, Xiong, Pei & Ren, "Efficient sampling approaches to Shapley value
///   approximation", SIGMOD 2023, algorithm 1.
public struct ComplementaryContributions: Estimator, CitedMethod {
  public static let id = "complementary-contributions"
  public static let summary = "Shapley value, estimated from coalitions against their complements"
  public static let source = "Zhang, Sun, Liu, Xiong, Pei & Ren 2023"

  /// The most evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [] }

  /// Two orders of the players cut up for each size.
  public func minimumBudget(forPlayers n: Int) -> Int {
    2 + 4 * (n > 1 ? (1...n / 2).reduce(0) { $0 + Self.cuts(of: n, size: $1) } : 0)
  }

  /// How many coalitions of a size an order of the players is cut into; halves come in pairs.
  private static func cuts(of n: Int, size: Int) -> Int {
    2 * size == n ? 1 : (n + size - 1) / size
  }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(
      playerCount: n, gain: worths[1] - worths[0],
      contributions: StratumMoments(cells: n * (n - 1)))
  }

  /// What pairs have said.
  public struct Tally: Codable, Hashable, Sendable {
    let playerCount: Int
    /// *v(N) − v(∅)*.
    let gain: Double
    /// Of player i in coalitions of size j: cell n (j − 1) + i.
    var contributions: StratumMoments
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    let n = tally.playerCount
    guard n > 1 else { return nil }
    let round = (1...n / 2).reduce(0) { $0 + Self.cuts(of: n, size: $1) }
    var (place, size) = (index % round, 1)
    while place >= Self.cuts(of: n, size: size) {
      place -= Self.cuts(of: n, size: size)
      size += 1
    }
    var stream = stream.child("size", size).child("order", index / round)
    let order = stream.permutation(of: n)
    let coalition = Coalition((0..<size).map { order[(place * size + $0) % n] })
    return Draw([coalition, Coalition.grand(n).subtracting(coalition)], stratum: size)
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    let (n, size) = (tally.playerCount, draw.stratum)
    let difference = draw.worths[0] - draw.worths[1]
    for player in 0..<n {
      if draw.coalitions[0].contains(player) {
        tally.contributions.add(difference, to: n * (size - 1) + player)
      } else {
        tally.contributions.add(-difference, to: n * (n - size - 1) + player)
      }
    }
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let (n, contributions) = (tally.playerCount, tally.contributions)
    guard contributions.counts.allSatisfy({ $0 > 0 }) else { throw Undetermined() }
    var values = [Double](repeating: tally.gain, count: n)
    var variances = [VarianceSum](repeating: VarianceSum(), count: n)
    for cell in contributions.counts.indices {
      values[cell % n] += contributions.means[cell]
      variances[cell % n].add(
        contributions.variance(ofMean: cell), degreesOfFreedom: contributions.freedom(of: cell))
    }
    return SampledValues(
      values: values.map { $0 / Double(n) },
      standardErrors: variances.map { $0.standardError / Double(n) },
      degreesOfFreedom: variances.map(\.degreesOfFreedom))
  }
}
