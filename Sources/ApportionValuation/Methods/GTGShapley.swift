public import ApportionPrimitives

/// Shapley values along guided orders: players lead in turn, walks are cut short within a round, and
/// rounds that gain little are left out.
///
/// Walk k is led by player k mod n, the rest in random order; credits are those of
/// ``PermutationShapley``, or 0 once *|v(N) − v(π(1)…π(j−1))|* is below `withinTolerance`. A game whose
/// *|v(N) − v(∅)|* is at most `betweenTolerance` gives everybody 0. It ends when, of the last
/// `window` means φᵏ over k walks, none differs from the one `window` before by more than
/// `convergence`:
///
///     1/n · Σᵢ |φᵢᵏ − φᵢᵏ⁻ʷ| / |φᵢᵏ|
///
/// Where a walk is cut, later worths are taken to be that of the last
/// one; unlike in the published code, they are not kept for other walks. Values are means over the
/// leaders of the means over the walks each led, which is the same as the mean over all walks when
/// everybody has led equally often.
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game, for the tolerances alike; the defaults are meant for accuracies.
/// - Error: each walk loses at most `withinTolerance`, mostly of those who come late; standard errors
///   are those of walks with the same leader, and do not tell of it.
/// - Cost: 2 evaluations and at most n − 1 for each walk.
/// - Source: Liu, Chen, Yu, Liu & Cui, "GTG-Shapley", ACM TIST 13(4), 2022, algorithm 1, with
///   the defaults of its code.
public struct GTGShapley: Estimator, CitedMethod {
  public static let id = "gtg-shapley"
  public static let summary =
    "Shapley value, estimated along guided orders that are cut short (GTG)"
  public static let source = "Liu, Chen, Yu, Liu & Cui 2022"

  /// The most evaluations of the game, and the most walks.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()
  /// The gain up to which nobody gets anything.
  public var betweenTolerance = 0.01
  /// What may be missing of v(N) where a walk stops.
  public var withinTolerance = 0.001
  /// The mean relative change that counts as none.
  public var convergence = 0.05
  /// How many means are compared, and how far back.
  public var window = 10
  /// Walks before which it does not end, or as many as there are players where those are more.
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
  /// None where it is Shapley only up to its tolerances, or where it has converged.
  public var estimand: Semivalue? {
    betweenTolerance == 0 && withinTolerance == 0 && convergence == 0 ? .shapley : nil
  }
  public var guarantees: Axioms { [.nullPlayer] }

  /// Every player leads once.
  public func minimumBudget(forPlayers n: Int) -> Int { n > 1 ? 2 + n + (n - 1) : 2 }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    Tally(
      ends: WalkEnds(players: n, initial: worths), all: RunningMoments(dimensions: n),
      leaders: Array(repeating: RunningMoments(dimensions: n), count: n))
  }

  /// What walks have credited players with.
  public struct Tally: Codable, Hashable, Sendable {
    let ends: WalkEnds
    /// Of the credits of each walk.
    var all: RunningMoments
    /// By who led.
    var leaders: [RunningMoments]
    /// The means after each of the last walks, the latest last.
    var history: [[Double]] = []
  }

  public var mayEndEarly: Bool { stopping.isAsked || betweenTolerance > 0 || convergence > 0 }

  /// The players' turns to lead.
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
    draw.nextPrefix(unless: { abs(tally.ends.everybody - $0) < withinTolerance })
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
        // Who had nothing and has nothing has not changed.
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
      // Nothing was drawn that could tell how far from 0 they are.
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

  /// The standard error of a player's mean over leaders: it leads for the same credit every time, and
  /// behind others its credits vary alike.
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
      // One walk each: the spread between leaders stands in for that behind one, and is no smaller.
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
