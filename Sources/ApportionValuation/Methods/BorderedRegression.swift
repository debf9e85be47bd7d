public import ApportionPrimitives

/// Shapley values by regression on pairs of a coalition and its complement, with all coalitions of
/// one player and of all but one asked for: the estimator of choice for federations.
///
/// Regress v on membership among the coalitions of size s alone, and call the slopes *βˢᵢ*. Then
///
///     φᵢ = (v(N) − v(∅))/n + 1/(n − 1) · Σ_{s=1}^{n−1} (βˢᵢ − mean βˢ)
///
/// The slopes of the border sizes 1 and n − 1 are exact: *aᵢ = v({i})* and *bᵢ = −v(N∖i)*, less their
/// means. Those between are fitted, at the weights of the formula, by
///
///     ½ (v(S) − v(N∖S)) ≈ Σ_{i∈S} (βᵢ + γ aᵢ (1/s + 1/(n−s))/2 + δ bᵢ) + ε (1/s − 1/(n−s))
///
/// with s = |S| and sums centred. The first term alone is KernelSHAP. The second is what an average
/// of models does, whose members count for 1/s each, and the third what they do when nearly all are
/// there, so that between them lie the slopes of a federation; γ and δ are fitted, so a game that is
/// none loses nothing. The last is the odd part of a curve *A + B/s* of sizes. Nobody enters but in
/// the first term: the jump from nobody to one player, which is nearly all that federations gain and
/// ruins other estimators, is divided equally and exactly, as by a control variate c·1[S ≠ ∅].
///
/// Pairs are drawn without repetition, sizes by turns in proportion to their weight in the formula
/// (Sainte-Laguë).
///
/// - Shape: `values.count == game.playerCount`.
/// - Units: those of the game.
/// - Error: bias of the order of 1 over the number of pairs, as of any regression; standard errors
///   from residuals (HC3), less for what part of a size has been drawn.
/// - Cost: 2n + 2 evaluations and 2 for each pair; own work of (n + 3)² multiply-adds a pair.
/// - Source: ours. The sum over sizes is the identity of ``OneSampleFitsAll`` with means written as
///   slopes; pairs: Covert & Lee, "Improving KernelSHAP", AISTATS 2021;
///   calibration by exact margins: Deville & Särndal, JASA 87, 1992.
public struct BorderedRegression: Estimator, CitedMethod {
  public static let id = "bordered-regression"
  public static let summary =
    "Shapley value, estimated by regression on pairs with exact borders; the one to use"
  public static let source = "ours"

  /// The most evaluations of the game.
  public var budget = 1000
  /// What may end the estimate before.
  public var stopping = StoppingRule()

  public init() {}

  public var estimand: Semivalue? { .shapley }
  public var guarantees: Axioms { [.efficiency] }

  /// EdgeWorths and two more pairs than there are coefficients.
  public func minimumBudget(forPlayers n: Int) -> Int { 2 * n + 2 + 2 * (n + 4) }

  public func initialCoalitions(forPlayers n: Int) -> [Coalition] { EdgeWorths.coalitions(of: n) }

  public func tally(forPlayers n: Int, initial worths: [Double]) -> Tally {
    var tally = Tally(EdgeWorths(players: n, worths: worths))
    tally.schedule(upTo: batchEnd(after: 0, drawCost: 2))
    return tally
  }

  public func draw(_ index: Int, given tally: Tally, using stream: RandomStream) -> Draw? {
    guard index < tally.sizes.count else { return nil }
    let (n, size) = (tally.border.playerCount, tally.sizes[index])
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
    let n = tally.border.playerCount
    let share = (tally.border.everybody - tally.border.nobody) / Double(n)
    // Sizes 1 and n − 1, which are one size for two players.
    let (alone, without) = (tally.aloneSlopes, tally.withoutSlopes)
    var values = [Double](repeating: share, count: n)
    if n > 1 { for player in 0..<n { values[player] += alone[player] / Double(n - 1) } }
    if n > 2 { for player in 0..<n { values[player] += without[player] / Double(n - 1) } }
    guard n > 3 else { return SampledValues(exact: values) }
    var inner = try PairRegression(players: n, effects: tally.effects()).fit(tally.rows())
    inner.values = zip(values, inner.values).map { $0 + $1 }
    return inner
  }

  /// The coalition at a place of the random order of those of one size.
  ///
  /// A pair of halves of the players is named by the half that holds player 0.
  private static func coalition(
    _ place: Int, players n: Int, size: Int, using stream: RandomStream, own: RandomStream
  ) -> Coalition {
    let halves = 2 * size == n
    let subsets = halves ? Combinations(of: n - 1, size: size - 1) : Combinations(of: n, size: size)
    guard let count = subsets.count else {
      var own = own  // Too many to number, and to meet twice.
      return own.coalition(of: n, size: size)
    }
    let rank = FeistelPermutation(count: count, using: stream.child("size", size))[place]
    return halves ? Coalition([0] + subsets[rank].map { $0 + 1 }) : subsets[rank]
  }
}
