/// Examples as models see them: features as numbers, labels as class indices.
public struct Dataset: Hashable, Sendable {
  /// Row-major, shape [count, featureCount].
  public var features: [Float]
  /// The number of features of an example.
  public let featureCount: Int
  /// One class index per example.
  public var labels: [Int32]
  /// The names of the classes, in the order of their indices.
  public let classNames: [String]
  /// One index into `siteNames` per example; empty if the source has no sites.
  public let sites: [Int]
  /// The names of the sites, in the order of their indices.
  public let siteNames: [String]
  /// Unexpected properties of the data, one sentence each.
  public var notes: [String] = []

  /// A data set of the given examples.
  ///
  /// - Precondition: there are `featureCount` features per label.
  public init(
    features: [Float], featureCount: Int, labels: [Int32], classNames: [String],
    sites: [Int] = [], siteNames: [String] = []
  ) {
    precondition(
      features.count == labels.count * featureCount,
      "\(labels.count) examples of \(featureCount) features cannot be \(features.count) numbers")
    self.features = features
    self.featureCount = featureCount
    self.labels = labels
    self.classNames = classNames
    self.sites = sites
    self.siteNames = siteNames
  }

  /// The number of examples.
  public var count: Int { labels.count }
  /// The number of classes.
  public var classCount: Int { classNames.count }

  /// The examples of `rows`, in that order.
  public func selecting(_ rows: [Int]) -> Dataset {
    var selected = [Float]()
    selected.reserveCapacity(rows.count * featureCount)
    for row in rows {
      selected += features[row * featureCount..<(row + 1) * featureCount]
    }
    return Dataset(
      features: selected, featureCount: featureCount, labels: rows.map { labels[$0] },
      classNames: classNames, sites: sites.isEmpty ? [] : rows.map { sites[$0] },
      siteNames: siteNames)
  }
}
