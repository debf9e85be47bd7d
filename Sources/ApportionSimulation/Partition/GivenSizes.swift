public import ApportionPrimitives

/// Clients with the same distribution and given sizes; examples beyond their sum are not used.
public struct GivenSizes: Partitioner {
  public static let id = "sizes"
  public static let summary = "dealt at random, sizes given"

  /// The number of examples of each client.
  public var sizes: [Int] = [100, 200, 300]
  public var minimumExamples = 1

  public init() {}

  /// A partition with the given settings.
  public init(sizes: [Int], minimumExamples: Int = 1) {
    (self.sizes, self.minimumExamples) = (sizes, minimumExamples)
  }

  public var clientCount: Int? { sizes.count }

  public func validate() throws {
    try InvalidSetting.check(
      "sizes", sizes, !sizes.isEmpty && sizes.allSatisfy { $0 >= 1 },
      mustBe: "one or more whole numbers of at least 1")
    try Self.validate(clients: sizes.count, minimumExamples: minimumExamples)
  }

  public func shards(
    of dataset: Dataset, rows: [Int], using stream: RandomStream
  ) throws -> [Shard] {
    let sum = sizes.reduce(into: Int128(0)) { $0 += Int128($1) }
    guard sum <= rows.count else {
      throw PartitionError.sizesExceedExamples(sum: sum, examples: rows.count)
    }
    var stream = stream
    var order = rows
    stream.shuffle(&order)
    var start = 0
    return numbered(
      sizes.map { size in
        defer { start += size }
        return Array(order[start..<start + size])
      })
  }
}
