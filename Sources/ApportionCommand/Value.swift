import Apportion
import ArgumentParser
import Foundation

struct Value: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Value the players of a table of coalitions' utilities.",
    discussion: """
      The table is a CSV file with a row for each coalition and the columns coalition,utility or \
      members,utility. A coalition is the sum of 2^p over its players p, counting from 0: the empty \
      one is 0, players 0 and 2 are 5. Members are names with + between them, north+south; the empty \
      coalition has none. A table that lacks coalitions is valued by methods that work from given ones. \
      `apportion methods` lists the methods.

      Examples:
        apportion value table.csv
        apportion value table.csv --method weighted-banzhaf --set inclusion=0.3
        apportion value partial.csv --method kernel-shap
        apportion value table.csv --method beta-shapley --set alpha=4 --json
      """)

  @Argument(help: "The table.", completion: .file(extensions: ["csv"]))
  var table: String

  @Option(help: "The method.", completion: .list(Catalog.methods.ids))
  var method = Shapley.id

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A setting of the method; may be repeated.", valueName: "key=value"))
  var settings: [String] = []

  @Option(
    parsing: .unconditional,
    help: "The most evaluations, for a method that samples (default: the method's).")
  var budget: Int?

  @Option(
    parsing: .unconditional, help: "The seed of a method that samples (default: 0).",
    transform: seed(from:))
  var seed: UInt64?

  @Flag(
    help: """
      Print the standard error of each value over a population of similar players, by leaving out each \
      in turn.
      """)
  var population = false

  @Flag(help: "Print one JSON document instead of the table.")
  var json = false

  func run() async throws {
    let valuation = try await reportingErrors(interrupted: "there is no result") {
      let method = try Catalog.methods.method(
        named: method, overriding: settings, budget: budget)
      let file = try CoalitionFile(contentsOf: table)
      if budget != nil, file.complete == nil {
        throw TableValuationError(
          table: table,
          problem: """
            --budget limits evaluations, but nothing is evaluated for a table that lacks coalitions; leave \
            it out
            """)
      }
      return try await TableValuation(
        of: file, named: table, by: method, seed: seed ?? 0, population: population)
    }
    guard !json else { return try Output.printJSON(valuation, as: "the values") }
    try Output.print(text(of: valuation), as: "the values")
  }

  private func text(of valuation: TableValuation) -> String {
    let attribution = valuation.attribution
    let players = PlayerTable(
      attribution, names: valuation.players, ranks: valuation.ranks, shares: valuation.shares,
      populationErrors: valuation.populationErrors)
    let residual = valuation.efficiencyResidual.map { String(format: "%+.2g", $0) } ?? "–"
    let figures = attribution.figures.sorted { $0.key < $1.key }
    return """
      \(table): \(counted(attribution.values.count, "player")), \(method), \(effort(of: valuation))

      \(players.text(width: Terminal.width))
      linear datamodelling score \(shown(valuation.linearDatamodellingScore, times: 1, 3)), \
      efficiency residual \(residual)\
      \(figures.map { ", \($0.key) \($0.value.shown)" }.joined())\
      \(valuation.assumption.map { "\nvalues and standard errors assume that \($0)" } ?? "")
      """
  }

  /// The number of evaluations, or how many coalitions the table has and the method uses.
  private func effort(of valuation: TableValuation) -> String {
    let used = valuation.attribution.evaluations
    guard let all = valuation.allCoalitions else {
      // If the budget covers all coalitions, a method that samples is exact.
      let isEstimate = valuation.method is any Estimator
      return counted(used, "evaluation")
        + (isEstimate && valuation.attribution.isExact ? ", exact" : "")
    }
    let there = "\(valuation.coalitions) of \(all) coalitions are given"
    return used < valuation.coalitions ? "\(there), \(used) are used" : there
  }
}
