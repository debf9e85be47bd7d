public import ApportionPrimitives

/// Federated averaging with momentum on the server.
///
///     g = θ − Σₖ nₖ/n θₖ        v′ = β v + g        θ′ = θ − η v′
///
/// - Shape: the velocity v has the shape of the model; it starts at 0.
/// - Defaults: β = 0.9 and η = 1; with β = 0 and η = 1 it is ``FedAvg``.
/// - Source: Hsu, Qi & Brown, "Measuring the effects of non-identical data distribution for federated
///   visual classification", 2019, arXiv:1909.06335, section 3.
public struct FedAvgM: AffineStrategy {
  public static let id = "fed-avg-m"
  public static let summary = "FedAvg with momentum on the server"

  /// β, the fraction of the velocity that is kept.
  public var momentum = 0.9
  /// η, the length of the step against the velocity.
  public var serverLearningRate = 1.0

  public init() {}

  public init(momentum: Double, serverLearningRate: Double = 1) {
    (self.momentum, self.serverLearningRate) = (momentum, serverLearningRate)
  }

  /// Without momentum, it is ``FedAvg`` up to rounding.
  public static let flowerDefaults = FedAvgM(momentum: 0, serverLearningRate: 1)

  public func validate() throws {
    try InvalidSetting.check(
      "momentum", momentum, momentum >= 0 && momentum < 1, mustBe: "at least 0 and below 1")
    try InvalidSetting.check(
      "serverLearningRate", serverLearningRate,
      serverLearningRate > 0 && serverLearningRate.isFinite, mustBe: "above 0 and finite")
  }

  public struct State: Codable, Hashable, Sendable {
    public var velocity: Parameters
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(velocity: .zeros(like: global))
  }

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool {
    state.velocity.values.count == initial.velocity.values.count
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination {
    // θ′ = η Σₖ nₖ/n θₖ + (1 − η) θ − η β v
    AffineCombination(
      weights: updates.map { Double($0.exampleCount) }, step: .constant(serverLearningRate),
      offset: [
        (vector: global, coefficient: 1 - serverLearningRate),
        (vector: state.velocity, coefficient: -serverLearningRate * momentum),
      ])
  }

  public func state(
    after updates: [ClientUpdate], from global: Parameters, _ state: State
  ) -> State {
    // v′ = β v + θ − Σₖ nₖ/n θₖ
    let velocity = AffineCombination(
      weights: updates.map { Double($0.exampleCount) }, step: .constant(-1),
      offset: [(vector: state.velocity, coefficient: momentum), (vector: global, coefficient: 1)])
    return State(velocity: velocity.model(of: updates))
  }
}
