public import ApportionPrimitives

/// Shapley values by regression on pairs of a coalition and its complement, with exact worths for all
/// coalitions of one player and of all but one: the recommended estimator for federated learning.
///
/// Let *βˢᵢ* be the slopes of a regression of v on membership over the coalitions of size s only. Then
///
///     φᵢ = (v(N) − v(∅))/n + 1/(n − 1) · Σ_{s=1}^{n−1} (βˢᵢ − mean βˢ)
///
/// The slopes of the border sizes 1 and n − 1 are exact: *aᵢ = v({i})* and *bᵢ = −v(N∖i)*, each minus its
/// mean. The slopes of the sizes between are fitted, with the weights of the formula, by
///
///     ½ (v(S) − v(N∖S)) ≈ Σ_{i∈S} (βᵢ + γ aᵢ (1/s + 1/(n−s))/2 + δ bᵢ) + ε (1/s − 1/(n−s))
///
/// with s = |S| and centred sums. The first term alone is KernelSHAP. The second term describes an average
/// of models, in which each member has weight 1/s; the third describes such an average when nearly all
/// players are members. The slopes of federated learning lie between the two. Because γ and δ are fitted,
/// nothing is lost for other games. The last term is the odd part of a curve *A + B/s* of the size.
///
/// The worth v(∅) enters only the first term of φᵢ. The jump from ∅ to one player, which is nearly all of
/// the gain in federated learning and makes other estimators inaccurate, is therefore divided equally and
/// exactly, as by a control variate c·1[S ≠ ∅].
///
/// Pairs are drawn without replacement. Sizes take turns in proportion to their weight in the formula (the
/// Sainte-Laguë method).
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: bias of the order of 1 over the number of pairs, as for any regression; standard errors
///   from residuals (HC3), reduced for the fraction of each size that has been drawn.
/// - Cost: 2n + 2 evaluations and 2 for each pair; the regression takes (n + 3)² multiply-adds per pair.
/// - Source: ours. The sum over sizes is the identity of ``OneSampleFitsAll`` with means written as
///   slopes; pairs: Covert & Lee, "Improving KernelSHAP", AISTATS 2021;
///   calibration by exact margins: Deville & Särndal, JASA 87, 1992.
public struct BorderedRegression: Estimator, CitedMethod {
  public static let id = "bordered-regression"
  public static let summary =
    "Shapley value, estimated by regression on pairs with exact borders; the one to use"
  public static let source = "ours"

  /// The maximum number of evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before the budget is spent.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  /// The border, and n + 4 pairs: two more than there are independent coefficients.
  public func minimumBudget(forPlayers n: Int) -> Int { 2 * n + 2 + 2 * (n + 4) }

  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { EdgeWorths.coalitions(of: n) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    var tally = Tally(EdgeWorths(players: n, worths: worths))
    tally.schedule(upTo: batchEnd(after: 0, drawCost: 2))
    return tally
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    guard index < tally.sizes.count else { return nil }
    let (n, size) = (tally.edges.playerCount, tally.sizes[index])
    let coalition = Self.coalition(
      tally.places[index], players: n, size: size, using: stream,
      own: stream.child("draw", index))
    return Draw(pairOf: coalition, players: n)
  }

  public func add(_ draw: Draw, to tally: inout Tally) {
    tally.coalitions.append(draw.coalitions[0])
    tally.halves.append((draw.worths[0] - draw.worths[1]) / 2)
  }

  public func plan(_ tally: inout Tally) {
    tally.schedule(upTo: batchEnd(after: tally.coalitions.count, drawCost: 2))
  }

  public func values(from tally: Tally) throws -> SampledValues {
    let n = tally.edges.playerCount
    let share = (tally.edges.grand - tally.edges.empty) / Double(n)
    // Sizes 1 and n − 1, which are the same size for two players.
    let (alone, without) = (tally.aloneSlopes, tally.withoutSlopes)
    var values = [Double](repeating: share, count: n)
    if n > 1 { for player in 0..<n { values[player] += alone[player] / Double(n - 1) } }
    if n > 2 { for player in 0..<n { values[player] += without[player] / Double(n - 1) } }
    guard n > 3 else { return SampledValues(exact: values) }
    var inner = try PairRegression(players: n, effects: tally.effects()).fit(tally.rows())
    inner.values = zip(values, inner.values).map { $0 + $1 }
    return inner
  }

  /// The coalition at a position of the random order of all coalitions of one size.
  ///
  /// If both coalitions of a pair have n/2 players, the pair is represented by the one with player 0.
  private static func coalition(
    _ place: Int, players n: Int, size: Int, using stream: RandomStream, own: RandomStream
  ) -> Coalition {
    let halves = 2 * size == n
    let subsets = halves ? Combinations(of: n - 1, size: size - 1) : Combinations(of: n, size: size)
    guard let count = subsets.count else {
      var own = own  // Too many to number; repetitions are negligibly rare.
      return own.coalition(of: n, size: size)
    }
    let rank = FeistelPermutation(count: count, using: stream.child("size", size))[place]
    return halves ? Coalition([0] + subsets[rank].map { $0 + 1 }) : subsets[rank]
  }
}
