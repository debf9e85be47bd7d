import Apportion
import Foundation

/// A finished run as text.
struct RunSummary {
  let result: RunResult

  private let width: Int?

  /// Creates a summary.
  ///
  /// - Parameters:
  ///   - result: the result of the run.
  ///   - width: the largest number of cells per line of its table, or nil for no limit.
  init(_ result: RunResult, width: Int?) { (self.result, self.width) = (result, width) }

  var text: String {
    guard let primary = result.contributions.first else { return "" }
    let others = result.contributions.filter {
      $0.method == primary.method && $0.utility != primary.utility
    }
    let table = ClientTable(
      result.clients, primary: primary, others: others, roundsTaken: result.roundsTaken,
      of: result.rounds.count)
    return """
      \(heading)
      classes: \(result.data)
      \(result.data.notes.map { "note: \($0)\n" }.joined())
      \(table.text(width: width))\(divergence)\(exclusions)
      \(footer)
      """
  }

  private var divergence: String { result.divergence.map { "\($0)\n" } ?? "" }

  /// The clients that were excluded from rounds, each with the reason of the first time.
  private var exclusions: String {
    let all = result.rounds.flatMap { round in round.excluded.map { (round.round, $0) } }
    return Dictionary(grouping: all, by: \.1.client).sorted { $0.key < $1.key }.map {
      client, times in
      """
      excluded: client \(result.clients[client].name) from \(counted(times.count, "round")), first \
      from round \(times[0].0), as \(times[0].1.reason)

      """
    }.joined()
  }

  private var heading: String {
    let outcome = result.rounds.last.flatMap { last in
      last.testAccuracy.map { String(format: ", test accuracy %.1f %%", 100 * $0) }
    }
    return """
      \(result.name): \(result.dataset), \(counted(result.clients.count, "client")), \
      \(result.strategy), \(counted(result.rounds.count, "round")), seed \(result.seed)\(outcome ?? "")
      \(result.contributions.first?.method ?? "") per round, summed over rounds; utilities on \
      \(counted(result.validationExamples, "validation example"))
      """
  }

  private var footer: String {
    guard let output = result.output else { return "" }
    let rounds = output.files.filter { $0.hasPrefix("rounds/") }
    let names =
      output.files.filter { !$0.hasPrefix("rounds/") }
      + (rounds.isEmpty ? [] : ["rounds/ (\(counted(rounds.count, "file")))"])
    return """
      wrote \(output.directory): \(names.joined(separator: ", "))
      ledger hash \(output.hash)

      """
  }
}
