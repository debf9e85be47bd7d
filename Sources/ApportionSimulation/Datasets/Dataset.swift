/// Examples as models see them: features as numbers, labels as class indices.
public struct Dataset: Hashable, Sendable {
  /// Row-major, shape [count, featureCount].
  public var features: [Float]
  public let featureCount: Int
  /// One class index per example.
  public var labels: [Int32]
  public let classNames: [String]
  /// One index into `siteNames` per example; empty when the source knows no sites.
  public let sites: [Int]
  public let siteNames: [String]
  /// What a person should know of the data and might not expect, one sentence each.
  public var notes: [String] = []

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

  public var count: Int { labels.count }
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
