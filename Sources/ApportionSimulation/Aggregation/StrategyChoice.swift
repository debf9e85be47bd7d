import ApportionPrimitives

/// A strategy of a catalog in the form of a config: `{kind: fed-avg-m, momentum: 0.9}`.
public struct StrategyChoice: Codable, Hashable, Sendable {
  public var strategy: any Strategy

  public init(_ strategy: any Strategy) { self.strategy = strategy }

  /// The key of a decoder's `userInfo` that holds the catalog; ``Catalog/strategies`` if it holds none.
  package static let catalogKey = CodingUserInfoKey(rawValue: "apportion.strategies")

  private enum Key: String, CodingKey { case kind }

  public init(from decoder: any Decoder) throws {
    let kind = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .kind)
    let given = Self.catalogKey.flatMap { decoder.userInfo[$0] } as? Catalog<any Strategy>
    let type = try (given ?? .strategies).type(named: kind)
    guard let strategy = try type.init(from: decoder) as? any Strategy else {
      preconditionFailure("\(type) is not a strategy")
    }
    self.strategy = strategy
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(type(of: strategy).id, forKey: .kind)
    try strategy.encode(to: encoder)
  }

  public static func == (a: StrategyChoice, b: StrategyChoice) -> Bool {
    AnyHashable(a.strategy) == AnyHashable(b.strategy)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(strategy)) }
}
