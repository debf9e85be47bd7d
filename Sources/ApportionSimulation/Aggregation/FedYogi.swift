public import ApportionPrimitives

/// Yogi on the server: ``FedAdam`` with a second moment that changes by at most (1 − β₂) Δ² per step.
///
///     Δ = Σₖ nₖ/n θₖ − θ                   m′ = β₁ m + (1 − β₁) Δ
///     v′ = v − (1 − β₂) Δ² sign(v − Δ²)    θ′ = θ + η m′ / (√v′ + τ)
///
/// - Shape: m and v have the shape of the model; they start at 0.
/// - Defaults: η = 0.01, β₁ = 0.9, β₂ = 0.99, τ = 10⁻³, as in Flower 1.6.
/// - Source: Reddi et al., "Adaptive federated optimization", ICLR 2021, algorithm 2.
public struct FedYogi: Strategy {
  public static let id = "fed-yogi"
  public static let summary = "Yogi on the server"

  /// η, the server's learning rate.
  public var serverLearningRate = 0.01
  /// β₁, the decay rate of the first moment.
  public var beta1 = 0.9
  /// β₂, the decay rate of the second moment.
  public var beta2 = 0.99
  /// τ, the adaptivity: for √v′ well below τ, steps are proportional to m′ instead of normalised.
  public var tau = 1e-3

  public init() {}

  public init(
    serverLearningRate: Double, beta1: Double = 0.9, beta2: Double = 0.99,
    tau: Double = 1e-3
  ) {
    (self.serverLearningRate, self.beta1) = (serverLearningRate, beta1)
    (self.beta2, self.tau) = (beta2, tau)
  }

  public func validate() throws {
    try AdaptiveStep.validate(
      beta1: beta1, beta2: beta2, serverLearningRate: serverLearningRate,
      tau: tau)
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
      beta1: beta1, rate: serverLearningRate, tau: tau,
      squares: .signed(decay: beta2))
    return step(updates, from: global, &state)
  }
}
