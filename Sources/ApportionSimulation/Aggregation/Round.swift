/// One finished round, with all it takes to replay it: the only value that crosses from the
/// simulation to the accounting.
public struct Round: Sendable {
  /// The round's number, counting from 1.
  public var number: Int
  public var network: Network
  public var globalBefore: Parameters
  /// The strategy and its memory as they were before the round.
  public var serverBefore: Server
  /// What every participant returned, in the order of their ids.
  public var updates: [ClientUpdate]
  /// Those who would have taken part, but whose models were not used.
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

  /// The id of the rule that the round used.
  public var strategy: String { serverBefore.activeStrategyID }

  /// The model that some of the participants would have produced alone.
  ///
  /// It is made by the same rule from the same memory on their updates; for nobody with an example
  /// it is the model before.
  ///
  /// - Parameter members: indices into `updates`.
  /// - Returns: the parameters of that model.
  /// - Throws: what the rule throws.
  public func replayed(with members: [Int]) throws -> Parameters {
    guard members.contains(where: { updates[$0].exampleCount > 0 }) else { return globalBefore }
    var server = serverBefore
    return try server.aggregate(members.map { updates[$0] }, into: globalBefore)
  }
}
