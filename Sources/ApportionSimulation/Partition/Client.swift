/// One party of the federation: its name, its examples, and what is wrong with it.
public struct Client: Sendable {
  /// The index by which files and rounds know it.
  public let id: Int
  public let name: String
  /// The examples, of which `rows` are the client's own.
  public let dataset: Dataset
  public let rows: [Int]
  public let corruption: Corruption

  public init(
    id: Int, name: String, dataset: Dataset, rows: [Int], corruption: Corruption = Corruption()
  ) {
    self.id = id
    self.name = name
    self.dataset = dataset
    self.rows = rows
    self.corruption = corruption
  }

  public var exampleCount: Int { rows.count }

  /// What results tell of the client.
  public var record: ClientRecord {
    ClientRecord(id: id, name: name, examples: exampleCount, corruption: corruption)
  }
}

/// What results tell of a client.
public struct ClientRecord: Codable, Hashable, Sendable {
  public var id: Int
  public var name: String
  public var examples: Int
  public var corruption: Corruption

  public init(id: Int, name: String, examples: Int, corruption: Corruption) {
    self.id = id
    self.name = name
    self.examples = examples
    self.corruption = corruption
  }
}
