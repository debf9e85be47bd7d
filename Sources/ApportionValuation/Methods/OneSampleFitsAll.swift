public import ApportionPrimitives

/// Any value that weights contributions by coalition size, from one sample that serves all such values.
///
///     φᵢ = Σ_{s=1}^{n} mₛ (mean of v(S) over |S| = s with i − mean of v(S) over |S| = s − 1 without i)
///
/// with *mₛ = C(n − 1, s − 1) ω(s − 1)*, the probability that a player joins s − 1 others. Sizes 0, 1,
/// n − 1 and n are exact; the others are drawn with probabilities proportional to *1/√(s (n − s))*. These
/// do not depend on the value, so other values can be computed from the same estimate.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; standard errors from the variance within each player and size.
/// - Cost: 2n + 2 evaluations and 1 for each draw.
/// - Source: Li & Yu, "One sample fits all: approximating all probabilistic values simultaneously and
///   efficiently", NeurIPS 2024, estimator OFA-A.
public struct OneSampleFitsAll: Estimator, CitedMethod {
  public static let id = "one-sample-fits-all"
  public static let summary = "any value that weighs coalition sizes, estimated from one sample"
  public static let source = "Li & Yu 2024"

  /// The values that can be estimated.
  public enum Value: String, ConfigurableChoice {
    case shapley, banzhaf, beta
  }

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()
  /// The value to estimate.
  public var value = Value.shapley
  /// The probability that another player takes part, for Banzhaf.
  public var inclusion = 0.5
  /// α, for Beta Shapley.
  public var alpha = 4.0
  /// β, for Beta Shapley.
  public var beta = 1.0

  public init() {}

  public func validate() throws {
    try checkEstimator()
    try Semivalue.banzhaf(inclusion: inclusion).validate()
    try Semivalue.beta(alpha: alpha, beta: beta).validate()
  }

  var semivalue: Semivalue {
    switch value {
    case .shapley: .shapley
    case .banzhaf: .banzhaf(inclusion: inclusion)
    case .beta: .beta(alpha: alpha, beta: beta)
    }
  }

  public var estimand: Semivalue? { semivalue }
  public var guarantees: Axioms { [] }

  /// Enough draws for at least one of every size, from 2 to n − 2, with and without every player.
  ///
  /// ln n + 10 draws of the rarest kind are expected, so that one sample in thousands misses some kind.
  public func minimumBudget(forPlayers n: Int) -> Int {
    guard n > 3 else { return EdgeWorths.coalitions(of: n).count }
    let weights = Self.weights(players: n)
    let rarest =
      weights.enumerated().map { index, weight in
        weight * Double(min(index + 2, n - index - 2)) / Double(n)
      }.min() ?? 1
    let draws = (Elementary.log(Double(n)) + 10) * weights.reduce(0, +) / rarest
    return 2 * n + 2 + Int(draws.rounded(.up))
  }

  /// The weights of sizes 2 … n − 2.
  private static func weights(players n: Int) -> [Double] {
    (2...n - 2).map { 1 / Double($0 * (n - $0)).squareRoot() }
  }

  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { EdgeWorths.coalitions(of: n) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(
      edges: EdgeWorths(players: n, worths: worths), present: StratumMoments(cells: n * (n + 1)),
      absent: StratumMoments(cells: n * (n + 1)))
  }

  /// The worths by coalition size and player: those of size s and player i are in cell n s + i.
  public struct Tally: Codable, Hashable, Sendable {
    let edges: EdgeWorths
    /// Coalitions with the player.
    var present: StratumMoments
    /// Coalitions without the player.
    var absent: StratumMoments
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    let n = tally.edges.playerCount
    guard n > 3 else { return nil }
    var stream = stream.child("draw", index)
    let sizes = SizeDistribution(from: 2, weights: Self.weights(players: n))
    let size = sizes.draw(using: &stream)
    return Draw([stream.coalition(of: n, size: size)], stratum: size)
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    let n = tally.edges.playerCount
    for player in 0..<n {
      let cell = n * draw.stratum + player
      if draw.coalitions[0].contains(player) {
        tally.present.add(draw.worths[0], to: cell)
      } else {
        tally.absent.add(draw.worths[0], to: cell)
      }
    }
  }

  public func values(from tally: Tally) throws -> SampledValues {
    try Self.values(from: tally, by: semivalue)
  }

  fileprivate static func values(
    from tally: Tally, by semivalue: Semivalue
  ) throws -> SampledValues {
    let (n, edges) = (tally.edges.playerCount, tally.edges)
    let chances = semivalue.sizeChances(players: n)
    var values = (0..<n).map { player in
      chances[n - 1] * edges.grand - chances[0] * edges.empty
        + (n > 1
          ? chances[0] * edges.singletons[player] - chances[n - 1] * edges.leaveOneOut[player] : 0)
    }
    if n > 2 {
      let (alone, without) = (edges.singletons.reduce(0, +), edges.leaveOneOut.reduce(0, +))
      for player in 0..<n {
        // Size 1 without the player, and size n − 1 with it; for three players, sizes 1 and 2.
        values[player] -= chances[1] * (alone - edges.singletons[player]) / Double(n - 1)
        values[player] += chances[n - 2] * (without - edges.leaveOneOut[player]) / Double(n - 1)
      }
    }
    var variances = [VarianceSum](repeating: VarianceSum(), count: n)
    for size in stride(from: 2, through: n - 2, by: 1) {
      for (cells, weight) in [
        (tally.present, chances[size - 1]), (tally.absent, -chances[size]),
      ] where weight != 0 {
        let own = n * size..<n * size + n
        guard cells.counts[own].allSatisfy({ $0 > 0 }) else { throw Undetermined() }
        let pooledFreedom = cells.counts[own].reduce(0) { $0 + $1 - 1 }
        let pooled = cells.squares[own].reduce(0, +) / Double(max(pooledFreedom, 1))
        for (player, cell) in own.enumerated() {
          values[player] += weight * cells.means[cell]
          // A single draw has no variance of its own, and gets the pooled variance of its size.
          let isAlone = cells.counts[cell] == 1
          variances[player].add(
            weight * weight * (isAlone ? pooled : cells.variance(ofMean: cell)),
            degreesOfFreedom: isAlone ? Double(pooledFreedom) : cells.freedom(of: cell))
        }
      }
    }
    return SampledValues(
      values: values, standardErrors: variances.map(\.standardError),
      degreesOfFreedom: variances.map(\.degreesOfFreedom))
  }
}

extension Estimate<OneSampleFitsAll> {
  /// Estimates another value from the same draws.
  ///
  /// - Parameter semivalue: the value to estimate.
  /// - Returns: one value and one standard error per player.
  /// - Throws: ``EstimationError`` if the draws do not determine the values, or `InvalidSetting` if a
  ///   parameter of `semivalue` is out of range.
  public func attribution(by semivalue: Semivalue) throws -> Attribution {
    try semivalue.validate()
    return try attribution(of: semivalue) { try OneSampleFitsAll.values(from: $0, by: semivalue) }
  }
}
