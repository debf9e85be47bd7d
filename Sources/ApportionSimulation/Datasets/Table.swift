/// Examples as a source delivers them, before anything is fitted to them: features that are ready,
/// numbers that may be missing, categories, labels and the site each example comes from.
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

  public var featureNames: [String] = []
  /// Columns that are features as they are, such as pixels: row-major, shape
  /// [rows, featureNames.count].
  public var features: [Float] = []
  public var numericNames: [String] = []
  /// Columns of any unit and size: row-major, shape [rows, numericNames.count]; NaN where a value
  /// is missing.
  ///
  /// In `Double`, because what tells two times or two incomes apart may be less than a `Float`
  /// keeps of them before they are centred.
  public var numeric: [Double] = []
  public var categorical: [CategoricalColumn] = []
  /// One index into `classNames` per row.
  public var labels: [Int32]
  public var classNames: [String]
  /// One index into `siteNames` per row; empty when the source knows no sites.
  public var sites: [Int] = []
  public var siteNames: [String] = []
  /// Rows that the source itself sets apart for testing, at the end.
  public var testRowCount = 0
  /// How many training examples a setting of the source has kept of more, or nil; for messages.
  public var limit: Int?
  /// What a person should know of the data and might not expect, one sentence each.
  public var notes: [String] = []

  /// A table of numbers that are still to be made ready.
  public init(numericNames: [String], numeric: [Double], labels: [Int32], classNames: [String]) {
    precondition(
      numeric.count == labels.count * numericNames.count,
      "\(labels.count) rows of \(numericNames.count) numbers cannot be \(numeric.count) numbers")
    (self.numericNames, self.numeric) = (numericNames, numeric)
    (self.labels, self.classNames) = (labels, classNames)
  }

  /// A table of features that are ready.
  public init(featureNames: [String], features: [Float], labels: [Int32], classNames: [String]) {
    precondition(
      features.count == labels.count * featureNames.count,
      "\(labels.count) rows of \(featureNames.count) features cannot be \(features.count) numbers")
    (self.featureNames, self.features) = (featureNames, features)
    (self.labels, self.classNames) = (labels, classNames)
  }

  public var rowCount: Int { labels.count }
}
