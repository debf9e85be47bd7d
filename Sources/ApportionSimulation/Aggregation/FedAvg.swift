public import ApportionPrimitives

/// Federated averaging: the mean of the clients' models, weighted by their numbers of examples.
///
///     θ′ = Σₖ nₖ/n θₖ
///
/// - Source: McMahan et al., "Communication-efficient learning of deep networks from decentralized
///   data", AISTATS 2017, algorithm 1.
public struct FedAvg: AffineStrategy {
  public static let id = "fed-avg"
  public static let summary = "mean of the clients' models, weighted by examples"

  public init() {}

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: NoState
  ) -> AffineCombination {
    .byExamples(updates)
  }

}

extension AffineCombination {
  /// Σₖ nₖ/n θₖ.
  static func byExamples(_ updates: [ClientUpdate]) -> AffineCombination {
    AffineCombination(weights: updates.map { Double($0.exampleCount) })
  }
}
