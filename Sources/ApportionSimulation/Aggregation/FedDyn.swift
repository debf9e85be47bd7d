public import ApportionPrimitives

/// Averaging of clients whose objectives are corrected by linear terms, so that their minima agree.
///
///     client k minimises Fₖ(θ) − ⟨hₖ, θ⟩ + α/2 ‖θ − θₜ‖²        hₖ′ = hₖ − α (θₖ − θₜ)
///     h′ = h − α Σₖ (θₖ − θₜ) / N                               θ′ = Σₖ θₖ / |P| − h′/α
///
/// θₜ is the model that the round starts from. All sums run over the round's participants P, with equal
/// weights. N is the number of clients of the federation, also when a coalition is reconstructed. The hₖ
/// of a client that does not take part, or has no examples, does not change.
///
/// - Shape: h and every hₖ have the shape of the model; all start at 0.
/// - Cost: memory for as many models as clients have taken part, in the state and so in every round.
/// - Defaults: α = 0.1; the paper's experiments take 0.1, 0.01 or 0.001 by data set.
/// - Source: Acar et al., "Federated learning based on dynamic regularization", ICLR 2021,
///   algorithm 1; hₖ is its ∇Lₖ(θₖ).
public struct FedDyn: AffineStrategy {
  public static let id = "fed-dyn"
  public static let summary =
    "mean of clients whose local objectives are corrected, so that their minima agree"

  /// α, the weight of the proximal term.
  public var alpha = 0.1

  public init() {}

  public init(alpha: Double) { self.alpha = alpha }

  public func validate() throws {
    try InvalidSetting.check(
      "alpha", alpha, alpha > 0 && alpha.isFinite, mustBe: "above 0 and finite")
  }

  public struct State: Codable, Hashable, Sendable {
    /// h.
    public var h: Parameters
    /// hₖ by client; 0 for clients that have not taken part yet.
    public var linearTerms: [Int: Parameters] = [:]
    /// N.
    public var clients: Int
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(h: .zeros(like: global), clients: clients)
  }

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool {
    let count = initial.h.values.count
    return state.clients == initial.clients && state.h.values.count == count
      && state.linearTerms.allSatisfy { $1.values.count == count }
  }

  public func objective(of client: Int, state: State) -> LocalObjective {
    LocalObjective(
      slope: state.linearTerms[client].map { .weightedSum([$0], weights: [-1]) }, proximal: alpha)
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination {
    // θ′ = (1 + |P|/N) Σₖ (θₖ − θ) / |P| + θ − h/α
    AffineCombination(
      weights: updates.map { _ in 1 }, from: global, step: .growing(1 / Double(state.clients)),
      offset: [
        (vector: global, coefficient: 1), (vector: state.h, coefficient: -1 / alpha),
      ])
  }

  public func state(
    after updates: [ClientUpdate], from global: Parameters, _ state: State
  ) -> State {
    var next = state
    for update in updates {
      let own = state.linearTerms[update.client] ?? .zeros(like: global)
      next.linearTerms[update.client] = .weightedSum(
        [own, update.parameters, global], weights: [1, -alpha, alpha])
    }
    let weight = alpha / Double(state.clients)
    next.h = .weightedSum(
      [state.h, global] + updates.map(\.parameters),
      weights: [1, weight * Double(updates.count)] + updates.map { _ in -weight })
    return next
  }
}
