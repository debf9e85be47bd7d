public import ApportionPrimitives

/// Shapley values from guided orders of the players, with truncation of walks within a round and of rounds
/// with little gain (GTG-Shapley).
///
/// Walk k is led by player k mod n: that player is first, followed by the others in random order. Credits
/// are those of ``PermutationShapley``, or 0 once *|v(N) − v(π(1)…π(j−1))|* is below `withinTolerance`. If
/// *|v(N) − v(∅)|* is at most `betweenTolerance`, all values are 0. Sampling ends when each of the last
/// `window` means φᵏ over k walks differs from the mean `window` walks before by less than `convergence`:
///
///     1/n · Σᵢ |φᵢᵏ − φᵢᵏ⁻ʷ| / |φᵢᵏ|
///
/// After a truncation, all later worths of the walk are assumed to equal the last one evaluated; unlike in
/// the published code, the assumed worths are not reused in other walks. A value is the mean over leaders
/// of the means over the walks that each led, which equals the mean over all walks if all players have led
/// equally often.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game, also for the two tolerances; the defaults are meant for accuracies.
/// - Error: each walk omits at most `withinTolerance`, mostly from players late in the order; standard
///   errors are those of walks with the same leader, and do not include this error.
/// - Cost: 2 evaluations and at most n − 1 for each walk.
/// - Source: Liu, Chen, Yu, Liu & Cui, "GTG-Shapley", ACM TIST 13(4), 2022, algorithm 1, with
///   the defaults of its code.
public struct GTGShapley: Estimator, CitedMethod {
  public static let id = "gtg-shapley"
  public static let summary =
    "Shapley value, estimated along guided orders that are cut short (GTG)"
  public static let source = "Liu, Chen, Yu, Liu & Cui 2022"

  /// The maximum number of evaluations of the game, and of walks unless `minimumWalks` is larger.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()
  /// The gain *|v(N) − v(∅)|* up to which all values are 0.
  public var betweenTolerance = 0.01
  /// The distance of a worth from v(N) below which a walk is truncated.
  public var withinTolerance = 0.001
  /// The mean relative change below which the values have converged.
  public var convergence = 0.05
  /// The number of means that are compared, and of walks between the means compared.
  public var window = 10
  /// The number of walks, or of players if larger, before which the values cannot have converged.
  public var minimumWalks = 30

  public init() {}

  public func validate() throws {
    try checkEstimator()
    for (name, value) in [
      ("betweenTolerance", betweenTolerance), ("withinTolerance", withinTolerance),
      ("convergence", convergence),
    ] {
      try InvalidSetting.check(name, value, value >= 0 && value.isFinite, mustBe: "0 or more")
    }
    for (name, value) in [("window", window), ("minimumWalks", minimumWalks)] {
      try InvalidSetting.check(name, value, value >= 1, mustBe: "at least 1")
    }
  }

  public var target: Semivalue? { .shapley }
  /// Shapley if both tolerances and `convergence` are 0; otherwise the values approximate it, and it is nil.
  public var estimand: Semivalue? {
    betweenTolerance == 0 && withinTolerance == 0 && convergence == 0 ? .shapley : nil
  }
  public var guarantees: Axioms { [.nullPlayer] }

  /// Every player leads one walk.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 2 + n + (n - 1) : 2 }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(
      ends: WalkEnds(players: n, initial: worths), all: RunningMoments(dimensions: n),
      leaders: Array(repeating: RunningMoments(dimensions: n), count: n))
  }

  /// The credits of the walks so far.
  public struct Tally: Codable, Hashable, Sendable {
    let ends: WalkEnds
    /// The moments of the credits over all walks.
    var all: RunningMoments
    /// The moments of the credits over the walks of each leader.
    var leaders: [RunningMoments]
    /// The means after each of the last walks, the most recent last.
    var history: [[Double]] = []
  }

  public var mayEndEarly: Bool { stopping.isAsked || betweenTolerance > 0 || convergence > 0 }

  /// Batches end when all players have led equally often.
  public func batchEnd(after draws: Int, drawCost: Int) -> Int {
    let players = drawCost + 1
    return (draws / players + 1) * players
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    let n = tally.ends.playerCount
    guard n > 1, index < max(budget, minimumWalks) else { return nil }
    var stream = stream.child("draw", index)
    let leader = index % n
    var rest = (0..<n).filter { $0 != leader }
    stream.shuffle(&rest)
    return Draw([Coalition([leader])], order: [leader] + rest, limit: n - 1)
  }

  public func followUp(of draw: Draw, given tally: Tally) -> [Coalition] {
    draw.nextPrefix(unless: { abs(tally.ends.grand - $0) < withinTolerance })
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    let credits = tally.ends.credits(along: draw.order, worths: draw.worths[...])
    tally.all.add(credits)
    tally.leaders[draw.order[0]].add(credits)
    tally.history.append(tally.all.mean)
    if tally.history.count > 2 * window { tally.history.removeFirst() }
  }

  public func hasConverged(_ tally: Tally) -> Bool {
    if isLeftOut(tally) { return true }
    let walks = tally.all.count
    guard walks >= max(minimumWalks, tally.ends.playerCount), tally.history.count == 2 * window
    else { return false }
    return (window..<2 * window).allSatisfy { k in
      let changes = zip(tally.history[k], tally.history[k - window]).map { now, before in
        // Equal values have not changed, also if both are 0 and their ratio is not a number.
        now == before ? 0 : abs(now - before) / abs(now)
      }
      return changes.reduce(0, +) / Double(changes.count) < convergence
    }
  }

  private func isLeftOut(_ tally: Tally) -> Bool {
    abs(tally.ends.gain) <= betweenTolerance
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let n = tally.ends.playerCount
    let zeros = [Double](repeating: 0, count: n)
    if isLeftOut(tally) {
      // Nothing was drawn that could show how far the Shapley values are from 0.
      return SampledValues(values: zeros, standardErrors: zeros, degreesOfFreedom: zeros)
    }
    guard n > 1 else { return SampledValues(exact: [tally.ends.gain]) }
    guard tally.leaders.allSatisfy({ $0.count > 0 }) else { throw Undetermined() }
    let values = (0..<n).map { player in
      tally.leaders.reduce(0) { $0 + $1.mean[player] } / Double(n)
    }
    let errors = (0..<n).map { error(of: $0, led: tally.leaders) }
    return SampledValues(
      values: values, standardErrors: errors.map(\.error),
      degreesOfFreedom: errors.map(\.freedom))
  }

  /// The standard error of a player's mean over leaders, and its degrees of freedom.
  ///
  /// The player's credit is the same in every walk that it leads. In walks led by others, its credits are
  /// assumed to have the same variance for every leader.
  private func error(
    of player: Int, led leaders: [RunningMoments]
  ) -> (error: Double, freedom: Double) {
    let others = leaders.indices.filter { $0 != player }.map { leaders[$0] }
    let pooled = others.reduce(0) { $0 + $1.count - 1 }
    var (variance, freedom) = (0.0, 0)
    if pooled >= others.count {
      variance = others.reduce(0) { $0 + $1.squares[player] } / Double(pooled)
      freedom = pooled
    } else if others.count > 1 {
      // Too few walks per leader: uses the variance between leaders, which is no smaller than that within.
      let mean = others.reduce(0) { $0 + $1.mean[player] } / Double(others.count)
      freedom = others.count - 1
      variance =
        others.reduce(0) { $0 + ($1.mean[player] - mean) * ($1.mean[player] - mean) }
        / Double(others.count - 1)
    }
    let sum = others.reduce(0) { $0 + variance / Double($1.count) }
    return (
      sum.squareRoot() / Double(leaders.count), SampledValues.freedom(ofDraws: freedom + 1)
    )
  }
}
