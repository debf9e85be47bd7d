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
    let directory = try RunDirectory(path: path, replacing: false)
    var totals = TotalAccount(clientCount: 4)
    for (account, test) in zip(accounts, tests) {
      // The second round as a run writes it that holds out no examples for testing.
      directory.add(account, test: account.round == 2 ? nil : test)
      totals.add(account)
    }
    _ = try directory.finish(config: "", clients: clients, totals: totals)
  }

  @Test("is what was written, to the bit")
  func same() throws {
    let run = try StoredRun(path: path)
    #expect(run.clients == clients)
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
    #expect(run.rounds.map(\.strategy) == ["fed-avg", "fed-avg", "fed-avg"])
    #expect(run.rounds.map(\.participants) == [2, 2, 2])
    #expect(run.rounds.map(\.engine) == accounts.map(\.engine))
    #expect(run.rounds.map(\.validationAccuracy) == accounts.map(\.after.accuracy))
    #expect(run.rounds.map(\.validationLoss) == accounts.map(\.after.loss))
    #expect(run.rounds.map(\.testAccuracy) == [tests[0].accuracy, nil, tests[2].accuracy])
    #expect(run.rounds.map(\.testLoss) == [tests[0].loss, nil, tests[2].loss])
  }

  @Test("has no values of what was not asked")
  func unasked() throws {
    let run = try StoredRun(path: path)
    let error = #expect(throws: RunFileError.self) {
      _ = try run.values(method: "banzhaf", utility: .loss)
    }
    #expect(
      error?.description == """
        \(path)/contributions.csv: has no values of banzhaf by loss; remove the run's folder and run \
        it again
        """)
  }

  /// What reading says when `text` of a file is replaced.
  func complaint(_ file: String, _ text: String, _ replacement: String) throws -> String {
    let original = try folder.text("run/\(file)")
    try #require(original.contains(text))
    let start = try #require(original.range(of: text))
    try folder.write(original.replacingCharacters(in: start, with: replacement), to: "run/\(file)")
    let error = #expect(throws: (any Error).self) { _ = try StoredRun(path: path) }
    return error.map { "\($0)".replacing(path + "/", with: "") } ?? ""
  }

  @Test("names the place where a file is not what a run writes")
  func broken() throws {
    let advice = "; remove the run's folder and run it again"
    let cases = [
      (
        "rounds.csv", "round,strategy", "strategy,round",
        """
        rounds.csv:1: the columns are not round,strategy,participants,engine,validation_accuracy,\
        validation_loss,test_accuracy,test_loss
        """
      ),
      (
        "rounds.csv", "\n2,", "\n3,",
        "rounds.csv:3: column round: \"3\" stands where round 2 is due"
      ),
      (
        "rounds.csv", ",2,", ",two,",
        "rounds.csv:2: column participants: \"two\" is not a whole number of at least 0"
      ),
      (
        "clients.csv", "\n3,", "\n4,",
        "clients.csv:6: column client: \"4\" stands where client 3 is due"
      ),
      (
        "clients.csv", "true", "yes",
        "clients.csv:5: column free_rider: \"yes\" is not true or false"
      ),
      (
        "clients.csv", "2.5", "nan",
        "clients.csv:2: column feature_noise: \"nan\" is not a finite number"
      ),
    ]
    for (file, text, replacement, message) in cases {
      let before = try folder.text("run/\(file)")
      #expect(try complaint(file, text, replacement) == message + advice)
      try folder.write(before, to: "run/\(file)")
    }
    _ = try StoredRun(path: path)
  }

  @Test("misses a row that was lost, doubled or changed")
  func lost() throws {
    let advice = "; remove the run's folder and run it again"
    let csv = try folder.text("run/contributions.csv")
    let rows = csv.split(separator: "\n").map(String.init)
    func complaint(_ rows: [String]) throws -> String {
      try folder.write(rows.joined(separator: "\n") + "\n", to: "run/contributions.csv")
      let error = #expect(throws: RunFileError.self) { _ = try StoredRun(path: path) }
      return error?.description.replacing(path + "/", with: "") ?? ""
    }
    let last = try #require(rows.last).split(separator: ",")
    #expect(
      try complaint(Array(rows.dropLast())) == """
        contributions.csv: round 0 has 3 of 4 values of \(last[2]) by \(last[4])\(advice)
        """)
    let first = rows[1].split(separator: ",")
    #expect(
      try complaint(rows + [rows[1]]) == """
        contributions.csv:\(rows.count + 1): column client: "\(first[1])" has a row for this \
        already\(advice)
        """)
    var changed = rows
    changed[1] = (first[..<5] + ["0.125", "0"]).joined(separator: ",")
    #expect(
      try complaint(changed) == """
        contributions.csv: the rounds of client \(first[1]) do not sum to its total of \(first[2]) by \
        \(first[4])\(advice)
        """)
  }

  @Test("misses a file that is gone")
  func gone() throws {
    try FileManager.default.removeItem(atPath: folder.path("run/rounds.csv"))
    let error = #expect(throws: DataError.self) { _ = try StoredRun(path: path) }
    #expect(error == .missingFile(path: "\(path)/rounds.csv", looked: []))
  }
}
