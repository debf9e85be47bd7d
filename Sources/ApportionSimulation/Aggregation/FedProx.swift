public import ApportionPrimitives

/// Federated averaging of clients whose objective has a proximal term.
///
///     client k minimises Fₖ(θ) + μ/2 ‖θ − θₜ‖²        θ′ = Σₖ nₖ/n θₖ
///
/// θₜ is the model that the round starts from. The server aggregates as ``FedAvg`` does; with μ = 0, it is
/// ``FedAvg``.
///
/// - Defaults: μ = 0.1; the paper takes the best of 0.001, 0.01, 0.1 and 1 for each data set.
/// - Source: Li et al., "Federated optimization in heterogeneous networks", MLSys 2020, algorithm 2;
///   weighted by examples, as in its experiments.
public struct FedProx: AffineStrategy {
  public static let id = "fed-prox"
  public static let summary = "FedAvg of clients that are held near the global model"

  /// μ, the weight of the proximal term.
  public var proximal = 0.1

  public init() {}

  public init(proximal: Double) { self.proximal = proximal }

  public func validate() throws {
    try InvalidSetting.check(
      "proximal", proximal, proximal >= 0 && proximal.isFinite, mustBe: "at least 0 and finite")
  }

  public func objective(of client: Int, state: State) -> LocalObjective {
    LocalObjective(proximal: proximal)
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: NoState
  ) -> AffineCombination {
    .byExamples(updates)
  }

}
