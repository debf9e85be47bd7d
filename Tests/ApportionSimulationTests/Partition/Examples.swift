import ApportionSimulation

/// Examples whose one feature is their row number.
///
/// Class c has about 1/(c + 2) of the rows that the classes before it leave, the last class the
/// rest.
func examples(_ count: Int, classes: Int = 4, sites: Int = 0) -> Dataset {
  let labels = (0..<count).map { row in
    Int32((0..<classes - 1).first { row * 7919 % ($0 + 2) == 0 } ?? classes - 1)
  }
  return Dataset(
    features: (0..<count).map(Float.init), featureCount: 1, labels: labels,
    classNames: (0..<classes).map { "class \($0)" },
    sites: sites > 0 ? (0..<count).map { $0 % (2 * sites + 1) % sites } : [],
    siteNames: (0..<sites).map { "site \($0)" })
}

extension Dataset {
  /// How many of `rows` are of each class.
  func classCounts(of rows: [Int]) -> [Int] {
    rows.reduce(into: [Int](repeating: 0, count: classCount)) { $0[Int(labels[$1])] += 1 }
  }
}
