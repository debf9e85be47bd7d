/// Examples as a source returns them, before anything is fitted to them.
///
/// A table has ready features, numbers that may be missing, categories, labels and the site of each
/// example.
public struct Table: Sendable {
  /// A column whose values are names, not numbers.
  public struct CategoricalColumn: Sendable {
    /// The name of the column.
    public var name: String
    /// The distinct values, in sorted order.
    public var levels: [String]
    /// One index into `levels` per row, or nil if the value is missing.
    public var codes: [Int?]

    /// A categorical column with the given levels and codes.
    public init(name: String, levels: [String], codes: [Int?]) {
      (self.name, self.levels, self.codes) = (name, levels, codes)
    }
  }

  /// The names of the columns of `features`.
  public var featureNames: [String] = []
  /// Columns that are features without conversion, such as pixels: row-major, shape
  /// [rows, featureNames.count].
  public var features: [Float] = []
  /// The names of the columns of `numeric`.
  public var numericNames: [String] = []
  /// Numeric columns of any unit and scale: row-major, shape [rows, numericNames.count]; NaN if a
  /// value is missing.
  ///
  /// In `Double`, because before the column is centred, two large numbers such as times or incomes
  /// may differ by less than the precision of a `Float`.
  public var numeric: [Double] = []
  /// The columns that become indicator columns.
  public var categorical: [CategoricalColumn] = []
  /// One index into `classNames` per row.
  public var labels: [Int32]
  /// The names of the classes, in the order of their indices.
  public var classNames: [String]
  /// One index into `siteNames` per row; empty if the source has no sites.
  public var sites: [Int] = []
  /// The names of the sites, in the order of their indices.
  public var siteNames: [String] = []
  /// The number of rows at the end that the source reserves for testing.
  public var testRowCount = 0
  /// The number of training examples to which a setting limits the source, or nil; for messages.
  public var limit: Int?
  /// Unexpected properties of the data, one sentence each.
  public var notes: [String] = []

  /// A table of numeric columns that are not converted to features yet.
  public init(numericNames: [String], numeric: [Double], labels: [Int32], classNames: [String]) {
    precondition(
      numeric.count == labels.count * numericNames.count,
      "\(labels.count) rows of \(numericNames.count) numbers cannot be \(numeric.count) numbers")
    (self.numericNames, self.numeric) = (numericNames, numeric)
    (self.labels, self.classNames) = (labels, classNames)
  }

  /// A table of ready features.
  public init(featureNames: [String], features: [Float], labels: [Int32], classNames: [String]) {
    precondition(
      features.count == labels.count * featureNames.count,
      "\(labels.count) rows of \(featureNames.count) features cannot be \(features.count) numbers")
    (self.featureNames, self.features) = (featureNames, features)
    (self.labels, self.classNames) = (labels, classNames)
  }

  /// The number of rows.
  public var rowCount: Int { labels.count }
}
