public import ApportionPrimitives

/// Banzhaf values from random coalitions, each of which tells of every player.
///
///     φᵢ = mean of v(S) over the draws S with i − mean of v(S) over those without
///
/// where every player takes part with chance p, independently: ½ for the Banzhaf value itself. Nobody,
/// whose worth can be far from those of all other coalitions, is asked for once and counts in the second
/// mean with its chance of *(1 − p)ⁿ⁻¹*, however often it is drawn.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; the standard error is that of a difference of two means.
/// - Cost: 1 evaluation and 1 for each draw.
/// - Source: Wang & Jia, "Data Banzhaf", AISTATS 2023, the maximum sample reuse estimator.
public struct MaximumSampleReuse: Estimator, CitedMethod {
  public static let id = "maximum-sample-reuse"
  public static let summary = "Banzhaf value, estimated from coalitions that tell of every player"
  public static let source = "Wang & Jia 2023"

  /// The most evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()
  /// p, the chance with which a player takes part.
  public var inclusion = 0.5

  public init() {}

  public func validate() throws {
    try checkEstimator()
    try InvalidSetting.check(
      "inclusion", inclusion, inclusion > 0 && inclusion < 1, mustBe: "between 0 and 1")
  }

  public var estimand: Semivalue? { .banzhaf(inclusion: inclusion) }
  public var guarantees: Axioms { [] }

  /// So many draws that somebody is on one side of fewer than two about once in a thousand times.
  public func minimumBudget(forPlayers n: Int) -> Int {
    let rare = min(inclusion, 1 - inclusion)
    return 1 + Int(((Elementary.log(Double(n)) + 10) / rare).rounded(.up))
  }

  /// Nobody; everybody comes up as often as others do.
  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { [.empty] }

  /// The worths drawn.
  public struct Tally: Codable, Hashable, Sendable {
    /// *v(∅)*.
    let nobody: Double
    /// Worths with player i: cell i; without, but for nobody's: cell n + i.
    var worths: StratumMoments
  }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(nobody: worths[0], worths: StratumMoments(cells: 2 * n))
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
    // Nobody else is there to be without.
    guard n > 1 else { return SampledValues(exact: [worths.means[0] - tally.nobody]) }
    guard worths.counts.allSatisfy({ $0 > 1 }) else { throw Undetermined() }
    let nobodyElse = (1..<n).reduce(1.0) { chance, _ in chance * (1 - inclusion) }
    var values: [Double] = []
    var variances = [VarianceSum](repeating: VarianceSum(), count: n)
    for player in 0..<n {
      let without = n + player
      values.append(
        worths.means[player] - worths.means[without]
          - nobodyElse * (tally.nobody - worths.means[without]))
      variances[player].add(
        worths.variance(ofMean: player), degreesOfFreedom: worths.freedom(of: player))
      variances[player].add(
        (1 - nobodyElse) * (1 - nobodyElse) * worths.variance(ofMean: without),
        degreesOfFreedom: worths.freedom(of: without))
    }
    return SampledValues(
      values: values, standardErrors: variances.map(\.standardError),
      degreesOfFreedom: variances.map(\.degreesOfFreedom))
  }
}
