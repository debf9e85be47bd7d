public import ApportionPrimitives

/// A strategy together with its memory.
///
/// It is a value: a copy remembers what the original did when it was copied, and asking the copy
/// changes nothing for the original. That is how a round is replayed on a subset of its clients.
public struct Server: Sendable {
  private var seat: any Seat

  /// A server before its first round.
  public init(_ strategy: some Aggregator, for global: Parameters, using stream: RandomStream) {
    seat = Seated(strategy, state: strategy.initialState(for: global, using: stream))
  }

  public var strategy: any Aggregator { seat.strategy }

  /// The id of the rule that the next round will use.
  public var ruleInForce: String { seat.ruleInForce }

  /// The next global parameters; the memory moves on.
  ///
  /// The updates are taken in the order of their clients' ids, so that their order of arrival
  /// cannot change a bit.
  ///
  /// - Precondition: at least one update, and at least one example among them.
  public mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    precondition(
      updates.contains { $0.exampleCount > 0 }, "there is nothing to aggregate without examples")
    return try seat.aggregate(updates.sorted { $0.client < $1.client }, into: global)
  }

  /// The coefficients of the next model where it is an affine function of the updates, else nil.
  public func mixture(of updates: [ClientUpdate], into global: Parameters) -> Mixture? {
    seat.mixture(of: updates, into: global)
  }
}

/// A strategy and a state of its own type, whichever they are.
private protocol Seat: Hashable, Sendable {
  var strategy: any Aggregator { get }
  var memory: any Encodable { get }
  var ruleInForce: String { get }
  func mixture(of updates: [ClientUpdate], into global: Parameters) -> Mixture?
  mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters
}

private struct Seated<Rule: Aggregator>: Seat {
  let rule: Rule
  var state: Rule.State

  init(_ rule: Rule, state: Rule.State) {
    (self.rule, self.state) = (rule, state)
  }

  var strategy: any Aggregator { rule }
  var memory: any Encodable { state }
  var ruleInForce: String { rule.ruleInForce(state) }

  func mixture(of updates: [ClientUpdate], into global: Parameters) -> Mixture? {
    rule.mixture(of: updates, into: global, state: state)
  }

  mutating func aggregate(
    _ updates: [ClientUpdate], into global: Parameters
  ) throws -> Parameters {
    try rule.aggregate(updates, into: global, state: &state)
  }
}

extension Server: Hashable {
  public static func == (a: Server, b: Server) -> Bool {
    AnyHashable(a.seat) == AnyHashable(b.seat)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(seat)) }
}

extension Server: Codable {
  private enum Key: String, CodingKey { case strategy, state }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let choice = try container.decode(StrategyChoice.self, forKey: .strategy)
    func seated<Rule: Aggregator>(_ rule: Rule) throws -> any Seat {
      Seated(rule, state: try container.decode(Rule.State.self, forKey: .state))
    }
    seat = try seated(choice.strategy)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(StrategyChoice(strategy), forKey: .strategy)
    try container.encode(seat.memory, forKey: .state)
  }
}
