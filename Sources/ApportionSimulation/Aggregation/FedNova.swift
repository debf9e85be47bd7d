public import ApportionPrimitives

/// Federated averaging of each client's change per local step, so that clients with more steps do not weigh
/// more.
///
///     θ′ = θ + τ̄ Σₖ nₖ/n (θₖ − θ)/τₖ,   τ̄ = Σₖ nₖ/n τₖ
///
/// τₖ is the sum of client k's step lengths, ``ClientUpdate/stepSum``; a learning rate that all share
/// cancels. If all τₖ are equal, it is ``FedAvg``. For a subset of the clients, both sums, τ̄ included, run
/// over that subset only.
///
/// A free-rider reports the steps of an honest client.
///
/// - Source: Wang et al., "Tackling the objective inconsistency problem in heterogeneous federated
///   optimization", NeurIPS 2020, equation 4 with the choices of algorithm 1 (pₖ = nₖ/n, and τ̄ for
///   the effective number of steps).
public struct FedNova: AffineStrategy {
  public static let id = "fed-nova"
  public static let summary = "FedAvg of what clients moved per step"

  public init() {}

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: NoState
  ) throws -> AffineCombination {
    let examples = updates.map { Double($0.exampleCount) }
    let steps = try updates.map { update throws(AggregationError) in
      try update.stepSum(for: Self.id)
    }
    guard steps.contains(where: { $0 != steps[0] }) else { return .byExamples(updates) }
    return AffineCombination(
      weights: zip(examples, steps).map { $0 / $1 }, totals: examples, from: global,
      step: .mean(steps), offset: [(vector: global, coefficient: 1)])
  }
}
