public import ApportionPrimitives

/// The conversion of raw columns to features.
///
/// Columns that are already features come first, unchanged. Missing numbers are imputed, numbers may
/// be standardised, and categories become indicator columns. Everything that has to be fitted is
/// fitted to the training rows.
public struct Preparation: Hashable, Sendable {
  /// The replacement of a missing number.
  ///
  /// A missing category is replaced by the most frequent category.
  public enum Imputation: String, ConfigurableChoice {
    case mean
    case mostFrequent = "most-frequent"
  }

  /// The replacement of missing numbers.
  public var imputation: Imputation
  /// Whether numbers are shifted and scaled to mean 0 and standard deviation 1.
  public var standardize: Bool

  /// A preparation with the given settings.
  public init(imputation: Imputation = .mean, standardize: Bool = false) {
    (self.imputation, self.standardize) = (imputation, standardize)
  }

  /// The features of every row of `table`.
  ///
  /// - Throws: ``DataError`` if a column has no value in the training rows, or if the features would
  ///   take more than ``mostBytes``.
  public func apply(to table: Table, fittedTo rows: [Int]) throws -> Dataset {
    let width =
      table.featureNames.count + table.numericNames.count
      + table.categorical.reduce(0) { $0 + $1.levels.count }
    // Image data are large, so they are passed on without a copy.
    let isReady = width == table.featureNames.count
    var dataset = Dataset(
      features: isReady ? table.features : try transformed(table, fittedTo: rows, width: width),
      featureCount: width, labels: table.labels, classNames: table.classNames,
      sites: table.sites, siteNames: table.siteNames)
    dataset.notes = table.notes
    return dataset
  }

  /// The largest size of features that columns are converted to, in bytes: 1 GiB.
  public static let mostBytes = 1 << 30

  /// - Throws: ``DataError`` if the features of `table` would take more, before memory is allocated.
  private func checkSize(of table: Table, width: Int) throws {
    guard 4 * Double(width) * Double(table.rowCount) > Double(Self.mostBytes) else { return }
    let widest = table.categorical.max { $0.levels.count < $1.levels.count }
    throw DataError.tooManyFeatures(
      columns: width, examples: table.rowCount, limit: Self.mostBytes, widest: widest?.name,
      levels: widest?.levels.count ?? 0)
  }

  private func transformed(_ table: Table, fittedTo rows: [Int], width: Int) throws -> [Float] {
    try checkSize(of: table, width: width)
    let (readyCount, numericCount) = (table.featureNames.count, table.numericNames.count)
    let columns = try (0..<numericCount).map { column in
      try NumericFit(
        name: table.numericNames[column],
        values: rows.map { table.numeric[$0 * numericCount + column] }, preparation: self)
    }
    let fallbacks = try table.categorical.map { column in
      guard let level = mostFrequent(rows.compactMap { column.codes[$0] }) else {
        throw DataError.nothingToFit(column: column.name)
      }
      return level
    }
    var features = [Float]()
    features.reserveCapacity(table.rowCount * width)
    for row in 0..<table.rowCount {
      features += table.features[row * readyCount..<(row + 1) * readyCount]
      for (column, fit) in columns.enumerated() {
        features.append(fit(table.numeric[row * numericCount + column]))
      }
      for (column, fallback) in zip(table.categorical, fallbacks) {
        let level = column.codes[row] ?? fallback
        features += column.levels.indices.map { $0 == level ? 1 : 0 }
      }
    }
    return features
  }
}

/// The imputation and standardisation of one numeric column, fitted to the training rows.
private struct NumericFit {
  var replacement: Double
  var center = 0.0
  var spread = 1.0

  init(name: String, values: [Double], preparation: Preparation) throws {
    let present = values.filter { !$0.isNaN }
    guard let commonest = mostFrequent(present) else {
      throw DataError.nothingToFit(column: name)
    }
    replacement = preparation.imputation == .mean ? mean(of: present) : commonest
    guard preparation.standardize else { return }
    let filled = values.map { $0.isNaN ? replacement : $0 }
    center = mean(of: filled)
    let variance = filled.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(filled.count)
    // A constant column is shifted to 0 and not scaled.
    spread = variance > 0 ? variance.squareRoot() : 1
  }

  func callAsFunction(_ value: Double) -> Float {
    Float(((value.isNaN ? replacement : value) - center) / spread)
  }
}

/// The mean, computed from the differences to the first value.
///
/// The mean of equal values is then exactly that value, and rounding adds no spurious variance.
private func mean(of values: [Double]) -> Double {
  let first = values.first ?? 0
  return first + values.reduce(0) { $0 + ($1 - first) } / Double(max(values.count, 1))
}

/// The most frequent value; the smallest if there are several.
private func mostFrequent<Value: Hashable & Comparable>(_ values: [Value]) -> Value? {
  let counts = values.reduce(into: [Value: Int]()) { $0[$1, default: 0] += 1 }
  return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
}
