public import ApportionPrimitives

/// A method of dividing the training examples among the clients.
public protocol Partitioner: Configurable {
  /// The smallest number of examples that a client may get.
  var minimumExamples: Int { get }

  /// The number of clients, or nil if it depends on the data.
  var clientCount: Int? { get }

  /// The clients' parts of the training rows of `dataset`.
  ///
  /// Every row goes to at most one client; rows within a client are in order.
  ///
  /// - Throws: ``PartitionError``.
  func shards(of dataset: Dataset, rows: [Int], using stream: RandomStream) throws -> [Shard]
}

/// One client's part of the training examples.
public struct Shard: Hashable, Sendable {
  /// The name of the client.
  public var name: String
  /// The rows of the client's examples in the data set.
  public var rows: [Int]

  /// A shard with the given name and rows.
  public init(name: String, rows: [Int]) {
    (self.name, self.rows) = (name, rows)
  }
}

extension Partitioner {
  /// The shards of all clients, after a check that each has enough examples.
  ///
  /// - Throws: ``PartitionError``.
  public func partition(
    _ dataset: Dataset, rows: [Int], using stream: RandomStream
  ) throws -> [Shard] {
    let shards = try shards(of: dataset, rows: rows, using: stream)
    if let small = shards.first(where: { $0.rows.count < minimumExamples }) {
      throw PartitionError.tooFewExamples(
        partition: Self.id, client: small.name, examples: small.rows.count,
        minimum: minimumExamples)
    }
    return shards
  }

  /// The shards of the parts, named by their indices.
  func numbered(_ parts: [[Int]]) -> [Shard] {
    parts.enumerated().map { Shard(name: "\($0.offset)", rows: $0.element.sorted()) }
  }

  /// - Throws: ``PartitionError`` if there are not enough rows for the clients.
  func requireEnough(_ rows: [Int], clients: Int) throws {
    // In 128 bits, because mistyped settings can give a product that 64 bits cannot hold.
    let needed = Int128(clients) * Int128(max(minimumExamples, 1))
    guard Int128(rows.count) >= needed else {
      throw PartitionError.tooManyClients(
        partition: Self.id, clients: clients, examples: rows.count,
        minimum: max(minimumExamples, 1))
    }
  }

  static func validate(clients: Int, minimumExamples: Int) throws(InvalidSetting) {
    try InvalidSetting.check("clients", clients, clients >= 1, mustBe: "at least 1")
    try InvalidSetting.check("clients", clients, clients <= 100_000, mustBe: "at most 100,000")
    try InvalidSetting.check(
      "minimumExamples", minimumExamples, minimumExamples >= 1, mustBe: "at least 1")
  }

  static func validate(alpha: Double) throws(InvalidSetting) {
    try InvalidSetting.check(
      "alpha", alpha, alpha > 0 && alpha.isFinite, mustBe: "above 0 and finite")
    // For smaller α, even the logarithm of a gamma draw may overflow.
    try InvalidSetting.check("alpha", alpha, alpha >= 1e-300, mustBe: "at least 1e-300")
  }
}

/// The reason why the training examples cannot be divided as configured, with what to change.
public enum PartitionError: Error, Hashable, Sendable {
  case tooManyClients(partition: String, clients: Int, examples: Int, minimum: Int)
  case tooFewExamples(partition: String, client: String, examples: Int, minimum: Int)
  case noLuck(partition: String, attempts: Int, clients: Int, minimum: Int)
  case tooManyClassesPerClient(asked: Int, classes: Int)
  case classTooSmall(name: String, examples: Int, holders: Int)
  case classesWithoutClient(clients: Int, perClient: Int, classes: Int)
  case sizesExceedExamples(sum: Int128, examples: Int)
  case noSites
}

extension PartitionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooManyClients(let partition, let clients, let examples, let minimum):
      """
      \(partition): \(counted(clients, "client")) with at least \(counted(minimum, "example")) \
      each need\(clients == 1 ? "s" : "") \(Int128(clients) * Int128(minimum)), but \
      \(thereAre(examples, "training example")); lower `clients` or `minimum_examples`
      """
    case .tooFewExamples(let partition, let client, let examples, let minimum):
      """
      \(partition): client \(client) gets \(counted(examples, "example")), fewer than \(minimum); lower \
      `minimum_examples` or change the partition
      """
    case .noLuck(let partition, let attempts, let clients, let minimum):
      """
      \(partition): in \(attempts) draws, none gave each of \(counted(clients, "client")) at least \
      \(counted(minimum, "example")); raise `alpha`, or lower `clients` or `minimum_examples`
      """
    case .tooManyClassesPerClient(let asked, let classes):
      """
      shards: `classes_per_client` is \(asked), but the data have \
      \(counted(classes, "class", "classes"))
      """
    case .classesWithoutClient(let clients, let perClient, let classes):
      """
      shards: \(counted(clients, "client")) of \(counted(perClient, "class", "classes")) cannot \
      hold all \(classes) classes; raise `clients` or `classes_per_client`
      """
    case .classTooSmall(let name, let examples, let holders):
      """
      shards: class \(name) is divided among \(holders) clients, but has only \
      \(counted(examples, "training example")); lower `clients` or `classes_per_client`
      """
    case .sizesExceedExamples(let sum, let examples):
      "sizes: the sizes add up to \(sum), but \(thereAre(examples, "training example"))"
    case .noSites:
      """
      sites: the data have no sites; use several CSV files or the csv key `site`, or another \
      partition
      """
    }
  }
}
