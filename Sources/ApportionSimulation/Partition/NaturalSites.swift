public import ApportionPrimitives

/// The sites that the data come from are the clients.
///
/// A site is a CSV file, a value of a site column, or a synthetic client. Clients are named after
/// their sites.
public struct NaturalSites: Partitioner {
  public static let id = "sites"
  public static let summary = "natural: one client per file or per value of the site column"

  public var minimumExamples = 10

  public init() {}

  /// A partition with the given smallest number of examples per client.
  public init(minimumExamples: Int) { self.minimumExamples = minimumExamples }

  public var clientCount: Int? { nil }

  public func validate() throws {
    try Self.validate(clients: 1, minimumExamples: minimumExamples)
  }

  public func shards(
    of dataset: Dataset, rows: [Int], using stream: RandomStream
  ) throws -> [Shard] {
    guard !dataset.siteNames.isEmpty else { throw PartitionError.noSites }
    let bySite = Dictionary(grouping: rows) { dataset.sites[$0] }
    return dataset.siteNames.enumerated().map { index, name in
      Shard(name: name, rows: bySite[index] ?? [])
    }
  }
}
