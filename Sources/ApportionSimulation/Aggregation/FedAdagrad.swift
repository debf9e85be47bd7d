public import ApportionPrimitives

/// Adagrad on the server: steps shrink in coordinates that have moved much.
///
///     Δ = Σₖ nₖ/n θₖ − θ   m′ = β₁ m + (1 − β₁) Δ   v′ = v + Δ²   θ′ = θ + η m′ / (√v′ + τ)
///
/// - Shape: m and v have the shape of the model; they start at 0.
/// - Defaults: η = 0.1, β₁ = 0, τ = 10⁻⁹, as in Flower 1.6. With so small a τ the first step is η in
///   the direction of Δ's sign, in every coordinate.
/// - Source: Reddi et al., "Adaptive federated optimization", ICLR 2021, algorithm 2.
public struct FedAdagrad: Aggregator {
  public static let id = "fed-adagrad"
  public static let summary = "Adagrad on the server"

  /// η, the server's rate.
  public var serverLearningRate = 0.1
  /// β₁, how much of the first moment is kept.
  public var momentum = 0.0
  /// τ, below which differences count by their size and not by their sign.
  public var adaptivity = 1e-9

  public init() {}

  public init(serverLearningRate: Double, momentum: Double = 0, adaptivity: Double = 1e-9) {
    self.serverLearningRate = serverLearningRate
    (self.momentum, self.adaptivity) = (momentum, adaptivity)
  }

  public func validate() throws {
    try AdaptiveStep.validate(
      momentum: momentum, serverLearningRate: serverLearningRate, adaptivity: adaptivity)
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
      momentum: momentum, rate: serverLearningRate, adaptivity: adaptivity, squares: .summed)
    return step(updates, from: global, &state)
  }
}
