public import ApportionPrimitives

/// Federated averaging: the clients' models, weighted by their numbers of examples.
///
///     θ′ = Σₖ nₖ/n θₖ
///
/// - Source: McMahan et al., "Communication-efficient learning of deep networks from decentralized
///   data", AISTATS 2017, algorithm 1.
public struct FedAvg: Strategy {
  public static let id = "fed-avg"
  public static let summary = "mean of the clients' models, weighted by examples"

  public init() {}

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
    .byExamples(updates)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    AffineCombination.byExamples(updates).model(of: updates)
  }
}

extension AffineCombination {
  /// Σₖ nₖ/n θₖ.
  static func byExamples(_ updates: [ClientUpdate]) -> AffineCombination {
    AffineCombination(weights: updates.map { Double($0.exampleCount) })
  }
}
