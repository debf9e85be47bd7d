public import ApportionPrimitives

/// Adagrad on the server: steps become smaller in coordinates with large past differences.
///
///     Δ = Σₖ nₖ/n θₖ − θ   m′ = β₁ m + (1 − β₁) Δ   v′ = v + Δ²   θ′ = θ + η m′ / (√v′ + τ)
///
/// - Shape: m and v have the shape of the model; they start at 0.
/// - Defaults: η = 0.1, β₁ = 0, τ = 10⁻⁹, as in Flower 1.6. With such a small τ, the first step is
///   η sign(Δ) in every coordinate.
/// - Source: Reddi et al., "Adaptive federated optimization", ICLR 2021, algorithm 2.
public struct FedAdagrad: Strategy {
  public static let id = "fed-adagrad"
  public static let summary = "Adagrad on the server"

  /// η, the server's learning rate.
  public var serverLearningRate = 0.1
  /// β₁, the decay rate of the first moment.
  public var beta1 = 0.0
  /// τ, the adaptivity: for √v′ well below τ, steps are proportional to m′ instead of normalised.
  public var tau = 1e-9

  public init() {}

  public init(serverLearningRate: Double, beta1: Double = 0, tau: Double = 1e-9) {
    self.serverLearningRate = serverLearningRate
    (self.beta1, self.tau) = (beta1, tau)
  }

  public func validate() throws {
    try AdaptiveStep.validate(
      beta1: beta1, serverLearningRate: serverLearningRate, tau: tau)
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> AdaptiveMoments {
    AdaptiveMoments(for: global)
  }

  public func accepts(
    _ state: AdaptiveMoments, after rounds: Int, from initial: AdaptiveMoments
  ) -> Bool {
    state.fits(initial)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout AdaptiveMoments
  ) throws -> Parameters {
    let step = AdaptiveStep(
      beta1: beta1, rate: serverLearningRate, tau: tau, squares: .summed)
    return step(updates, from: global, &state)
  }
}
