import Apportion
import ApportionTesting

/// Every estimator on small tables, with every budget from its minimum to beyond all coalitions.
///
/// It measures how often a value's interval contains the exact value, and whether values with a standard
/// error of 0 are exact.
struct EstimatorSweep {
  /// The number of tables of each kind and number of players.
  var seeds = 150

  struct Line: Encodable {
    var method: String
    var players: Int
    /// The smallest and the largest budget.
    var budgets: [Int]
    /// The number of values that are estimates, over all budgets, tables and players.
    var estimates = 0
    /// The fraction of them whose standard error is not known.
    var unknown = 0.0
    /// The fraction of the 95 % intervals that contain the exact value; null if there are none.
    var coverage: Double?
    /// The coverage for the budget with the smallest coverage.
    var least_coverage: Double?
    var least_coverage_budget: Int?
    /// The number of values that are wrong by more than rounding and have a standard error of 0.
    var wrong_with_error_0 = 0
    /// The number of values with budgets of 2ⁿ and more that are not exact.
    var inexact_beyond_all = 0
  }

  func callAsFunction() async throws -> [Line] {
    var lines: [Line] = []
    for players in 3...6 {
      let tables = try await tables(of: players)
      for method in Catalog.methods.unbiasedEstimators {
        lines.append(try await line(of: method, players: players, tables: tables))
      }
    }
    return lines
  }

  /// Three kinds of tables: independent random worths, quadratic games, and games like federations.
  private func tables(of players: Int) async throws -> [CoalitionTable] {
    var tables: [CoalitionTable] = []
    for seed in 0..<seeds {
      var stream = RandomStream(seed: UInt64(seed)).child("sweep", players)
      let amounts = (0..<players).map { _ in stream.normal() }
      let pairs = (0..<players).map { _ in (0..<players).map { _ in stream.normal() } }
      tables.append(CoalitionTable(worths: (0..<1 << players).map { _ in stream.normal() }))
      tables.append(
        try await CoalitionTable(
          of: QuadraticGame(
            amounts: amounts,
            pairs: pairs.indices.map { i in pairs.indices.map { pairs[min(i, $0)][max(i, $0)] } })))
      tables.append(
        try await CoalitionTable(of: FederatedGame(players: players, spread: 1, using: stream)))
    }
    return tables
  }

  private func line(
    of method: any Estimator, players: Int, tables: [CoalitionTable]
  ) async throws -> Line {
    guard let target = method.target else { throw BenchError("\(method) has no target") }
    let all = 1 << players
    let budgets = min(method.minimumBudget(forPlayers: players), all)...all + 4
    var line = Line(
      method: type(of: method).id, players: players,
      budgets: [budgets.lowerBound, budgets.upperBound])
    var (known, held) = (0, 0)
    for budget in budgets {
      var method = method
      method.budget = budget
      var (knownHere, heldHere) = (0, 0)
      for (seed, table) in tables.enumerated() {
        let found: Attribution
        do {
          found = try await method.attribute(table, using: RandomStream(seed: UInt64(seed)))
        } catch EstimationError.tooFewCoalitions {
          continue
        }
        let truth = table.values(by: target)
        for player in 0..<players {
          let isTrue = abs(found.values[player] - truth[player]) <= 1e-9
          if found.standardErrors[player] == 0, !isTrue { line.wrong_with_error_0 += 1 }
          if budget >= all, !isTrue || found.standardErrors[player] != 0 {
            line.inexact_beyond_all += 1
          }
          guard budget < all, found.standardErrors[player] != 0 else { continue }
          line.estimates += 1
          guard let interval = found.interval(of: player) else { continue }
          knownHere += 1
          if interval.contains(truth[player]) { heldHere += 1 }
        }
      }
      (known, held) = (known + knownHere, held + heldHere)
      let coverage = Double(heldHere) / Double(knownHere)
      if knownHere > 0, coverage < line.least_coverage ?? 2 {
        (line.least_coverage, line.least_coverage_budget) = (coverage, budget)
      }
    }
    if known > 0 { line.coverage = Double(held) / Double(known) }
    line.unknown = line.estimates > 0 ? 1 - Double(known) / Double(line.estimates) : 0
    return line
  }
}
