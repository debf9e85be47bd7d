public import ApportionPrimitives

/// Federated averaging of updates whose difference from the global model is clipped to a norm.
///
///     θ′ = θ + Σₖ nₖ/n (θₖ − θ) min(1, M/‖θₖ − θ‖)
///
/// No client moves the model by more than M nₖ/n, whatever it sends.
///
/// - Units: M has the units of the parameters. Which norms are large depends on the model and on the length
///   of local training: compare with the norms of honest clients.
/// - Default: M = 1. With M above all norms, it is ``FedAvg``.
/// - Cost: n distances.
/// - Source: Sun et al., "Can you really backdoor federated learning?", 2019, arXiv:1911.07963,
///   norm thresholding of updates.
public struct NormClipped: AffineStrategy {
  public static let id = "norm-clipped"
  public static let summary = "FedAvg of differences from the global model cut to a norm"

  /// M, the largest norm of a client's difference from the global model.
  public var maximumNorm = 1.0

  public init() {}

  public init(maximumNorm: Double) { self.maximumNorm = maximumNorm }

  public func validate() throws {
    try InvalidSetting.check(
      "maximumNorm", maximumNorm, maximumNorm > 0 && maximumNorm.isFinite,
      mustBe: "above 0 and finite")
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: NoState
  ) -> AffineCombination {
    let examples = updates.map { Double($0.exampleCount) }
    let weights = zip(examples, updates).map { examples, update in
      let norm = update.parameters.squaredDistance(to: global).squareRoot()
      return norm > maximumNorm ? examples * (maximumNorm / norm) : examples
    }
    return AffineCombination(
      weights: weights, totals: examples, from: global, offset: [(vector: global, coefficient: 1)])
  }
}
