/// One client of the federation: its name, its examples and its corruption.
public struct Client: Sendable {
  /// The index that identifies the client in files and rounds.
  public let id: Int
  /// The name of the client.
  public let name: String
  /// The data set that contains the client's examples, which are its `rows`.
  public let dataset: Dataset
  /// The indices of the client's examples in `dataset`.
  public let rows: [Int]
  /// The corruption of the client.
  public let corruption: Corruption
  /// The fraction of the client's features that are not zero.
  package let density: Double

  /// A client with the examples `rows` of `dataset`.
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

  /// The number of examples of the client.
  public var exampleCount: Int { rows.count }

  /// The description of the client in results.
  public var record: ClientRecord {
    ClientRecord(id: id, name: name, examples: exampleCount, corruption: corruption)
  }
}

/// The description of a client in results.
public struct ClientRecord: Codable, Hashable, Sendable {
  /// The index that identifies the client in files and rounds.
  public var id: Int
  /// The name of the client.
  public var name: String
  /// The number of examples of the client.
  public var examples: Int
  /// The corruption of the client.
  public var corruption: Corruption

  /// A description of a client with the given properties.
  public init(id: Int, name: String, examples: Int, corruption: Corruption) {
    self.id = id
    self.name = name
    self.examples = examples
    self.corruption = corruption
  }
}
