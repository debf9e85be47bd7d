public import ApportionPrimitives

/// Averaging that listens more to clients with a larger loss, for a fairer division of it.
///
///     θ′ = θ + Σₖ Fₖᵠ L (θₖ − θ) / Σₖ hₖ,   hₖ = q Fₖᵠ⁻¹ ‖L (θₖ − θ)‖² + L Fₖᵠ
///
/// Fₖ is client k's mean loss under θ, before it trains (``ClientUpdate/initialLoss``), and L = 1/η.
/// Every client counts once; with q = 0 it is the mean of their models.
///
/// - Defaults: q = 0.2 and η = 0.1. The paper picks q by data set, from 0.001 to 5, and takes for η
///   the clients' rate that is best at q = 0; here it is a setting of its own, which neither follows
///   `training.learning_rate` nor its schedule.
/// - Source: Li et al., "Fair resource allocation in federated learning", ICLR 2020, algorithm 2;
///   10⁻¹⁰ is added to every loss, as in its authors' program, so that a loss of 0 has powers.
public struct QFedAvg: Strategy {
  public static let id = "q-fed-avg"
  public static let summary = "mean that listens more to clients with a larger loss"

  /// q: 0 for the mean; the more, the more the largest losses count.
  public var q = 0.2
  /// η = 1/L, the learning rate that the clients' gradients are guessed by.
  public var learningRate = 0.1

  public init() {}

  public init(q: Double, learningRate: Double = 0.1) {
    (self.q, self.learningRate) = (q, learningRate)
  }

  public func validate() throws {
    // At 20 the powers of any loss from 10⁻¹⁰ to 10¹⁰ are far from both ends of a Double.
    try InvalidSetting.check("q", q, q >= 0 && q <= 20, mustBe: "at least 0 and at most 20")
    try InvalidSetting.check(
      "learningRate", learningRate, learningRate > 0 && learningRate.isFinite,
      mustBe: "above 0 and finite")
  }

  /// It remembers nothing.
  public struct State: Codable, Hashable, Sendable {}

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State()
  }

  public func needsInitialLoss(_ state: State) -> Bool { true }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> AffineCombination? {
    try byLoss(updates, from: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    try byLoss(updates, from: global).model(of: updates)
  }

  private func byLoss(
    _ updates: [ClientUpdate], from global: Parameters
  ) throws(AggregationError) -> AffineCombination {
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
