public import ApportionPrimitives

/// A strategy with its state.
///
/// It is a value: using a copy does not change the original. A coalition's model is made by a copy of the
/// server at the start of the round.
public struct Server: Sendable {
  private var boxed: any AnyStrategy

  /// A server before its first round.
  ///
  /// - Parameters:
  ///   - strategy: how it aggregates.
  ///   - global: the model that round 1 starts from.
  ///   - clients: how many the federation has; fewer may take part in a round.
  ///   - stream: the random numbers of a strategy that draws.
  public init(
    _ strategy: some Strategy, for global: Parameters, clients: Int, using stream: RandomStream
  ) {
    let state = strategy.initialState(for: global, clients: clients, using: stream)
    boxed = StrategyWithState(strategy, state: state)
  }

  public var strategy: any Strategy { boxed.strategy }

  /// The id of the strategy that the next round uses.
  public var activeStrategyID: String { boxed.activeStrategyID }

  /// The next global model; changes the state.
  ///
  /// The updates are used in the order of their clients' ids, so that results do not depend on the order in
  /// which they arrive. Updates without examples are left out, because strategies that do not weight by
  /// examples would count them.
  ///
  /// - Precondition: at least one update, and at least one example among them.
  public mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    let updates = updates.filter { $0.exampleCount > 0 }.sorted { $0.client < $1.client }
    precondition(!updates.isEmpty, "there is nothing to aggregate without examples")
    return try boxed.aggregate(updates, into: global)
  }

  /// The coefficients of the next model if it is an affine combination of the updates; nil if it is not.
  ///
  /// Clients without examples have weight and total 0.
  /// - Throws: what the strategy throws.
  public func combination(of updates: [ClientUpdate], into global: Parameters) throws
    -> AffineCombination?
  {
    let places = updates.indices.filter { updates[$0].exampleCount > 0 }
    guard var combination = try boxed.combination(of: places.map { updates[$0] }, into: global)
    else {
      return nil
    }
    guard places.count < updates.count else { return combination }
    func spread(_ numbers: [Double]) -> [Double] {
      var all = [Double](repeating: 0, count: updates.count)
      for (place, number) in zip(places, numbers) { all[place] = number }
      return all
    }
    (combination.weights, combination.totals) = (
      spread(combination.weights), spread(combination.totals)
    )
    if case .mean(let steps) = combination.step { combination.step = .mean(spread(steps)) }
    return combination
  }

  /// Whether this server, read from a file, is a possible successor of `initial` after this number of rounds.
  public func canFollow(_ initial: Server, after rounds: Int) -> Bool {
    boxed.canFollow(initial.boxed, after: rounds)
  }

  /// What a client minimises in the next round in addition to its loss.
  public func objective(of client: Int) -> LocalObjective { boxed.objective(of: client) }

  /// Whether clients report their loss under the global model before they train.
  public var needsInitialLoss: Bool { boxed.needsInitialLoss }
}

/// A strategy of any type with its state.
private protocol AnyStrategy: Hashable, Sendable {
  var strategy: any Strategy { get }
  var memory: any Encodable { get }
  var activeStrategyID: String { get }
  var needsInitialLoss: Bool { get }
  func canFollow(_ initial: any AnyStrategy, after rounds: Int) -> Bool
  func objective(of client: Int) -> LocalObjective
  func combination(of updates: [ClientUpdate], into global: Parameters) throws -> AffineCombination?
  mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters
}

private struct StrategyWithState<Base: Strategy>: AnyStrategy {
  let base: Base
  var state: Base.State

  init(_ base: Base, state: Base.State) {
    (self.base, self.state) = (base, state)
  }

  var strategy: any Strategy { base }
  var memory: any Encodable { state }
  var activeStrategyID: String { base.activeStrategyID(state) }
  var needsInitialLoss: Bool { base.needsInitialLoss(state) }

  func canFollow(_ initial: any AnyStrategy, after rounds: Int) -> Bool {
    guard let initial = initial as? StrategyWithState else { return false }
    return base == initial.base && base.accepts(state, after: rounds, from: initial.state)
  }

  func objective(of client: Int) -> LocalObjective { base.objective(of: client, state: state) }

  func combination(of updates: [ClientUpdate], into global: Parameters) throws -> AffineCombination?
  {
    try base.affineCombination(of: updates, into: global, state: state)
  }

  mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    try base.aggregate(updates, into: global, state: &state)
  }
}

extension Server: Hashable {
  public static func == (a: Server, b: Server) -> Bool {
    AnyHashable(a.boxed) == AnyHashable(b.boxed)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(boxed)) }
}

extension Server: Codable {
  private enum Key: String, CodingKey { case strategy, state }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let choice = try container.decode(StrategyChoice.self, forKey: .strategy)
    func restored<Base: Strategy>(_ base: Base) throws -> any AnyStrategy {
      StrategyWithState(base, state: try container.decode(Base.State.self, forKey: .state))
    }
    boxed = try restored(choice.strategy)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(StrategyChoice(strategy), forKey: .strategy)
    try container.encode(boxed.memory, forKey: .state)
  }
}
