import Apportion
import ArgumentParser

struct Coalitions: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the worth of every coalition of a run's clients, as a table for `value`.",
    discussion: """
      The table is a CSV file with the columns coalition,members,utility. A coalition is the sum of \
      2^c over its clients c; its members are their names with + between them. A client that did not participate in a round adds nothing to any coalition in it.

      Examples:
        apportion coalitions runs/quickstart > table.csv
        apportion coalitions runs/quickstart --round 3 --utility accuracy > table.csv
        apportion value table.csv --method banzhaf
      """)

  @Argument(help: "The folder of a run.", completion: .directory)
  var run: String

  @Option(
    parsing: .unconditional,
    help: "The only round, counting from 1 (default: the sum over all rounds).")
  var round: Int?

  @Option(
    help: "\(Utility.allCases.map(\.rawValue).joined(separator: " or ")) (default: the run's).",
    completion: .list(Utility.allCases.map(\.rawValue)), transform: utility(named:))
  var utility: Utility?

  func run() async throws {
    let text = try await reportingErrors(interrupted: "nothing was written") { [run] in
      let stored = try StoredRun(path: run)
      let own = try utility ?? stored.configuration().utility
      return try stored.coalitionTable(utility: own, round: round)
        .csv(players: stored.clients.map(\.name))
    }
    try Output.printDocument(text, as: "the table of coalitions")
  }
}

private func utility(named name: String) throws -> Utility {
  guard let utility = Utility(rawValue: name) else {
    let names = Utility.allCases.map(\.rawValue).joined(separator: " or ")
    throw ValidationError("It must be \(names).")
  }
  return utility
}
