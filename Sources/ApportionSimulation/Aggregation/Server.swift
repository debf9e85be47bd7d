public import ApportionPrimitives

/// A strategy together with its memory.
///
/// It is a value: a copy remembers what the original did when it was copied, and asking the copy
/// changes nothing for the original. That is how a round is replayed on a subset of its clients.
public struct Server: Sendable {
  private var boxed: any AnyStrategy

  /// A server before its first round.
  ///
  /// - Parameters:
  ///   - strategy: the rule.
  ///   - global: the model that round 1 starts from.
  ///   - clients: how many the federation has, whoever takes part in a round.
  ///   - stream: what a rule that draws draws from.
  public init(
    _ strategy: some Strategy, for global: Parameters, clients: Int, using stream: RandomStream
  ) {
    let state = strategy.initialState(for: global, clients: clients, using: stream)
    boxed = StrategyWithState(strategy, state: state)
  }

  public var strategy: any Strategy { boxed.strategy }

  /// The id of the rule that the next round will use.
  public var activeStrategyID: String { boxed.activeStrategyID }

  /// The next global parameters; the memory moves on.
  ///
  /// The updates are taken in the order of their clients' ids, so that their order of arrival
  /// cannot change a bit. Those without examples are left out: a rule that does not weigh by examples
  /// would count them like any other.
  ///
  /// - Precondition: at least one update, and at least one example among them.
  public mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    let updates = updates.filter { $0.exampleCount > 0 }.sorted { $0.client < $1.client }
    precondition(!updates.isEmpty, "there is nothing to aggregate without examples")
    return try boxed.aggregate(updates, into: global)
  }

  /// The coefficients of the next model where it is an affine function of the updates, else nil.
  ///
  /// Clients without examples have weight and total 0.
  /// - Throws: what the rule throws.
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

  /// Whether this server, which was read from a file, can be what another, before its first round, is after
  /// so many rounds.
  public func canFollow(_ initial: Server, after rounds: Int) -> Bool {
    boxed.canFollow(initial.boxed, after: rounds)
  }

  /// What a client minimises in the next round beside its loss.
  public func objective(of client: Int) -> LocalObjective { boxed.objective(of: client) }

  /// Whether clients are to say their loss under the global model before they train.
  public var needsInitialLoss: Bool { boxed.needsInitialLoss }
}

/// A strategy and a state of its own type, whichever they are.
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

private struct StrategyWithState<Rule: Strategy>: AnyStrategy {
  let rule: Rule
  var state: Rule.State

  init(_ rule: Rule, state: Rule.State) {
    (self.rule, self.state) = (rule, state)
  }

  var strategy: any Strategy { rule }
  var memory: any Encodable { state }
  var activeStrategyID: String { rule.activeStrategyID(state) }
  var needsInitialLoss: Bool { rule.needsInitialLoss(state) }

  func canFollow(_ initial: any AnyStrategy, after rounds: Int) -> Bool {
    guard let initial = initial as? StrategyWithState else { return false }
    return rule == initial.rule && rule.accepts(state, after: rounds, from: initial.state)
  }

  func objective(of client: Int) -> LocalObjective { rule.objective(of: client, state: state) }

  func combination(of updates: [ClientUpdate], into global: Parameters) throws -> AffineCombination?
  {
    try rule.combination(of: updates, into: global, state: state)
  }

  mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    try rule.aggregate(updates, into: global, state: &state)
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
    func restored<Rule: Strategy>(_ rule: Rule) throws -> any AnyStrategy {
      StrategyWithState(rule, state: try container.decode(Rule.State.self, forKey: .state))
    }
    boxed = try restored(choice.strategy)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(StrategyChoice(strategy), forKey: .strategy)
    try container.encode(boxed.memory, forKey: .state)
  }
}
