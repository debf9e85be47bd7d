public import ApportionPrimitives

/// Shapley values from complementary contributions: the worth of a coalition minus that of its complement.
///
///     φᵢ = 1/n · Σ_{j=1}^{n} mean of v(S) − v(N∖S) over the coalitions S of size j with i
///
/// One pair contributes to the estimates of all players: of the members of S at size j and, with the
/// opposite sign, of the others at size n − j. The coalitions of a size are consecutive blocks of a random
/// order of the players, the last one completed from the beginning of the order, so that every player is
/// in one before any player is in a third. The paper draws coalitions independently and takes the mean of
/// no samples as 0.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; standard errors from the variance within each player and size.
/// - Cost: 2 evaluations and 2 for each pair.
/// - Source: Zhang, Sun, Liu, Xiong, Pei & Ren, "Efficient sampling approaches to Shapley value
///   approximation", SIGMOD 2023, algorithm 1.
public struct ComplementaryContributions: Estimator, CitedMethod {
  public static let id = "complementary-contributions"
  public static let summary = "Shapley value, estimated from coalitions against their complements"
  public static let source = "Zhang, Sun, Liu, Xiong, Pei & Ren 2023"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [] }

  /// Two orders of the players for each size, each cut into all its coalitions.
  public func minimumBudget(forPlayers n: Int) -> Int {
    2 + 4 * (n > 1 ? (1...n / 2).reduce(0) { $0 + Self.cuts(of: n, size: $1) } : 0)
  }

  /// The number of coalitions of a size that an order of the players is cut into.
  ///
  /// It is 1 for coalitions of n/2 players, because the complement is the other half of the order.
  private static func cuts(of n: Int, size: Int) -> Int {
    2 * size == n ? 1 : (n + size - 1) / size
  }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(
      playerCount: n, gain: worths[1] - worths[0],
      contributions: StratumMoments(cells: n * (n - 1)))
  }

  /// The complementary contributions of the pairs drawn so far.
  public struct Tally: Codable, Hashable, Sendable {
    let playerCount: Int
    /// *v(N) − v(∅)*.
    let gain: Double
    /// Those of player i in coalitions of size j, in cell n (j − 1) + i.
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
