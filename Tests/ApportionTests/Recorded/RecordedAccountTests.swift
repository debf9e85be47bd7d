import Apportion
import Foundation
import Testing

@Suite("RecordedAccount")
struct RecordedAccountTests {
  let folder: ScratchFolder
  var path: String { folder.path("recorded") }

  init() throws { folder = try ScratchFolder() }

  @discardableResult
  func record(_ overrides: String...) async throws -> RunResult {
    let configuration = try Configuration(
      yaml: smallConfiguration("record=true").yaml(), overriding: overrides)
    return try await Experiment(configuration).run(
      into: RunDirectory(path: path, replacing: false))
  }

  func account(
    _ overrides: String..., of source: String? = nil, to name: String, threads: Int = 2
  ) async throws -> RunResult {
    let account = try RecordedAccount(of: source ?? path, overriding: overrides)
    let directory = try RunDirectory(path: folder.path(name), replacing: false)
    return try await account.run(threads: threads, into: directory)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  // Rules with memory of every kind: none, two moments, one number per client, draws.
  @Test(
    "of a recorded run has the run's contributions, to the byte",
    arguments: [
      "fed-avg", "fed-adam", "scaffold", "fed-dyn", "fed-random",
      "fed-random, of: [{kind: fed-avg-m, momentum: 0.9}, {kind: fed-yogi}], state: shadow",
    ])
  func sameBytes(strategy: String) async throws {
    let run = try await record(
      "strategy={kind: \(strategy)}", "participation.fraction=0.75", "training.rounds=4",
      "repetition=2", "valuation=[{method: shapley}, {method: permutation, budget: 9}]")
    let result = try await account(to: "account")
    #expect(try text("account/contributions.csv") == text("recorded/contributions.csv"))
    #expect(try text("account/clients.csv") == text("recorded/clients.csv"))
    #expect(result.contributions == run.contributions)
    #expect(result.clients == run.clients)
    #expect(result.initial == run.initial)
    #expect(result.roundsTaken == run.roundsTaken)
  }

  @Test("names no data that were not used, and has no test examples")
  func honest() async throws {
    let run = try await record("dataset.maximum_examples=70")
    let result = try await account(to: "account")
    #expect(result.dataset == "recorded rounds")
    #expect(result.trainExamples == run.trainExamples)
    #expect(result.validationExamples == run.validationExamples)
    #expect(result.testExamples == 0)
    #expect(result.rounds.allSatisfy { $0.testAccuracy == nil })
    let config = try text("account/config.yml")
    #expect(!config.contains("dataset") && !config.contains("learning_rate: 0.1"))
    let page = try text("account/report.html")
    #expect(page.contains("recorded rounds") && !page.contains("synthetic"))
    #expect(page.contains("apportion account DIRECTORY --config config.yml --output again"))
    let stored = try StoredRun(path: folder.path("account"))
    #expect(stored.header.isOfRecordedRounds)
    #expect(stored.header.parties.allSatisfy { $0.data == nil })
    #expect(try !StoredRun(path: path).header.isOfRecordedRounds)
  }

  @Test("is the same on any number of threads, and from the config that it left")
  func reproducible() async throws {
    try await record()
    let first = try await account("record=false", to: "a", threads: 1)
    for (number, threads) in [1, 3].enumerated() {
      let account = try RecordedAccount(of: path, config: folder.path("a/config.yml"))
      let directory = try RunDirectory(path: folder.path("b\(number)"), replacing: false)
      let again = try await account.run(threads: threads, into: directory)
      #expect(again.output?.hash == first.output?.hash)
      for name in ["contributions.csv", "rounds.csv", "clients.csv", "config.yml"] {
        #expect(try text("a/\(name)") == text("b\(number)/\(name)"), "\(name)")
      }
    }
  }

  @Test("answers by methods and engines that the run was not asked for")
  func otherMethods() async throws {
    try await record("strategy={kind: fed-avg-m}")
    let banzhaf = try await account(
      "valuation=[{method: banzhaf}]", "name=banzhaf", "utility=accuracy", to: "banzhaf")
    #expect(banzhaf.name == "banzhaf")
    #expect(banzhaf.contributions.map(\.method) == ["banzhaf", "banzhaf"])
    #expect(banzhaf.contributions[0].utility == .accuracy)
    let models = try await account("engine=per-coalition", to: "models")
    let naive = try await account("engine=reference", to: "naive")
    for (a, b) in zip(models.contributions, naive.contributions) {
      #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(models.rounds.allSatisfy { $0.engine == .perCoalition })
    #expect(naive.rounds.allSatisfy { $0.engine == .reference })
  }

  @Test("can be verified, and accounted for again, where it keeps the rounds")
  func reaccounted() async throws {
    try await record("strategy={kind: fed-adam}", "participation.fraction=0.75")
    _ = try await account(to: "account")
    let verification = try Verification(path: folder.path("account"))
    #expect(try verification.ledger.firstFault() == nil)
    #expect(try await verification.reaccounted() == nil)
    await #expect(throws: NothingToRecompute.self) {
      try await verification.replayed()
    }
    _ = try await account(of: folder.path("account"), to: "third")
    #expect(try text("third/contributions.csv") == text("recorded/contributions.csv"))
    try Database(path: folder.path("account/run.sqlite"), .opening).execute(
      "UPDATE contributions SET value = value * 1.0000001 WHERE round = 2 AND place = 0")
    try Forger.forgeHashes(of: folder.path("account/run.sqlite"))
    #expect(
      try await Verification(path: folder.path("account")).reaccounted()
        == LedgerFault(
          round: 2, field: "contributions", problem: "recomputing it gives a different result"))
  }

  @Test("tells of clients that the run had left out, and knows those that never took part")
  func excluded() async throws {
    let run = try await record(
      "clients=[{client: 1, feature_noise: 1e38}]", "participation.on_invalid_update=exclude")
    let result = try await account(to: "account")
    #expect(result.rounds.map(\.excluded) == run.rounds.map(\.excluded))
    #expect(result.rounds.allSatisfy { $0.excluded.map(\.client) == [1] })
    #expect(result.roundsTaken == [3, 0, 3, 3])
    #expect(result.clients == run.clients)
    #expect(try await Verification(path: folder.path("account")).reaccounted() == nil)
  }

  @Test("is not written where the rounds are, nor above them")
  func ownFolder() async throws {
    try await record()
    let before = try folder.contents()
    let account = try RecordedAccount(of: path)
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for place in [path, path + "/../recorded/", link] {
      let directory = try RunDirectory(path: place, replacing: true)
      await #expect(throws: StoreError.source(path: place)) {
        try await account.run(into: directory)
      }
    }
    #expect(try folder.contents() == (before + ["link"]).sorted())
    #expect(throws: StoreError.source(path: folder.path("."))) {
      try RunDirectory.check(folder.path("."), keeps: path)
    }
    try RunDirectory.check(path + "/inside", keeps: path)
    try RunDirectory.check(path + "2", keeps: path)
  }

  @Test("that is cancelled keeps its rounds, and is resumed to the same bytes")
  func resumed() async throws {
    try await record()
    _ = try await account(to: "account")
    let source = path
    let place = folder.path("cancelled")
    let task = Task {
      try await RecordedAccount(of: source).run(
        into: RunDirectory(path: place, replacing: false)
      ) { _ in withUnsafeCurrentTask { $0?.cancel() } }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try Ledger(opening: place + "/run.sqlite", writing: false).roundCount == 1)

    let directory = try RunDirectory(resuming: place, ofRecordedRounds: true)
    var told: [Int] = []
    _ = try await RecordedAccount(of: source).run(into: directory) { told.append($0.round) }
    #expect(told == [2, 3])
    for name in ["contributions.csv", "rounds.csv", "clients.csv", "config.yml"] {
      #expect(try text("cancelled/\(name)") == text("account/\(name)"))
    }
  }

  @Test("that fails before its first round leaves nothing, and what it would have replaced stays")
  func discarded() async throws {
    try await record()
    _ = try await account(to: "account")
    let before = try text("account/contributions.csv")
    let recorded = try RecordedAccount(of: path)
    try Data("nothing".utf8).write(to: URL(filePath: path + "/rounds/round-0001.safetensors"))
    for (name, replacing) in [("new", false), ("account", true)] {
      let directory = try RunDirectory(path: folder.path(name), replacing: replacing)
      await #expect(throws: DataError.self) { try await recorded.run(into: directory) }
    }
    #expect(try !folder.contents().contains { $0.hasPrefix("new") || $0.contains("/.") })
    #expect(try text("account/contributions.csv") == before)
  }

  @Test("refuses a ledger that is not that of the rounds beside it")
  func otherLedger() async throws {
    try await record()
    let other = try smallConfiguration("record=true", "seed=6", "dataset.clients=5")
    _ = try await Experiment(other).run(
      into: RunDirectory(path: folder.path("other"), replacing: false))
    func put(_ name: String, from source: String) throws {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
      try FileManager.default.copyItem(
        atPath: folder.path("\(source)/\(name)"), toPath: "\(path)/\(name)")
    }
    try FileManager.default.copyItem(atPath: path, toPath: folder.path("kept"))
    try put("run.sqlite", from: "other")
    let recorded = path
    func complaint() throws -> String {
      let error = #expect(throws: RecordedRoundsError.self) { try RecordedAccount(of: recorded) }
      return try #require(error).description.replacing(recorded, with: "recorded")
    }
    #expect(
      try complaint() == """
        recorded/run.sqlite is the ledger of other rounds than the recorded ones: the hash of \
        evaluation.safetensors differs; remove it, or restore the files that belong together
        """)
    try put("evaluation.safetensors", from: "other")
    #expect(try complaint().contains(": the hash of the model before round 1 differs; "))
    try put("run.sqlite", from: "kept")
    try put("evaluation.safetensors", from: "kept")
    try FileManager.default.removeItem(atPath: path + "/rounds/round-0002.safetensors")
    try FileManager.default.copyItem(
      atPath: folder.path("other/rounds/round-0002.safetensors"),
      toPath: path + "/rounds/round-0002.safetensors")
    #expect(try complaint().contains(": the list of clients in round 2 differs; "))
    // What it does not tell is not held against it: rounds beyond its last, and no ledger at all.
    try FileManager.default.removeItem(atPath: path + "/run.sqlite")
    #expect(try RecordedAccount(of: path).clients.map(\.name) == ["0", "1", "2", "3", "4"])
  }

  @Test("refuses a ledger that does not hold")
  func brokenLedger() async throws {
    try await record()
    try Database(path: path + "/run.sqlite", .opening).execute(
      "UPDATE clients SET name = 'somebody' WHERE client = 2")
    let recorded = path
    let error = #expect(throws: LedgerError.self) { try RecordedAccount(of: recorded) }
    #expect(
      error?.description == """
        \(path)/run.sqlite: the run's beginning, clients: it does not match its hash
        """)
  }

  @Test("goes by any version's config")
  func otherVersion() async throws {
    try await record()
    let config = try text("recorded/config.yml")
    #expect(config.contains("version: \(apportionVersion)\n"))
    try config.replacing("version: \(apportionVersion)", with: "version: 0.0.1").write(
      toFile: path + "/config.yml", atomically: false, encoding: .utf8)
    let account = try RecordedAccount(of: path)
    #expect(account.configuration.training.rounds == 3)
    try "a: 1\nb: 2\nversion: 0.0.1\nnaem: x\n".write(
      toFile: path + "/config.yml", atomically: false, encoding: .utf8)
    let recorded = path
    let error = #expect(throws: ConfigError.self) { try RecordedAccount(of: recorded) }
    #expect(error?.place == "\(path)/config.yml:1:1")
  }

  @Test("holds strategy and methods against those who took part, not against the config's clients")
  func largest() async throws {
    try await record("strategy={kind: fed-avg}", "participation.fraction=0.5")
    let recorded = path
    // Of three clients of whom one is faulty, Krum has no neighbours to look at.
    #expect(throws: InvalidSetting.self) {
      try RecordedAccount(of: recorded, overriding: ["strategy={kind: krum, byzantine: 1}"])
    }
    #expect(throws: ValuationError.self) {
      try RecordedAccount(
        of: recorded, overriding: ["valuation=[{method: shapley, maximum_players: 1}]"])
    }
    _ = try RecordedAccount(
      of: recorded, overriding: ["valuation=[{method: shapley, maximum_players: 2}]"])
  }
}
