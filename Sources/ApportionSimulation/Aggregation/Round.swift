/// One finished round with everything that reconstruction needs.
///
/// It is the only value that passes from the simulation to the accounting.
public struct Round: Sendable {
  /// The round's number, counting from 1.
  public var number: Int
  public var network: Network
  public var globalBefore: Parameters
  /// The strategy and its state before the round.
  public var serverBefore: Server
  /// The participants' updates, in the order of their ids.
  public var updates: [ClientUpdate]
  /// The clients that were selected, but whose updates were not used.
  public var excluded: [Exclusion]
  public var globalAfter: Parameters

  public init(
    number: Int, network: Network, globalBefore: Parameters, serverBefore: Server,
    updates: [ClientUpdate], excluded: [Exclusion] = [], globalAfter: Parameters
  ) {
    self.number = number
    self.network = network
    self.globalBefore = globalBefore
    self.serverBefore = serverBefore
    self.updates = updates
    self.excluded = excluded
    self.globalAfter = globalAfter
  }

  /// The id of the strategy that the round used.
  public var strategy: String { serverBefore.activeStrategyID }

  /// The model that a coalition of the participants would have produced.
  ///
  /// It is made by the same strategy and the same state from the coalition's updates. For coalitions without
  /// examples, the empty one included, it is the model before the round.
  ///
  /// - Parameter members: indices into `updates`.
  /// - Returns: the parameters of that model.
  /// - Throws: what the strategy throws.
  public func replayed(with members: [Int]) throws -> Parameters {
    guard members.contains(where: { updates[$0].exampleCount > 0 }) else { return globalBefore }
    var server = serverBefore
    return try server.aggregate(members.map { updates[$0] }, into: globalBefore)
  }
}
