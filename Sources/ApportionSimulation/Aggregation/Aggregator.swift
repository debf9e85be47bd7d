public import ApportionPrimitives

/// A rule that merges client updates into the global model: the server's strategy.
///
/// Whatever a rule remembers between rounds lives in `State`, never in the rule. Reconstruction
/// depends on it: to ask what a round would have been with fewer clients, it replays the rule on a
/// subset of the updates from a copy of the state the round began with.
public protocol Aggregator: Configurable {
  associatedtype State: Codable & Hashable & Sendable

  /// The memory before the first round.
  ///
  /// A rule that draws keeps what it needs of `stream` in the state.
  func initialState(for global: Parameters, using stream: RandomStream) -> State

  /// The next global parameters.
  ///
  /// - Parameters:
  ///   - updates: at least one, in the order of their clients' ids, with at least one example
  ///     among them.
  ///   - global: the model the clients started from.
  ///   - state: the only thing that may change.
  /// - Returns: the parameters that the next round starts from.
  /// - Throws: when the rule cannot serve these updates.
  func aggregate(
    _ updates: [ClientUpdate], into global: Parameters, state: inout State
  ) throws -> Parameters

  /// The id of the rule that the next round will use: this one's, unless it is a mixture.
  func ruleInForce(_ state: State) -> String
}

extension Aggregator {
  public func ruleInForce(_ state: State) -> String { Self.id }
}

/// nₖ / n, the clients' shares of the examples.
func exampleShares(_ updates: [ClientUpdate]) -> [Double] {
  let total = Double(updates.reduce(0) { $0 + $1.exampleCount })
  return updates.map { Double($0.exampleCount) / total }
}
