public import ApportionPrimitives

/// Averaging of clients that correct their gradients by how their own differ from everybody's.
///
///     client k steps by g − cₖ + c        θ′ = θ + η Σₖ (θₖ − θ) / |P|
///     cₖ′ = cₖ − c + (θ − θₖ)/τₖ          c′ = c + Σₖ (cₖ′ − cₖ) / N
///
/// All sums go over the round's participants P, each counting once; N is how many clients the
/// federation has. τₖ is the sum of the client's step lengths, ``ClientUpdate/stepSum``: K η for K
/// steps of plain SGD. The cₖ of a client that is absent, or has no example, stays as it is.
///
/// A free-rider has no gradient, so that its cₖ moves to cₖ − c.
///
/// - Shape: c and every cₖ have the shape of the model; all start at 0.
/// - Cost: memory for as many models as clients have taken part, in the state and so in every round.
/// - Defaults: η = 1, as in the paper's experiments.
/// - Source: Karimireddy et al., "SCAFFOLD: stochastic controlled averaging for federated learning",
///   ICML 2020, algorithm 1 with option II.
public struct Scaffold: Strategy {
  public static let id = "scaffold"
  public static let summary = "mean of clients that correct their gradients for their difference"

  /// η, how far the model goes towards the clients' mean.
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
    /// cₖ by client; 0 for those who have not taken part.
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
    // Before the first round there is nothing to correct.
    guard !state.controls.isEmpty else { return LocalObjective() }
    guard let own = state.controls[client] else { return LocalObjective(slope: state.control) }
    return LocalObjective(slope: .weightedSum([state.control, own], weights: [1, -1]))
  }

  public func combination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) -> AffineCombination? {
    mean(of: updates, from: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
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
    state.control = .weightedSum(
      [state.control] + changes,
      weights: [1] + changes.indices.map { $0.isMultiple(of: 2) ? share : -share })
    state.controls = controls
    return mean(of: updates, from: global).model(of: updates)
  }

  /// θ′ = η Σₖ θₖ / |P| + (1 − η) θ.
  private func mean(of updates: [ClientUpdate], from global: Parameters) -> AffineCombination {
    AffineCombination(
      weights: updates.map { _ in 1 }, step: .constant(serverLearningRate),
      offset: [(vector: global, coefficient: 1 - serverLearningRate)])
  }
}
