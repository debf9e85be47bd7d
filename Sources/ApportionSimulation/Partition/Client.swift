/// One party of the federation: its name, its examples, and what is wrong with it.
public struct Client: Sendable {
  /// The index by which files and rounds know it.
  public let id: Int
  public let name: String
  /// The examples, of which `rows` are the client's own.
  public let dataset: Dataset
  public let rows: [Int]
  public let corruption: Corruption
  /// The fraction of the client's features that are not zero.
  package let density: Double

  public init(
    id: Int, name: String, dataset: Dataset, rows: [Int], corruption: Corruption = Corruption()
  ) {
    self.id = id
    self.name = name
    self.dataset = dataset
    self.rows = rows
    self.corruption = corruption
    let width = dataset.featureCount
    let nonzero = dataset.features.withUnsafeBufferPointer { features in
      rows.reduce(0) { sum, row in
        sum + features[row * width..<(row + 1) * width].reduce(0) { $1 == 0 ? $0 : $0 + 1 }
      }
    }
    density = Double(nonzero) / Double(max(rows.count * width, 1))
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
