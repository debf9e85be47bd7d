import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import ApportionValuation
import Foundation
import Testing

@Suite("StoredRun")
struct StoredRunTests {
  let folder: ScratchFolder
  let path: String
  let clients: [ClientRecord]
  let accounts: [RoundAccount]
  let tests: [Outcome]

  /// Four clients, half of whom take part in each of three rounds, written to `run`.
  init() async throws {
    folder = try ScratchFolder()
    path = folder.path("run")
    var corruption = Corruption()
    (corruption.labelNoise, corruption.featureNoise) = (1.0 / 3, 2.5)
    var idle = Corruption()
    idle.freeRider = true
    clients = [
      ClientRecord(id: 0, name: "plain", examples: 10, corruption: corruption),
      ClientRecord(id: 1, name: " \"two\",\r\nlines ", examples: 0, corruption: Corruption()),
      ClientRecord(id: 2, name: "", examples: 7, corruption: idle),
      ClientRecord(id: 3, name: "Zürich", examples: 9, corruption: Corruption()),
    ]
    let rounds = try await tinyRounds(3)
    accounts = rounds.map(\.account)
    let evaluation = try tinyFederation().evaluation
    tests = rounds.map { evaluation($0.round.network, $0.round.globalAfter) }
    _ = try writeRun(
      rounds, clients: clients, tests: tests, to: RunDirectory(path: path, replacing: false))
  }

  @Test("is what was written, to the bit")
  func same() throws {
    let run = try StoredRun(path: path)
    #expect(run.clients == clients)
    #expect(run.rounds.map(\.account) == accounts)
    #expect(run.rounds.map(\.test) == tests)
    for utility in Utility.allCases {
      let values = try run.values(method: "shapley", utility: utility)
      for (account, row) in zip(accounts, values) {
        var expected = [0.0, 0, 0, 0]
        let entry = try #require(
          account.entries.first { $0.method == "shapley" && $0.utility == utility })
        for (player, client) in account.clients.enumerated() {
          expected[client] = entry.attribution.values[player]
        }
        #expect(row == expected)
      }
      #expect(values.count == 3)
    }
  }

  /// What reading says.
  func complaint(_ work: () throws -> Void) -> String {
    do { try work() } catch { return "\(error)".replacing(path, with: "run") }
    return "nothing"
  }

  @Test("has no values of what was not asked")
  func unasked() throws {
    let run = try StoredRun(path: path)
    #expect(
      complaint { _ = try run.values(method: "banzhaf", utility: .loss) }
        == "run has no values of banzhaf by loss; name it under `valuation` and run it again")
  }

  @Test("is not read where its ledger does not hold")
  func tampered() throws {
    try Database(path: path + "/run.sqlite", .opening)
      .execute("UPDATE contributions SET value = 1 WHERE round = 2 AND place = 0 AND player = 0")
    #expect(
      complaint { _ = try StoredRun(path: path) }
        == "run/run.sqlite: round 2, contributions: it does not match its hash")
  }

  @Test("is not read before it is finished, or where there is none")
  func unfinished() throws {
    try Database(path: path + "/run.sqlite", .opening).execute(
      """
      DELETE FROM parts WHERE link = (SELECT max(link) FROM chain);
      DELETE FROM chain WHERE kind = 'close'
      """)
    #expect(
      complaint { _ = try StoredRun(path: path) } == """
        run holds an unfinished run of 3 rounds; resume it with `apportion run --resume run`, or add \
        --force to replace it
        """)
    try FileManager.default.removeItem(atPath: path + "/run.sqlite")
    #expect(
      complaint { _ = try StoredRun(path: path) }
        == "run holds no run: there is no run.sqlite in it; check the path")
  }
}
