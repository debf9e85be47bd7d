public import ApportionPrimitives

/// Federated averaging of what clients moved per step, so that those who made more steps do not pull
/// harder.
///
///     θ′ = θ + τ̄ Σₖ nₖ/n (θₖ − θ)/τₖ,   τ̄ = Σₖ nₖ/n τₖ
///
/// τₖ is the sum of client k's step lengths, ``ClientUpdate/stepSum``; a learning rate that all share
/// cancels. Where all τₖ are equal it is ``FedAvg``. Of fewer clients both sums, τ̄'s too, go over
/// those alone.
///
/// A free-rider claims the steps of an honest client.
///
/// - Source: Wang et al., "Tackling the objective inconsistency problem in heterogeneous federated
///   optimization", NeurIPS 2020, equation 4 with the choices of algorithm 1 (pₖ = nₖ/n, and τ̄ for
///   the effective number of steps).
public struct FedNova: Strategy {
  public static let id = "fed-nova"
  public static let summary = "FedAvg of what clients moved per step"

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
  ) throws -> AffineCombination? {
    try perStep(updates, from: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    try perStep(updates, from: global).model(of: updates)
  }

  private func perStep(
    _ updates: [ClientUpdate], from global: Parameters
  ) throws(AggregationError) -> AffineCombination {
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
