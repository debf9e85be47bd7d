import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import ApportionValuation
import Foundation
import Testing

@Suite("contributions.csv")
struct ContributionsCSVTests {
  struct Row {
    var round: Int
    var client: Int
    var name: String
    var method: String
    var game: String
    var utility: String
    var value: Double
    var error: Double
  }

  /// Five rounds, written and read back by splitting at commas.
  static func writtenRounds() async throws -> (accounts: [RoundAccount], csv: String, rows: [Row]) {
    let rounds = try await tinyRounds(5)
    let accounts = rounds.map(\.account)
    let folder = try ScratchFolder()
    let directory = try RunDirectory(path: folder.path("run"), replacing: false)
    _ = try writeRun(rounds, clients: tinyClients(), to: directory)
    let csv = try folder.text("run/contributions.csv")
    let rows = try csv.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 8)
      return Row(
        round: try #require(Int(fields[0])), client: try #require(Int(fields[1])),
        name: fields[2], method: fields[3], game: fields[4], utility: fields[5],
        value: try #require(Double(fields[6])), error: try #require(Double(fields[7])))
    }
    return (accounts, csv, rows)
  }

  @Test("has a row for every participant, method and utility of a round, and none for the absent")
  func rows() async throws {
    let (accounts, csv, rows) = try await Self.writtenRounds()
    #expect(csv.hasPrefix("round,client,name,method,game,utility,value,standard_error\n1,"))
    #expect(csv.hasSuffix("\n") && !csv.contains("\n\n"))
    for account in accounts {
      let expected = account.entries.flatMap { entry in
        account.clients.map { "\($0) \(entry.method) \(entry.utility.rawValue)" }
      }
      #expect(account.clients.count == 2)
      #expect(
        rows.filter { $0.round == account.round }.map { "\($0.client) \($0.method) \($0.utility)" }
          == expected)
    }
    #expect(rows.allSatisfy { $0.game == "multi-round" && $0.error == 0 })
    // Two methods under two utilities: for two clients in five rounds, and for four in total.
    #expect(rows.count == 4 * (5 * 2 + 4))
  }

  @Test("reads back to the bits that were written")
  func digits() async throws {
    let (accounts, _, rows) = try await Self.writtenRounds()
    let written = accounts.flatMap { $0.entries.flatMap(\.attribution.values) }
    let read = rows.filter { $0.round > 0 }.map(\.value)
    #expect(read.map(\.bitPattern) == written.map(\.bitPattern))
    // Fifteen digits, the other common choice, would not do for these values.
    #expect(read.contains { Double(String(format: "%.15g", $0)) != $0 })
  }

  @Test("has the clients' names, in quotes where they need them")
  func names() async throws {
    let account = try #require(try await tinyRounds(1).first).account
    let names = ["a,b", "the \"north\"", "c+d", " e\n"]
    for row in account.rows(names: names) {
      let fields = row.fields.map(\.csv)
      #expect(fields.count == ContributionRow.columns.count)
      #expect(
        fields[2] == ["\"a,b\"", "\"the \"\"north\"\"\"", "c+d", "\" e\n\""][row.client])
    }
    let (_, _, rows) = try await Self.writtenRounds()
    let clients = try tinyClients()
    #expect(rows.allSatisfy { $0.name == clients[$0.client].name })
  }

  @Test("ends with the totals over rounds, as round 0")
  func totals() async throws {
    let (_, _, rows) = try await Self.writtenRounds()
    let totals = rows.filter { $0.round == 0 }
    #expect(rows.suffix(totals.count).allSatisfy { $0.round == 0 })
    for total in totals {
      let parts = rows.filter {
        $0.round > 0 && $0.client == total.client && $0.method == total.method
          && $0.utility == total.utility
      }
      // Rounds are added in their order, so even the bits agree.
      #expect(total.value == parts.reduce(0) { $0 + $1.value })
    }
  }
}
