public import ApportionPrimitives

/// Label skew by shards: every client holds examples of exactly k classes.
///
/// Each client in turn takes the k classes that the fewest clients have so far, with ties broken at
/// random; each class is then divided equally among its clients. A class without training rows is
/// left out.
///
/// - Source: McMahan et al., "Communication-efficient learning of deep networks from decentralized
///   data", AISTATS 2017, section 3. There, a shard may contain two classes; here, it contains one.
public struct ClassShards: Partitioner {
  public static let id = "shards"
  public static let summary = "label skew: every client holds exactly k classes"

  /// The number of clients.
  public var clients = 5
  /// k, the number of classes of each client.
  public var classesPerClient = 2
  public var minimumExamples = 10

  public init() {}

  /// A partition with the given settings.
  public init(clients: Int, classesPerClient: Int, minimumExamples: Int = 10) {
    (self.clients, self.minimumExamples) = (clients, minimumExamples)
    self.classesPerClient = classesPerClient
  }

  public var clientCount: Int? { clients }

  public func validate() throws {
    try Self.validate(clients: clients, minimumExamples: minimumExamples)
    try InvalidSetting.check(
      "classesPerClient", classesPerClient, classesPerClient >= 1, mustBe: "at least 1")
  }

  public func shards(
    of dataset: Dataset, rows: [Int], using stream: RandomStream
  ) throws -> [Shard] {
    try requireEnough(rows, clients: clients)
    let groups = Dictionary(grouping: rows) { dataset.labels[$0] }
      .sorted { $0.key < $1.key }.map(\.value)
    guard classesPerClient <= groups.count else {
      throw PartitionError.tooManyClassesPerClient(
        asked: classesPerClient, classes: groups.count)
    }
    // The product cannot overflow: clients ≤ examples and k ≤ classes.
    guard clients * classesPerClient >= groups.count else {
      throw PartitionError.classesWithoutClient(
        clients: clients, perClient: classesPerClient, classes: groups.count)
    }
    var holders = [[Int]](repeating: [], count: groups.count)
    for client in 0..<clients {
      var ties = stream.child("ties", client)
      let order = ties.permutation(of: groups.count)
        .enumerated().sorted {
          (holders[$0.element].count, $0.offset) < (holders[$1.element].count, $1.offset)
        }
      for (_, group) in order.prefix(classesPerClient) { holders[group].append(client) }
    }
    var parts = [[Int]](repeating: [], count: clients)
    for (group, clients) in holders.enumerated() {
      guard groups[group].count >= clients.count else {
        throw PartitionError.classTooSmall(
          name: dataset.classNames[Int(dataset.labels[groups[group][0]])],
          examples: groups[group].count, holders: clients.count)
      }
      let shares = Array(repeating: 1 / Double(clients.count), count: clients.count)
      let dealt = deal(groups[group], by: shares, using: stream.child("rows", group))
      for (client, part) in zip(clients, dealt) { parts[client] += part }
    }
    return numbered(parts)
  }
}
