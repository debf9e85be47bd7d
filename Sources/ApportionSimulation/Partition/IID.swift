public import ApportionPrimitives

/// Examples dealt at random: clients alike in kind, and in size to within one example.
public struct IID: Partitioner {
  public static let id = "iid"
  public static let summary = "dealt at random, equal sizes"

  public var clients = 5
  public var minimumExamples = 10

  public init() {}

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

/// Shuffles `rows` and cuts them into parts with the given shares.
///
/// Cuts fall at the rounded running total of the shares, so every row is dealt and each part is
/// within one of what it is owed.
func deal(_ rows: [Int], by shares: [Double], using stream: RandomStream) -> [[Int]] {
  var stream = stream
  var order = rows
  stream.shuffle(&order)
  var (total, start) = (0.0, 0)
  return shares.enumerated().map { index, share in
    total += share
    let end =
      index == shares.count - 1
      ? order.count : min(order.count, Int((total * Double(order.count)).rounded()))
    defer { start = max(start, end) }
    return Array(order[start..<max(start, end)])
  }
}
