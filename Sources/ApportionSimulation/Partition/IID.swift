public import ApportionPrimitives

/// Examples dealt at random: clients alike in kind, and in size to within one example.
public struct IID: Partitioner {
  public static let id = "iid"
  public static let summary = "dealt at random, equal sizes"

  public var clients = 5
  public var minimumExamples = 10

  public init() {}

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
