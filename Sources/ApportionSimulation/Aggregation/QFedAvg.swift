public import ApportionPrimitives

/// Averaging that gives more weight to clients with a larger loss, so that losses become more equal.
///
///     θ′ = θ + Σₖ Fₖᵠ L (θₖ − θ) / Σₖ hₖ,   hₖ = q Fₖᵠ⁻¹ ‖L (θₖ − θ)‖² + L Fₖᵠ
///
/// Fₖ is client k's mean loss under θ, before it trains (``ClientUpdate/initialLoss``), and L = 1/η.
/// Clients are not weighted by examples; with q = 0, it is the plain mean of their models.
///
/// - Defaults: q = 0.2 and η = 0.1. The paper chooses q per data set, from 0.001 to 5, and for η the
///   clients' learning rate that is best at q = 0. Here η is a setting of its own, independent of
///   `training.learning_rate` and its schedule.
/// - Source: Li et al., "Fair resource allocation in federated learning", ICLR 2020, algorithm 2;
///   10⁻¹⁰ is added to every loss, as in the authors' program, so that powers of a loss of 0 are defined.
public struct QFedAvg: AffineStrategy {
  public static let id = "q-fed-avg"
  public static let summary = "mean that listens more to clients with a larger loss"

  /// q: 0 gives the plain mean; larger values give more weight to clients with large losses.
  public var q = 0.2
  /// η = 1/L, the learning rate by which gradients are estimated from the clients' updates.
  public var learningRate = 0.1

  public init() {}

  public init(q: Double, learningRate: Double = 0.1) {
    (self.q, self.learningRate) = (q, learningRate)
  }

  public func validate() throws {
    // Up to 20, powers of losses from 10⁻¹⁰ to 10¹⁰ neither overflow nor underflow a Double.
    try InvalidSetting.check("q", q, q >= 0 && q <= 20, mustBe: "at least 0 and at most 20")
    try InvalidSetting.check(
      "learningRate", learningRate, learningRate > 0 && learningRate.isFinite,
      mustBe: "above 0 and finite")
  }

  public func needsInitialLoss(_ state: State) -> Bool { true }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: NoState
  ) throws -> AffineCombination {
    var (weights, totals): ([Double], [Double]) = ([], [])
    let smoothness = 1 / learningRate
    for update in updates {
      let loss = try update.initialLoss(for: Self.id) + 1e-10
      let power = Elementary.exp(q * Elementary.log(loss))
      let square = smoothness * smoothness * update.parameters.squaredDistance(to: global)
      weights.append(power * smoothness)
      totals.append(q * (power / loss) * square + smoothness * power)
    }
    return AffineCombination(
      weights: weights, totals: totals, from: global,
      offset: [(vector: global, coefficient: 1)])
  }
}
