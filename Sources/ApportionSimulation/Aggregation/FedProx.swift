public import ApportionPrimitives

/// Federated averaging of clients that are held near the global model.
///
///     client k minimises Fₖ(θ) + μ/2 ‖θ − θₜ‖²        θ′ = Σₖ nₖ/n θₖ
///
/// θₜ is the model that the round starts from. The server is ``FedAvg``'s; with μ = 0 clients are,
/// too.
///
/// - Defaults: μ = 0.1; the paper takes the best of 0.001, 0.01, 0.1 and 1 for each data set.
/// - Source: Li et al., "Federated optimization in heterogeneous networks", MLSys 2020, algorithm 2;
///   weighted by examples, as in its experiments.
public struct FedProx: Strategy {
  public static let id = "fed-prox"
  public static let summary = "FedAvg of clients that are held near the global model"

  /// μ, how strongly clients are held.
  public var proximal = 0.1

  public init() {}

  public init(proximal: Double) { self.proximal = proximal }

  public func validate() throws {
    try InvalidSetting.check(
      "proximal", proximal, proximal >= 0 && proximal.isFinite, mustBe: "at least 0 and finite")
  }

  /// It remembers nothing.
  public struct State: Codable, Hashable, Sendable {}

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State()
  }

  public func objective(of client: Int, state: State) -> LocalObjective {
    LocalObjective(proximal: proximal)
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination? {
    .byExamples(updates)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    AffineCombination.byExamples(updates).model(of: updates)
  }
}
