public import ApportionPrimitives

/// Examples dealt at random: clients with the same distribution, and equal sizes within one example.
public struct IID: Partitioner {
  public static let id = "iid"
  public static let summary = "dealt at random, equal sizes"

  /// The number of clients.
  public var clients = 5
  public var minimumExamples = 10

  public init() {}

  /// A partition with the given settings.
  public init(clients: Int, minimumExamples: Int = 10) {
    (self.clients, self.minimumExamples) = (clients, minimumExamples)
  }

  public var clientCount: Int? { clients }

  public func validate() throws {
    try Self.validate(clients: clients, minimumExamples: minimumExamples)
  }

  public func shards(
    of dataset: Dataset, rows: [Int], using stream: RandomStream
  ) throws -> [Shard] {
    try requireEnough(rows, clients: clients)
    let parts = deal(rows, by: Array(repeating: 1 / Double(clients), count: clients), using: stream)
    return numbered(parts)
  }
}
