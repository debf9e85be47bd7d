public import ApportionPrimitives

/// Adam on the server: steps are normalised by a running mean of squares.
///
///     Δ = Σₖ nₖ/n θₖ − θ          m′ = β₁ m + (1 − β₁) Δ
///     v′ = β₂ v + (1 − β₂) Δ²     θ′ = θ + ηₜ m′ / (√v′ + τ)
///     ηₜ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ) with bias correction, else η
///
/// Moments that start at 0 are biased towards 0 at first; the correction removes the bias. t is the number of
/// the strategy's own steps, this one included.
///
/// - Shape: m and v have the shape of the model; they start at 0.
/// - Defaults: η = 0.1, β₁ = 0.9, β₂ = 0.99, τ = 10⁻⁹ and bias correction; Flower 1.6 and the paper
///   have none.
/// - Source: Reddi et al., "Adaptive federated optimization", ICLR 2021, algorithm 2; the correction is
///   that of Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015, section 2.
public struct FedAdam: Strategy {
  public static let id = "fed-adam"
  public static let summary = "Adam on the server"

  /// η, the server's learning rate.
  public var serverLearningRate = 0.1
  /// β₁, the decay rate of the first moment.
  public var beta1 = 0.9
  /// β₂, the decay rate of the second moment.
  public var beta2 = 0.99
  /// τ, the adaptivity: for √v′ well below τ, steps are proportional to m′ instead of normalised.
  public var tau = 1e-9
  /// Whether the bias of moments that start at 0 is corrected.
  public var biasCorrection = true

  public init() {}

  public init(
    serverLearningRate: Double = 0.1, beta1: Double = 0.9, beta2: Double = 0.99,
    tau: Double = 1e-9, biasCorrection: Bool
  ) {
    (self.serverLearningRate, self.beta1) = (serverLearningRate, beta1)
    (self.beta2, self.tau) = (beta2, tau)
    self.biasCorrection = biasCorrection
  }

  /// What Flower 1.6 does.
  public static var flowerDefaults: FedAdam { FedAdam(biasCorrection: false) }

  public func validate() throws {
    try AdaptiveStep.validate(
      beta1: beta1, beta2: beta2, serverLearningRate: serverLearningRate,
      tau: tau)
  }

  public struct State: Codable, Hashable, Sendable {
    public var moments: AdaptiveMoments
    /// The number of steps taken.
    public var steps: Int
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(moments: AdaptiveMoments(for: global), steps: 0)
  }

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool {
    state.moments.fits(initial.moments) && (0...rounds).contains(state.steps)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    state.steps += 1
    let step = AdaptiveStep(
      beta1: beta1, rate: serverLearningRate * correction(at: state.steps),
      tau: tau, squares: .averaged(decay: beta2))
    return step(updates, from: global, &state.moments)
  }

  /// √(1 − β₂ᵗ) / (1 − β₁ᵗ).
  private func correction(at step: Int) -> Double {
    guard biasCorrection else { return 1 }
    // Products, because the last bit of `pow` differs between systems.
    var (first, second) = (1.0, 1.0)
    for _ in 0..<step { (first, second) = (first * beta1, second * beta2) }
    return (1 - second).squareRoot() / (1 - first)
  }
}
