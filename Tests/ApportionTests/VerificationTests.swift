import Apportion
import Foundation
import Testing

@Suite("Verification")
struct VerificationTests {
  let folder: ScratchFolder
  var path: String { folder.path("run") }

  init() throws { folder = try ScratchFolder() }

  func run(_ overrides: String...) async throws {
    let configuration = try Configuration(
      yaml: smallConfiguration("record=true").yaml(), overriding: overrides)
    _ = try await Experiment(configuration).run(into: RunDirectory(path: path, replacing: false))
  }

  @Test(
    "finds that a run comes out the same, trained anew and accounted for anew",
    arguments: [
      "fed-avg", "fed-avg-m, momentum: 0.9", "fed-adam", "scaffold", "fed-dyn", "fed-nova",
      "q-fed-avg", "krum", "fed-random, of: [{kind: fed-avg-m}, {kind: fed-yogi}], state: shadow",
    ])
  func same(strategy: String) async throws {
    try await run("participation.fraction=0.75", "strategy={kind: \(strategy)}")
    let verification = try Verification(path: path)
    #expect(try verification.ledger.firstFault() == nil)
    var rounds: [Int] = []
    #expect(try await verification.replayed(threads: 2) { rounds.append($0) } == nil)
    #expect(try await verification.reaccounted(threads: 2) { rounds.append($0) } == nil)
    #expect(rounds == [1, 2, 3, 1, 2, 3])
  }

  @Test(
    "finds that a run which was given more rounds comes out the same",
    arguments: ["fed-avg-m", "fed-random, of: [{kind: fed-adam}, {kind: scaffold}]"])
  func extended(strategy: String) async throws {
    try await run("training.rounds=2", "strategy={kind: \(strategy)}")
    let former = try Ledger(opening: path + "/run.sqlite", writing: false)
    let (experiment, directory) = try Experiment.resuming(path, rounds: 3)
    _ = try await experiment.run(into: directory)
    let verification = try Verification(path: path)
    let ledger = verification.ledger
    #expect(ledger.header == former.header && ledger.isFinished && ledger.roundCount == 3)
    #expect(ledger.extensions.map(\.round) == [2] && ledger.extensions.map(\.rounds) == [3])
    for number in 1...2 { #expect(try ledger.round(number) == former.round(number)) }
    #expect(try verification.fileFaults() == [])
    var rounds: [Int] = []
    #expect(try await verification.replayed(threads: 2) { rounds.append($0) } == nil)
    #expect(try await verification.reaccounted(threads: 2) { rounds.append($0) } == nil)
    #expect(rounds == [1, 2, 3, 1, 2, 3])
    let stored = try StoredRun(path: path)
    #expect(try stored.configuration().training.rounds == 3 && stored.rounds.count == 3)
  }

  /// Changes a value, and makes all hashes fit.
  func forge(_ sql: String) throws {
    try Database(path: path + "/run.sqlite", .opening).execute(sql)
    try Forger.forgeHashes(of: path + "/run.sqlite")
  }

  @Test(
    "finds what was forged, whatever the hashes say",
    arguments: [
      (
        "UPDATE contributions SET value = value * 1.0000001 WHERE round = 2 AND place = 0", 2,
        "contributions"
      ),
      (
        "UPDATE participants SET examples = examples + 1 WHERE round = 1 AND player = 0", 1,
        "participants"
      ),
      ("UPDATE rounds SET correct_after = correct_after - 1 WHERE round = 3", 3, "outcomes"),
      (
        "UPDATE coalitions SET correct = zeroblob(length(correct)) WHERE round = 1", 1,
        "coalitions"
      ),
    ])
  func forged(sql: String, round: Int, field: String) async throws {
    try await run()
    try forge(sql)
    let verification = try Verification(path: path)
    let expected = LedgerFault(
      round: round, field: field, problem: "recomputing it gives a different result")
    #expect(try await verification.replayed() == expected)
    #expect(try await verification.reaccounted() == expected)
  }

  @Test("finds that the run set out with other data")
  func otherData() async throws {
    try await run()
    try forge("UPDATE clients SET data = zeroblob(32) WHERE client = 2")
    let verification = try Verification(path: path)
    #expect(
      try await verification.replayed()
        == LedgerFault(round: 0, field: "data", problem: "recomputing it gives a different result"))
    // Accounting anew does not ask for the clients' data.
    #expect(try await verification.reaccounted() == nil)
  }

  /// Overwrites one byte of a file near its end, where the numbers are.
  func spoil(_ name: String) throws {
    let url = URL(filePath: path + "/" + name)
    var data = try Data(contentsOf: url)
    data[data.count - 9] ^= 1
    try data.write(to: url)
  }

  @Test("finds that a recorded file is not the one that was recorded")
  func spoilt() async throws {
    try await run("strategy={kind: fed-avg}")
    try spoil("rounds/round-0002.safetensors")
    let verification = try Verification(path: path)
    let fault = try #require(try await verification.reaccounted())
    #expect(fault.round == 2)
    try spoil("evaluation.safetensors")
    #expect(
      try await verification.reaccounted()
        == LedgerFault(
          round: 0, field: "data", problem: "evaluation.safetensors does not match its hash"))
    // Training anew does not ask for recorded files.
    #expect(try await verification.replayed() == nil)
  }

  @Test("says which recorded file is missing or broken")
  func missing() async throws {
    try await run()
    let round = path + "/rounds/round-0003.safetensors"
    let whole = try Data(contentsOf: URL(filePath: round))
    func complaint() async -> String {
      do { return "\(String(describing: try await Verification(path: path).reaccounted()))" } catch
      {
        return "\(error)".replacing(path, with: "run")
      }
    }
    try whole.dropLast(40).write(to: URL(filePath: round))
    #expect(
      await complaint() == """
        run/rounds/round-0003.safetensors: cannot be read: its tensor server/layers.1.weight is cut off
        """)
    try Data("nothing of the kind".utf8).write(to: URL(filePath: round))
    #expect(
      await complaint() == """
        run/rounds/round-0003.safetensors: cannot be read: its header is not that of safetensors
        """)
    try FileManager.default.removeItem(atPath: round)
    #expect(await complaint().hasPrefix("run/rounds/round-0003.safetensors: no such file"))
  }
}
