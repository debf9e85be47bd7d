public import ApportionPrimitives

/// How raw columns become features.
///
/// Missing numbers are imputed, numbers may be standardised, categories become indicator columns.
/// What has to be fitted is fitted to the training rows.
public struct Preparation: Hashable, Sendable {
  /// What a missing number is replaced by.
  ///
  /// A missing category takes the most frequent one.
  public enum Imputation: String, ConfigurableChoice {
    case mean
    case mostFrequent = "most-frequent"
  }

  public var imputation: Imputation
  /// Whether numbers are shifted and scaled to mean 0 and standard deviation 1.
  public var standardize: Bool

  public init(imputation: Imputation = .mean, standardize: Bool = false) {
    (self.imputation, self.standardize) = (imputation, standardize)
  }

  /// The features of every row of `table`.
  ///
  /// - Throws: ``DataError`` when a column has no value in the training rows.
  public func apply(to table: Table, fittedTo rows: [Int]) throws -> Dataset {
    let isReady =
      table.categorical.isEmpty && !standardize && !table.numeric.contains(where: \.isNaN)
    let features = isReady ? table.numeric : try transformed(table, fittedTo: rows)
    let width = table.numericNames.count + table.categorical.reduce(0) { $0 + $1.levels.count }
    return Dataset(
      features: features, featureCount: width, labels: table.labels, classNames: table.classNames,
      sites: table.sites, siteNames: table.siteNames)
  }

  private func transformed(_ table: Table, fittedTo rows: [Int]) throws -> [Float] {
    let numericCount = table.numericNames.count
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
    for row in 0..<table.rowCount {
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

/// What the training rows say about one numeric column.
private struct NumericFit {
  var replacement: Double
  var center = 0.0
  var spread = 1.0

  init(name: String, values: [Float], preparation: Preparation) throws {
    let present = values.filter { !$0.isNaN }.map(Double.init)
    guard !present.isEmpty, let commonest = mostFrequent(present) else {
      throw DataError.nothingToFit(column: name)
    }
    let mean = present.reduce(0, +) / Double(present.count)
    replacement = preparation.imputation == .mean ? mean : commonest
    guard preparation.standardize else { return }
    let filled = values.map { $0.isNaN ? replacement : Double($0) }
    center = filled.reduce(0, +) / Double(filled.count)
    let variance = filled.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(filled.count)
    // A column that never changes is shifted to 0 and has no scale.
    spread = variance > 0 ? variance.squareRoot() : 1
  }

  func callAsFunction(_ value: Float) -> Float {
    Float(((value.isNaN ? replacement : Double(value)) - center) / spread)
  }
}

/// The value that occurs most often; of several, the smallest.
private func mostFrequent<Value: Hashable & Comparable>(_ values: [Value]) -> Value? {
  let counts = values.reduce(into: [Value: Int]()) { $0[$1, default: 0] += 1 }
  return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
}
