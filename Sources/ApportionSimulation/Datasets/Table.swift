/// Examples as a source delivers them, before anything is fitted to them: numbers that may be
/// missing, categories, labels and the site each example comes from.
public struct Table: Sendable {
  /// A column whose values are names, not amounts.
  public struct CategoricalColumn: Sendable {
    public var name: String
    /// The distinct values, in sorted order.
    public var levels: [String]
    /// One index into `levels` per row, or nil where the value is missing.
    public var codes: [Int?]

    public init(name: String, levels: [String], codes: [Int?]) {
      (self.name, self.levels, self.codes) = (name, levels, codes)
    }
  }

  public var numericNames: [String]
  /// Row-major, shape [rows, numericNames.count]; NaN where a value is missing.
  public var numeric: [Float]
  public var categorical: [CategoricalColumn] = []
  /// One index into `classNames` per row.
  public var labels: [Int32]
  public var classNames: [String]
  /// One index into `siteNames` per row; empty when the source knows no sites.
  public var sites: [Int] = []
  public var siteNames: [String] = []
  /// Rows that the source itself sets apart for testing, at the end.
  public var testRowCount = 0

  public init(numericNames: [String], numeric: [Float], labels: [Int32], classNames: [String]) {
    precondition(
      numeric.count == labels.count * numericNames.count,
      "\(labels.count) rows of \(numericNames.count) numbers cannot be \(numeric.count) numbers")
    self.numericNames = numericNames
    self.numeric = numeric
    self.labels = labels
    self.classNames = classNames
  }

  public var rowCount: Int { labels.count }
}
