public import ApportionPrimitives

/// The rows of a data set for training, validation and test.
///
/// Utilities are measured on `validation`; accuracies are reported on `test`.
public struct Split: Hashable, Sendable {
  /// The rows for training, in increasing order.
  public var train: [Int]
  /// The rows on which utilities are measured, in increasing order.
  public var validation: [Int]
  /// The rows on which accuracy is reported, in increasing order.
  public var test: [Int]
}

/// The fractions of the examples that are held out from training.
public struct Holdout: Codable, Hashable, Sendable {
  /// The fraction of the examples on which utilities are measured.
  public var validation: Double
  /// The fraction of the examples on which accuracy is reported.
  public var test: Double

  /// The given fractions for validation and test.
  public init(validation: Double = 0.2, test: Double = 0.2) {
    (self.validation, self.test) = (validation, test)
  }

  /// Rejects settings that are out of range.
  ///
  /// - Throws: `InvalidSetting` if a setting is out of range.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "validation", validation, validation > 0 && validation < 1, mustBe: "above 0 and below 1")
    try InvalidSetting.check(
      "test", test, test >= 0 && validation + test < 1,
      mustBe: "at least 0, and below 1 together with `validation`, which is \(validation)")
  }

  /// Divides the rows at random, stratified by site and class.
  ///
  /// Sizes are rounded on the running total over the strata, which keeps every total within one
  /// example of its fraction. If the table reserves rows for testing, these are the test rows, and
  /// `test` is not used.
  ///
  /// - Throws: ``DataError`` if a part with a fraction above 0 would be empty, or if a class would
  ///   have no training example.
  public func split(_ table: Table, using stream: RandomStream) throws -> Split {
    let ownTest = table.testRowCount
    let pool = 0..<(table.rowCount - ownTest)
    let siteCount = max(table.siteNames.count, 1)
    var strata = [[Int]](repeating: [], count: siteCount * table.classNames.count)
    for row in pool {
      let site = table.sites.isEmpty ? 0 : table.sites[row]
      strata[site * table.classNames.count + Int(table.labels[row])].append(row)
    }
    var split = Split(train: [], validation: [], test: Array(pool.upperBound..<table.rowCount))
    // Sizes are rounded on the running total, so that rounding errors do not add up over small strata.
    var (seen, forTest, forValidation) = (0, 0, 0)
    for (index, rows) in strata.enumerated() {
      var order = stream.child("stratum", index)
      var rows = rows
      order.shuffle(&rows)
      seen += rows.count
      let testDue = ownTest > 0 ? 0 : Int((test * Double(seen)).rounded()) - forTest
      let validationDue = Int((validation * Double(seen)).rounded()) - forValidation
      let testTaken = min(testDue, rows.count)
      let validationTaken = min(validationDue, rows.count - testTaken)
      forTest += testTaken
      forValidation += validationTaken
      split.test += rows[..<testTaken]
      split.validation += rows[testTaken..<testTaken + validationTaken]
      split.train += rows[(testTaken + validationTaken)...]
    }
    for (part, rows, share) in [
      ("training", split.train, 1), ("validation", split.validation, validation),
      ("test", split.test, test),
    ] where rows.isEmpty && share > 0 {
      throw DataError.emptyPart(part: part, examples: table.rowCount, limit: table.limit)
    }
    let trained = Set(split.train.map { table.labels[$0] })
    // A class without any example is harmless: it is only an unused output of the model.
    if let label = table.labels.first(where: { !trained.contains($0) }) {
      throw DataError.untrainedClass(
        table.classNames[Int(label)], examples: table.labels.count { $0 == label },
        limit: table.limit)
    }
    split.train.sort()
    split.validation.sort()
    split.test.sort()
    return split
  }
}
