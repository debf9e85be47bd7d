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
}
