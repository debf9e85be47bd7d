/// The coalitions of a partial table between the empty and the grand one, by size.
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
  /// Of each size from 0 to n, in the order of the table; none of sizes 0 and n.
  let groups: [[Row]]

  /// - Throws: ``MissingCoalitions`` where the empty or the grand coalition is not there.
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

  /// How many coalitions are there, the empty and the grand one among them.
  var count: Int { groups.reduce(2) { $0 + $1.count } }

  /// The part of the coalitions of a size that is missing: its share of the sampling variance.
  func missing(ofSize size: Int) -> Double {
    Combinations.binomial(playerCount, size).map { 1 - Double(groups[size].count) / Double($0) }
      ?? 1
  }

  /// Whether any coalition is missing.
  var isIncomplete: Bool {
    groups.indices.dropFirst().dropLast().contains { missing(ofSize: $0) > 0 }
  }

  /// Whether every coalition comes with its complement: then pairs were drawn, not coalitions.
  var isOfPairs: Bool {
    let everybody = Coalition.grand(playerCount)
    let all = Set(groups.joined().map(\.coalition))
    return all.allSatisfy { all.contains(everybody.subtracting($0)) }
  }

  /// An attribution of what the coalitions say.
  ///
  /// - Parameters:
  ///   - sample: the values, and how sure the coalitions are of them.
  ///   - used: how many coalitions they were made of; nil for all.
  ///   - guarantees: what the method keeps.
  /// - Returns: with the standard errors as attributions state them.
  func attribution(
    of sample: SampledValues, using used: Int? = nil, guarantees: Axioms
  ) -> Attribution {
    let largest = groups.joined().reduce(max(abs(empty), abs(grand))) { max($0, abs($1.utility)) }
    return Attribution(
      values: sample.values, standardErrors: sample.statedErrors(largestWorth: largest),
      evaluations: used ?? count, guarantees: guarantees)
  }
}
