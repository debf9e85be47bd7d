public import Apportion

/// A partition of one's own: every client gets every nth example.
public struct EveryNth: Partitioner {
  public static let id = "every-nth"
  public static let summary = "every nth example"

  public var clients = 3
  public var minimumExamples: Int { 1 }
  public var clientCount: Int? { clients }

  public init() {}

  public func shards(of dataset: Dataset, rows: [Int], using stream: RandomStream) -> [Shard] {
    (0..<clients).map { client in
      Shard(
        name: ["north", "south", "east", "west"][client % 4],
        rows: rows.enumerated().filter { $0.offset % clients == client }.map(\.element))
    }
  }
}
