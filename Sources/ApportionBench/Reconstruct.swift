import Apportion
import Foundation

/// Exact Shapley values of one exported round, from the clients' models to both utilities' values.
struct Reconstruct {
  var federation: String
  var data: String
  /// The number of the round, counting from 1.
  var round = 1
  var engine = Engine.automatic
  var threads = 1
  var runs = 3

  /// The result, with the keys of the programs it is compared with.
  struct Line: Encodable {
    var program = "apportion"
    var impl: String
    var clients: Int
    var threads: Int
    var value_s: Double
    var value_s_min: Double
    var value_cpu_s: Double
    var peak_rss_mib: Int
  }

  func callAsFunction() async throws -> Line {
    let exported = try ExportedFederation(folder: federation, round: round)
    let evaluation = try mnistTest(in: data)
    var account: RoundAccount?
    let measured = try await Measurement(runs: runs) {
      account = try await RoundAccount(
        for: exported.round, by: [Shapley()], on: evaluation, using: RandomStream(seed: 0),
        engine: engine, threads: threads)
    }
    guard let account else { throw BenchError("nothing was measured") }
    try await check(account, exported, evaluation)
    return Line(
      impl: account.engine.rawValue, clients: account.clients.count, threads: threads,
      value_s: measured.medianWall, value_s_min: measured.bestWall,
      value_cpu_s: measured.medianCPU, peak_rss_mib: Measurement.peakMemory)
  }

  /// Checks every utility against the other program's.
  ///
  /// It also checks the values against Shapley's definition on the other program's utilities.
  private func check(
    _ account: RoundAccount, _ exported: ExportedFederation, _ evaluation: EvaluationSet
  ) async throws {
    let outcomes = try RoundOutcomes(
      of: exported.round, on: evaluation, engine: engine, threads: threads)
    try await outcomes.tabulate()
    let sets = Coalition.all(account.clients.count)
    for (set, outcome) in try await outcomes(sets).enumerated() {
      let miscounted = abs(outcome.accuracy - exported.accuracies[set]) * Double(outcome.count)
      let gap = abs(outcome.loss - exported.losses[set])
      // Single precision in another order: a few borderline examples differ, and 1e-5 of a loss near 1.
      guard miscounted < 3.5, gap < 2e-5 else {
        throw BenchError(
          "coalition \(set) differs by \(miscounted) samples and \(gap) in loss from the export")
      }
    }
    for entry in account.entries where entry.utility == .loss {
      let truth = shapley(exported.losses.map { -$0 }, players: account.clients.count)
      for (value, expected) in zip(entry.attribution.values, truth) {
        guard abs(value - expected) < 2e-5 else {
          throw BenchError("a value of \(value) should be \(expected)")
        }
      }
    }
  }

  /// The Shapley value by its definition, for a table of worths by bitmask.
  private func shapley(_ worths: [Double], players n: Int) -> [Double] {
    func factorial(_ k: Int) -> Double { k < 2 ? 1 : Double(k) * factorial(k - 1) }
    return (0..<n).map { player in
      worths.indices.filter { $0 & 1 << player == 0 }.reduce(0) { sum, set in
        let size = set.nonzeroBitCount
        let weight = factorial(size) * factorial(n - size - 1) / factorial(n)
        return sum + weight * (worths[set | 1 << player] - worths[set])
      }
    }
  }
}

/// MNIST's test images.
func mnistTest(in folder: String) throws -> EvaluationSet {
  var source = IDXFiles()
  source.folder = folder
  source.limit = 1000
  let (dataset, split) = try source.prepared(using: RandomStream(seed: 0))
  return EvaluationSet(dataset, rows: split.test)
}
