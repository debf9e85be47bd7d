public import ApportionPrimitives

/// Banzhaf values from random coalitions, each of which is used for every player.
///
///     φᵢ = mean of v(S) over the draws S with i − mean of v(S) over those without
///
/// where every player takes part independently with probability p; p = ½ gives the Banzhaf value. The
/// empty coalition, whose worth can be far from those of all other coalitions, is evaluated once and has
/// the weight *(1 − p)ⁿ⁻¹* in the second mean, its probability, however often it is drawn.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; the standard error is that of a difference of two means.
/// - Cost: 1 evaluation and 1 for each draw.
/// - Source: Wang & Jia, "Data Banzhaf", AISTATS 2023, the maximum sample reuse estimator.
public struct MaximumSampleReuse: Estimator, CitedMethod {
  public static let id = "maximum-sample-reuse"
  public static let summary =
    "Banzhaf value, estimated from coalitions that each serve every player"
  public static let source = "Wang & Jia 2023"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()
  /// p, the probability with which a player takes part.
  public var inclusion = 0.5

  public init() {}

  public func validate() throws {
    try checkEstimator()
    try InvalidSetting.check(
      "inclusion", inclusion, inclusion > 0 && inclusion < 1, mustBe: "between 0 and 1")
  }

  public var estimand: Semivalue? { .banzhaf(inclusion: inclusion) }
  public var guarantees: Axioms { [] }

  /// Enough draws for at least two with and two without every player.
  ///
  /// About one sample in a thousand has fewer for some player.
  public func minimumBudget(forPlayers n: Int) -> Int {
    let rare = min(inclusion, 1 - inclusion)
    return 1 + Int(((Elementary.log(Double(n)) + 10) / rare).rounded(.up))
  }

  /// The empty coalition; the grand coalition is drawn like any other.
  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { [.empty] }

  /// The worths drawn so far, by player and membership.
  public struct Tally: Codable, Hashable, Sendable {
    /// *v(∅)*.
    let empty: Double
    /// The worths of coalitions with player i in cell i; without it, except ∅, in cell n + i.
    var worths: StratumMoments
  }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(empty: worths[0], worths: StratumMoments(cells: 2 * n))
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    var stream = stream.child("draw", index)
    let n = tally.worths.counts.count / 2
    return Draw([Coalition((0..<n).filter { _ in stream.uniform() < inclusion })])
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    let (n, coalition) = (tally.worths.counts.count / 2, draw.coalitions[0])
    guard !coalition.isEmpty else { return }
    for player in 0..<n {
      tally.worths.add(draw.worths[0], to: coalition.contains(player) ? player : n + player)
    }
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let (n, worths) = (tally.worths.counts.count / 2, tally.worths)
    // Without a single player, only ∅ remains.
    guard n > 1 else { return SampledValues(exact: [worths.means[0] - tally.empty]) }
    guard worths.counts.allSatisfy({ $0 > 1 }) else { throw Undetermined() }
    let noOther = (1..<n).reduce(1.0) { chance, _ in chance * (1 - inclusion) }
    var values: [Double] = []
    var variances = [VarianceSum](repeating: VarianceSum(), count: n)
    for player in 0..<n {
      let without = n + player
      values.append(
        worths.means[player] - worths.means[without]
          - noOther * (tally.empty - worths.means[without]))
      variances[player].add(
        worths.variance(ofMean: player), degreesOfFreedom: worths.freedom(of: player))
      variances[player].add(
        (1 - noOther) * (1 - noOther) * worths.variance(ofMean: without),
        degreesOfFreedom: worths.freedom(of: without))
    }
    return SampledValues(
      values: values, standardErrors: variances.map(\.standardError),
      degreesOfFreedom: variances.map(\.degreesOfFreedom))
  }
}
