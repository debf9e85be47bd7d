public import ApportionPrimitives

/// Federated averaging of differences from the global model that are cut to a norm.
///
///     θ′ = θ + Σₖ nₖ/n (θₖ − θ) min(1, M/‖θₖ − θ‖)
///
/// A client that sends something enormous then moves the model by no more than M nₖ/n.
///
/// - Units: M is in those of the parameters, and what is large depends on the model and on how long
///   clients train: look at the norms that honest clients send.
/// - Default: M = 1. With M above all norms it is ``FedAvg``.
/// - Cost: n distances.
/// - Source: Sun et al., "Can you really backdoor federated learning?", 2019, arXiv:1911.07963,
///   norm thresholding of updates.
public struct NormClipped: Strategy {
  public static let id = "norm-clipped"
  public static let summary = "FedAvg of differences from the global model cut to a norm"

  /// M.
  public var maximumNorm = 1.0

  public init() {}

  public init(maximumNorm: Double) { self.maximumNorm = maximumNorm }

  public func validate() throws {
    try InvalidSetting.check(
      "maximumNorm", maximumNorm, maximumNorm > 0 && maximumNorm.isFinite,
      mustBe: "above 0 and finite")
  }

  /// It remembers nothing.
  public struct State: Codable, Hashable, Sendable {}

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State()
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination? {
    clipped(updates, from: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    clipped(updates, from: global).model(of: updates)
  }

  private func clipped(_ updates: [ClientUpdate], from global: Parameters) -> AffineCombination {
    let examples = updates.map { Double($0.exampleCount) }
    let weights = zip(examples, updates).map { examples, update in
      let norm = update.parameters.squaredDistance(to: global).squareRoot()
      return norm > maximumNorm ? examples * (maximumNorm / norm) : examples
    }
    return AffineCombination(
      weights: weights, totals: examples, from: global, offset: [(vector: global, coefficient: 1)])
  }
}
