public import ApportionPrimitives

/// A strategy drawn anew for every round, uniformly from a list of candidates.
///
/// The candidates share the global model. Each keeps a memory of its own, which moves on only in
/// rounds in which it is drawn. Which candidate round t uses is a function of the experiment's seed
/// and t, so every replay of the round draws it again.
///
/// - Source: Geimer, Fiz Pontiveros & State, "FedRandom: sampling consistent and accurate
///   contribution values in federated learning", 2026, arXiv:2602.05693.
public struct FedRandom: Aggregator {
  public static let id = "fed-random"
  public static let summary = "one of several strategies, drawn anew for every round"

  /// The candidates.
  public var of: [StrategyChoice] = [
    StrategyChoice(FedAvg()), StrategyChoice(FedAvgM()), StrategyChoice(FedMedian()),
  ]

  public init() {}

  public init(of candidates: [any Aggregator]) { of = candidates.map { StrategyChoice($0) } }

  public func validate() throws {
    try InvalidSetting.check("of", "[]", !of.isEmpty, mustBe: "a list of at least one strategy")
    for (index, candidate) in of.enumerated() {
      do {
        try candidate.strategy.validate()
      } catch let error as InvalidSetting {
        throw error.inside("of[\(index)]")
      }
    }
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
    fileprivate var stream: RandomStream

    /// The candidate of the next round.
    var drawn: Int {
      var draws = stream.child("round", rounds + 1)
      return draws.integer(below: servers.count)
    }
  }

  public func initialState(
    for global: Parameters, clients: Int, using stream: RandomStream
  ) -> State {
    State(
      servers: of.enumerated().map { index, candidate in
        Server(
          candidate.strategy, for: global, clients: clients,
          using: stream.child("candidate", index))
      },
      rounds: 0, stream: stream)
  }

  public func ruleInForce(_ state: State) -> String { state.servers[state.drawn].ruleInForce }

  public func objective(of client: Int, state: State) -> LocalObjective {
    state.servers[state.drawn].objective(of: client)
  }

  public func asksForLoss(_ state: State) -> Bool { state.servers[state.drawn].asksForLoss }

  public func mixture(
    of updates: [ClientUpdate], into global: Parameters, state: State
  ) throws -> Mixture? {
    try state.servers[state.drawn].mixture(of: updates, into: global)
  }

  public func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters {
    let next = try state.servers[state.drawn].aggregate(updates, into: global)
    state.rounds += 1
    return next
  }
}
