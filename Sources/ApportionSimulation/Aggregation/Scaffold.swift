public import ApportionPrimitives

/// Averaging of clients whose gradients are corrected by control variates.
///
///     client k steps by g − cₖ + c        θ′ = θ + η Σₖ (θₖ − θ) / |P|
///     cₖ′ = cₖ − c + (θ − θₖ)/τₖ          c′ = c + Σₖ (cₖ′ − cₖ) / N
///
/// All sums run over the round's participants P with equal weights; N is the number of clients of the
/// federation. τₖ is the sum of the client's step lengths, ``ClientUpdate/stepSum``: K η for K steps of
/// plain SGD. The cₖ of a client that does not take part, or has no examples, does not change.
///
/// A free-rider has no gradient, so that its cₖ becomes cₖ − c.
///
/// - Shape: c and every cₖ have the shape of the model; all start at 0.
/// - Cost: memory for as many models as clients have taken part, in the state and so in every round.
/// - Defaults: η = 1, as in the paper's experiments.
/// - Source: Karimireddy et al., "SCAFFOLD: stochastic controlled averaging for federated learning",
///   ICML 2020, algorithm 1 with option II.
public struct Scaffold: AffineStrategy {
  public static let id = "scaffold"
  public static let summary = "mean of clients that correct their gradients for their difference"

  /// η, the length of the step towards the clients' mean.
  public var serverLearningRate = 1.0

  public init() {}

  public init(serverLearningRate: Double) { self.serverLearningRate = serverLearningRate }

  public func validate() throws {
    try InvalidSetting.check(
      "serverLearningRate", serverLearningRate,
      serverLearningRate > 0 && serverLearningRate.isFinite, mustBe: "above 0 and finite")
  }

  public struct State: Codable, Hashable, Sendable {
    /// c.
    public var control: Parameters
    /// cₖ by client; 0 for clients that have not taken part yet.
    public var controls: [Int: Parameters] = [:]
    /// N.
    public var clients: Int
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(control: .zeros(like: global), clients: clients)
  }

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool {
    let count = initial.control.values.count
    return state.clients == initial.clients && state.control.values.count == count
      && state.controls.allSatisfy { $1.values.count == count }
  }

  public func objective(of client: Int, state: State) -> LocalObjective {
    // All control variates are 0 before the first round.
    guard !state.controls.isEmpty else { return LocalObjective() }
    guard let own = state.controls[client] else { return LocalObjective(slope: state.control) }
    return LocalObjective(slope: .weightedSum([state.control, own], weights: [1, -1]))
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination {
    // θ′ = η Σₖ θₖ / |P| + (1 − η) θ
    AffineCombination(
      weights: updates.map { _ in 1 }, step: .constant(serverLearningRate),
      offset: [(vector: global, coefficient: 1 - serverLearningRate)])
  }

  public func state(
    after updates: [ClientUpdate], from global: Parameters, _ state: State
  ) throws -> State {
    let zero = Parameters.zeros(like: global)
    var changes: [Parameters] = []
    var controls = state.controls
    for update in updates {
      let perStep = 1 / (try update.stepSum(for: Self.id))
      let own = controls[update.client] ?? zero
      let next = Parameters.weightedSum(
        [own, state.control, global, update.parameters], weights: [1, -1, perStep, -perStep])
      changes += [next, own]
      controls[update.client] = next
    }
    let share = 1 / Double(state.clients)
    let control = Parameters.weightedSum(
      [state.control] + changes,
      weights: [1] + changes.indices.map { $0.isMultiple(of: 2) ? share : -share })
    return State(control: control, controls: controls, clients: state.clients)
  }
}
