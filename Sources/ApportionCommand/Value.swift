import Apportion
import ArgumentParser
import Foundation

struct Value: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Value the players of a table of coalitions' worths.",
    discussion: """
      The table is a CSV file with the columns coalition,utility and a row for each of the 2^n \
      coalitions of n players. A coalition is the sum of 2^p over its players p, who count from 0: \
      nobody is 0, players 0 and 2 are 5. `apportion methods` lists the methods.

      Examples:
        apportion value table.csv
        apportion value table.csv --method weighted-banzhaf --set inclusion=0.3
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
    parsing: .unconditional, help: "What a method that samples draws from (default: 0).",
    transform: seed(from:))
  var seed: UInt64?

  @Flag(
    help: """
      Tell how far values would move with other players of the same kind, by leaving out one after the \
      other.
      """)
  var population = false

  @Flag(help: "Print one JSON document in place of the table.")
  var json = false

  func run() async throws {
    let valuation = try await reportingErrors(interrupted: "there is no result") {
      let method = try Catalog.methods.method(
        named: method, overriding: settings, budget: budget)
      return try await TableValuation(
        of: CoalitionTable(contentsOf: table), named: table, by: method, seed: seed ?? 0,
        population: population)
    }
    guard !json else { return try Output.printJSON(valuation, as: "the values") }
    let attribution = valuation.attribution
    let players = PlayerTable(
      attribution, ranks: valuation.ranks, shares: valuation.shares,
      populationErrors: valuation.populationErrors)
    try Output.print(
      """
      \(table): \(counted(attribution.values.count, "player")), \(method), \
      \(counted(attribution.evaluations, "evaluation"))

      \(players.text(width: Terminal.width))
      linear datamodelling score \(shown(valuation.linearDatamodellingScore, times: 1, 3)), \
      efficiency residual \(String(format: "%+.2g", valuation.efficiencyResidual))\
      \(attribution.figures.sorted { $0.key < $1.key }.map { ", \($0.key) \($0.value.shown)" }.joined())
      """, as: "the values")
  }
}
