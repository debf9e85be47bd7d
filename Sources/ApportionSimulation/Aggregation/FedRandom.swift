public import ApportionPrimitives

/// One of several candidate strategies, drawn at random for every round.
///
/// The candidates share the global model, and each has a state of its own. The candidate of round t is a
/// function of the experiment's seed and t, so that reconstruction uses the same one.
///
/// According to the paper's abstract, a strategy is drawn at random in every round. That draws are uniform
/// and independent by default, and that only the drawn candidate's state changes, is our reading; `weights`,
/// `balanced` and the other cases of ``Memory`` are our additions.
///
/// - Source: Geimer, Fiz Pontiveros & State, "FedRandom: sampling consistent and accurate
///   contribution values in federated learning", 2026, arXiv:2602.05693.
public struct FedRandom: Strategy {
  public static let id = "fed-random"
  public static let summary = "one of several strategies, drawn at random for every round"

  /// The candidates.
  public var of: [StrategyChoice] = [
    StrategyChoice(FedAvg()), StrategyChoice(FedAvgM()), StrategyChoice(FedMedian()),
  ]
  /// The candidates' probabilities, up to a factor; empty for equal ones.
  public var weights: [Double] = []
  /// Whether each of the n candidates is used once in every n rounds, in a random order.
  public var balanced = false
  /// How the candidates' states change.
  public var state = Memory.lazy

  /// How the candidates' states change in a round.
  public enum Memory: String, ConfigurableChoice {
    /// Only the state of the drawn candidate changes.
    case lazy
    /// Every candidate starts each of its rounds from its initial state.
    case reset
    /// All states change by the round's updates; the model is the drawn candidate's.
    case shadow
  }

  public init() {}

  public init(
    of candidates: [any Strategy], weights: [Double] = [], balanced: Bool = false,
    state: Memory = .lazy
  ) {
    of = candidates.map { StrategyChoice($0) }
    (self.weights, self.balanced, self.state) = (weights, balanced, state)
  }

  public static var flowerDefaults: FedRandom {
    FedRandom(of: FedRandom().of.map { type(of: $0.strategy).flowerDefaults })
  }

  public func validate() throws {
    try InvalidSetting.check("of", "[]", !of.isEmpty, mustBe: "a list of at least one strategy")
    try InvalidSetting.check(
      "of", "\(depth) random strategies, one within another", depth <= 8, mustBe: "at most 8 deep")
    for (index, candidate) in of.enumerated() {
      do {
        try candidate.strategy.validate()
      } catch let error as InvalidSetting {
        throw error.inside("of[\(index)]")
      }
    }
    guard !weights.isEmpty else { return }
    try InvalidSetting.check(
      "weights", weights, weights.count == of.count,
      mustBe: "one number for each of the \(of.count) strategies, or empty")
    let total = weights.reduce(0, +)
    try InvalidSetting.check(
      "weights", weights, weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite,
      mustBe: "at least 0 each, and not all 0, with a finite sum")
    try InvalidSetting.check(
      "balanced", balanced, !balanced,
      mustBe: "false where `weights` are given: strategies that take turns are used equally often")
  }

  /// The depth to which random strategies are nested, this one included.
  private var depth: Int {
    1 + (of.map { ($0.strategy as? FedRandom)?.depth ?? 0 }.max() ?? 0)
  }

  public func check(clients: Int) throws(InvalidSetting) {
    for (index, candidate) in of.enumerated() {
      do throws(InvalidSetting) {
        try candidate.strategy.check(clients: clients)
      } catch {
        throw error.inside("of[\(index)]")
      }
    }
  }

  public struct State: Codable, Hashable, Sendable {
    /// One per candidate, in order.
    public var servers: [Server]
    /// How many rounds have been played.
    public var rounds: Int
    fileprivate var clients: Int
    fileprivate var stream: RandomStream
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(
      servers: servers(for: global, clients: clients, using: stream), rounds: 0, clients: clients,
      stream: stream)
  }

  public func accepts(_ state: State, after rounds: Int, from initial: State) -> Bool {
    state.rounds == rounds && state.clients == initial.clients && state.stream == initial.stream
      && state.servers.count == initial.servers.count
      && zip(state.servers, initial.servers).allSatisfy { $0.canFollow($1, after: rounds) }
  }

  /// The candidates with their initial states.
  private func servers(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> [Server] {
    of.enumerated().map { index, candidate in
      Server(
        candidate.strategy, for: global, clients: clients, using: stream.child("candidate", index))
    }
  }

  /// The candidate of the next round.
  private func drawn(_ state: State) -> Int {
    if balanced {
      let (cycle, turn) = state.rounds.quotientAndRemainder(dividingBy: of.count)
      var draws = state.stream.child("cycle", cycle + 1)
      return draws.permutation(of: of.count)[turn]
    }
    var draws = state.stream.child("round", state.rounds + 1)
    guard !weights.isEmpty else { return draws.integer(below: of.count) }
    let sums = weights.reduce(into: []) { sums, weight in sums.append((sums.last ?? 0) + weight) }
    let total = weights.reduce(0, +)
    // Rounding may yield the total itself, which belongs to no candidate.
    let point = min(draws.uniform() * total, total.nextDown)
    return sums.prefix { $0 <= point }.count
  }

  public func activeStrategyID(_ state: State) -> String {
    state.servers[drawn(state)].activeStrategyID
  }

  public func objective(of client: Int, state: State) -> LocalObjective {
    state.servers[drawn(state)].objective(of: client)
  }

  public func needsInitialLoss(_ state: State) -> Bool {
    self.state == .shadow
      ? state.servers.contains(where: \.needsInitialLoss)
      : state.servers[drawn(state)].needsInitialLoss
  }

  public func affineCombination(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> AffineCombination? {
    try state.servers[drawn(state)].combination(of: updates, into: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    let drawn = drawn(state)
    let next = try state.servers[drawn].aggregate(updates, into: global)
    state.rounds += 1
    switch self.state {
    case .lazy: break
    case .reset:
      // The stream depends on the round, so that a candidate that draws does not repeat its draws.
      state.servers = servers(
        for: next, clients: state.clients, using: state.stream.child("reset", state.rounds))
    case .shadow:
      for index in state.servers.indices where index != drawn {
        _ = try state.servers[index].aggregate(updates, into: global)
      }
    }
    return next
  }
}
