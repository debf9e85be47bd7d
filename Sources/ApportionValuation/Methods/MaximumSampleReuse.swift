public import ApportionPrimitives

/// Banzhaf values from random coalitions, each of which tells of every player.
///
///     φᵢ = mean of v(S) over the draws S with i − mean of v(S) over those without
///
/// where every player takes part with chance p, independently: ½ for the Banzhaf value itself.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: unbiased; the standard error is that of a difference of two means.
/// - Cost: 1 evaluation for each draw.
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
    return Int(((Elementary.log(Double(n)) + 10) / rare).rounded(.up))
  }

  /// Nobody and everybody come up as often as others do.
  public func opening(forPlayers n: Int) -> [Coalition] { [] }

  /// Worths with player i: cell i; without: cell n + i.
  public func tally(forPlayers n: Int, opening worths: [Double]) -> CellMoments {
    CellMoments(cells: 2 * n)
  }

  public func draw(_ index: Int, given tally: CellMoments, using stream: RandomStream) -> Draw? {
    var stream = stream.child("draw", index)
    let n = tally.counts.count / 2
    return Draw([Coalition((0..<n).filter { _ in stream.uniform() < inclusion })])
  }

  public func add(_ draw: Draw, to tally: inout CellMoments) {
    let n = tally.counts.count / 2
    for player in 0..<n {
      tally.add(draw.worths[0], to: draw.coalitions[0].contains(player) ? player : n + player)
    }
  }

  public func values(
    from tally: CellMoments
  ) throws -> (values: [Double], standardErrors: [Double]) {
    let n = tally.counts.count / 2
    guard tally.counts.allSatisfy({ $0 > 1 }) else { throw Undetermined() }
    return (
      (0..<n).map { tally.means[$0] - tally.means[n + $0] },
      (0..<n).map {
        (tally.variance(ofMean: $0) + tally.variance(ofMean: n + $0)).squareRoot()
      }
    )
  }
}
