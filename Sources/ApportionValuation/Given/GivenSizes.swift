/// The coalitions of a partial table by size, without the empty and the grand one.
struct GivenSizes {
  struct Row {
    var coalition: Coalition
    var utility: Double
  }

  let playerCount: Int
  /// *v(∅)*.
  let empty: Double
  /// *v(N)*.
  let grand: Double
  /// The rows of each size from 0 to n, in the order of the table; empty for sizes 0 and n.
  let groups: [[Row]]

  /// - Throws: ``MissingCoalitions`` if the empty or the grand coalition is missing.
  init(_ table: PartialTable) throws(MissingCoalitions) {
    let n = table.playerCount
    let ends = try table.known([.empty, .grand(n)])
    var groups = [[Row]](repeating: [], count: n + 1)
    for (coalition, utility) in zip(table.coalitions, table.utilities)
    where coalition.count > 0 && coalition.count < n {
      groups[coalition.count].append(Row(coalition: coalition, utility: utility))
    }
    (playerCount, empty, grand, self.groups) = (n, ends[0], ends[1], groups)
  }

  /// The number of given coalitions, including the empty and the grand one.
  var count: Int { groups.reduce(2) { $0 + $1.count } }

  /// The fraction of the coalitions of a size that is missing, by which its sampling variance is
  /// multiplied.
  func missing(ofSize size: Int) -> Double {
    Combinations.binomial(playerCount, size).map { 1 - Double(groups[size].count) / Double($0) }
      ?? 1
  }

  /// Whether any coalition is missing.
  var isIncomplete: Bool {
    groups.indices.dropFirst().dropLast().contains { missing(ofSize: $0) > 0 }
  }

  /// Whether every coalition is given with its complement: then pairs were drawn, not single coalitions.
  var isOfPairs: Bool {
    let grand = Coalition.grand(playerCount)
    let all = Set(groups.joined().map(\.coalition))
    return all.allSatisfy { all.contains(grand.subtracting($0)) }
  }

  /// The attribution of values that are computed from the given coalitions.
  ///
  /// - Parameters:
  ///   - sample: the values with their standard errors.
  ///   - used: the number of coalitions that they are computed from; nil for all.
  ///   - guarantees: the axioms that the method guarantees.
  /// - Returns: the values with the standard errors that attributions report.
  func attribution(
    of sample: SampledValues, using used: Int? = nil, guarantees: Axioms
  ) -> Attribution {
    let largest = groups.joined().reduce(max(abs(empty), abs(grand))) { max($0, abs($1.utility)) }
    return Attribution(
      values: sample.values, standardErrors: sample.statedErrors(largestWorth: largest),
      evaluations: used ?? count, guarantees: guarantees)
  }
}
