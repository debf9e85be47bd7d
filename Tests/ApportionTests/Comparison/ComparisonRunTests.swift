import Apportion
import Foundation
import Synchronization
import Testing

@Suite("Running a comparison")
struct ComparisonRunTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Every file of the comparison's runs.
  func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try folder.contents() {
      files[name] = FileManager.default.contents(atPath: folder.path(name))
    }
    return files
  }

  /// Runs, and says how many were made.
  func run(_ matrix: ComparisonMatrix, threads: Int = 2, replacing: Bool = false) async throws
    -> (runs: [ComparedRun], made: Int)
  {
    let calls = Mutex<[ComparisonMatrix.Progress]>([])
    let runs = try await matrix.run(
      in: folder.path("out"), threads: threads, replacing: replacing,
      onProgress: { progress in calls.withLock { $0.append(progress) } })
    let seen = calls.withLock { $0 }
    let first = try #require(seen.first)
    #expect(seen.map(\.done) == Array(first.kept...matrix.runs.count))
    #expect(seen.allSatisfy { $0.total == matrix.runs.count && $0.kept == first.kept })
    return (runs, matrix.runs.count - first.kept)
  }

  func expectRefusal(
    _ message: String, _ matrix: ComparisonMatrix, replacing: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try files()
    let error = await #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
      _ = try await matrix.run(in: folder.path("out"), threads: 1, replacing: replacing)
    }
    #expect(error.map { "\($0)" } == message, sourceLocation: sourceLocation)
    #expect(try files() == before, sourceLocation: sourceLocation)
  }

  @Test("gives the runs as they would be alone, in their order")
  func results() async throws {
    let matrix = try smallMatrix()
    let (runs, made) = try await run(matrix)
    #expect(made == 20 && runs.count == 20)
    for (run, planned) in zip(runs, matrix.runs) {
      #expect(run.setting == planned.setting && run.strategy == planned.strategy)
      #expect(run.seed == planned.configuration.seed)
      #expect(run.repetition == planned.configuration.repetition)
      let result = try await Experiment(planned.configuration).run()
      #expect(run.clients == result.clients)
      #expect(run.testAccuracy == result.rounds.last?.testAccuracy)
      #expect(run.rounds.count == 2)
      let contribution = try #require(result.contributions(method: "shapley", utility: .loss))
      let totals = zip(run.rounds[0], run.rounds[1]).map { $0 + $1 }
      #expect(totals == contribution.values)
    }
    let accuracy = try await run(smallMatrix("compare.utility=accuracy"))
    #expect(accuracy.made == 0)
    #expect(accuracy.runs[0].rounds != runs[0].rounds)
  }

  @Test("shares data and, in one repetition, draws of training along the strategies")
  func commonNumbers() async throws {
    // What a client is worth alone in round 1 is up to its own training, whatever merges models.
    let (runs, _) = try await run(
      smallMatrix("training.rounds=1", "compare.repeats=2", "valuation=[{method: individual}]"))
    for (setting, seed) in [("1", 5 as UInt64), ("10", 6)] {
      let same = runs.filter { $0.setting == [setting] && $0.seed == seed }
      #expect(Set(same.map(\.clients)).count == 1)
      for repetition in 0...1 {
        let values = same.filter { $0.repetition == repetition }.map(\.rounds)
        #expect(values.count >= 2)
        for value in values { #expect(distance(value, values[0]) < 1e-5) }
      }
      #expect(try distance(values(0, of: same), values(1, of: same)) > 1e-3)
    }
    #expect(Set(runs.map(\.clients)).count == 4)

    func values(_ repetition: Int, of runs: [ComparedRun]) throws -> [[Double]] {
      try #require(runs.first { $0.repetition == repetition }).rounds
    }
    // Engines agree to single precision.
    func distance(_ a: [[Double]], _ b: [[Double]]) -> Double {
      zip(a.joined(), b.joined()).map { abs($0 - $1) }.max() ?? 0
    }
  }

  @Test("writes the same bytes with any number of threads")
  func threads() async throws {
    _ = try await run(smallMatrix(), threads: 1)
    let alone = try files()
    #expect(alone.count == 20 * 5)
    try FileManager.default.removeItem(atPath: folder.path("out"))
    _ = try await run(smallMatrix(), threads: 3)
    #expect(try files() == alone)
  }

  @Test("keeps the runs that are there, and makes those that are not")
  func resumed() async throws {
    let (first, _) = try await run(smallMatrix("compare.seeds=1"))
    let before = try files()
    let (second, made) = try await run(smallMatrix())
    #expect(made == 10)
    #expect(Array(second.prefix(10)) == first)
    #expect(try before.allSatisfy { try files()[$0.key] == $0.value })
    let (third, none) = try await run(smallMatrix("compare.reference=quality"))
    #expect(none == 0 && third == second)
  }

  @Test(
    "refuses a run whose ledger is damaged, and runs it again where told to", arguments: [20, .max])
  func damaged(lost: Int) async throws {
    let matrix = try smallMatrix()
    _ = try await run(matrix)
    let before = try files()
    let place = folder.path("out/runs/\(matrix.runs[3].folder)")
    let ledger = URL(filePath: place + "/run.sqlite")
    let whole = try Data(contentsOf: ledger)
    try whole.dropLast(min(lost, whole.count)).write(to: ledger)
    try Data("mine".utf8).write(to: URL(filePath: place + "/notes.txt"))
    let damaged = try files()
    let error = await #expect(throws: DamagedRun.self) {
      _ = try await matrix.run(in: folder.path("out"))
    }
    let text = try #require(error).description
    #expect(text.hasPrefix("\(place) is damaged: "))
    #expect(
      text.hasSuffix("; restore a copy of it, or add --force to replace it with a new run"))
    #expect(try files() == damaged)

    #expect(try await run(matrix, replacing: true).made == 1)
    #expect(try Data(contentsOf: URL(filePath: place + "/notes.txt")) == Data("mine".utf8))
    try FileManager.default.removeItem(atPath: place + "/notes.txt")
    #expect(try files() == before)
  }

  @Test("refuses a run that has no ledger")
  func noLedger() async throws {
    let matrix = try smallMatrix()
    _ = try await run(matrix)
    let place = folder.path("out/runs/\(matrix.runs[3].folder)")
    try FileManager.default.removeItem(atPath: place + "/run.sqlite")
    try await expectRefusal(
      """
      \(place) exists already, but is not a run of this comparison: it has no run.sqlite; add \
      --force to replace such runs, or choose another folder with --output
      """, matrix)
  }

  @Test("writes again from the ledger what a run has lost of its other files")
  func tables() async throws {
    let matrix = try smallMatrix()
    _ = try await run(matrix)
    let before = try files().filter { !$0.key.hasSuffix("run.sqlite") }
    let path = folder.path("out/runs/\(matrix.runs[3].folder)/config.yml")
    let whole = try #require(FileManager.default.contents(atPath: path))
    try whole.dropLast(20).write(to: URL(filePath: path))
    #expect(try await run(matrix).made == 1)
    #expect(try files().filter { !$0.key.hasSuffix("run.sqlite") } == before)
  }

  @Test("does not touch a run of another config unless told to, and finds out before any is made")
  func foreign() async throws {
    _ = try await run(smallMatrix("compare.seeds=1", "training.batch_size=8"))
    let (matrix, name) = (try smallMatrix(), "partition.alpha=1,fed-avg,seed=5,repetition=0")
    try await expectRefusal(
      """
      \(folder.path("out/runs/" + name)) exists already, but is not a run of this comparison: \
      line 29 of its config.yml is "batch_size: 8", where this one has "batch_size: 16"; add \
      --force to replace such runs, or choose another folder with --output
      """, matrix)
    let (runs, made) = try await run(matrix, replacing: true)
    #expect(made == 20)
    let fresh = try await matrix.run(in: folder.path("fresh"))
    #expect(runs == fresh)
  }

  @Test("reads the config in each ledger: one that was swapped or copied is refused by its name")
  func foreignLedger() async throws {
    let matrix = try smallMatrix("compare.seeds=1", "compare.repeats=2")
    _ = try await run(matrix)
    let whole = try files()
    func ledger(_ name: String) -> URL {
      URL(filePath: folder.path("out/runs/\(name)/run.sqlite"))
    }
    let names = [
      "partition.alpha=1,fed-avg,seed=5,repetition=0",
      "partition.alpha=1,fed-median,seed=5,repetition=0",
      "partition.alpha=1,fed-median,seed=5,repetition=1",
    ]
    func message(_ place: String, holds other: String) -> String {
      """
      \(folder.path("out/runs/" + place)) exists already, but is not a run of this comparison: \
      its run.sqlite is that of \(other); add --force to replace such runs, or choose another \
      folder with --output
      """
    }
    let ledgers = try names.map { try Data(contentsOf: ledger($0)) }
    try ledgers[1].write(to: ledger(names[0]))
    try ledgers[0].write(to: ledger(names[1]))
    try await expectRefusal(message(names[0], holds: names[1]), matrix)
    try ledgers[0].write(to: ledger(names[0]))
    try ledgers[1].write(to: ledger(names[1]))
    try ledgers[1].write(to: ledger(names[2]))
    try await expectRefusal(message(names[2], holds: names[1]), matrix)
    #expect(try await run(matrix, replacing: true).made == 1)
    #expect(try files() == whole)

    let other = try smallMatrix("compare.seeds=1", "compare.repeats=2", "training.batch_size=8")
    _ = try await other.run(in: folder.path("other"))
    try Data(contentsOf: URL(filePath: folder.path("other/runs/\(names[1])/run.sqlite")))
      .write(to: ledger(names[1]))
    try await expectRefusal(
      """
      \(folder.path("out/runs/" + names[1])) exists already, but is not a run of this comparison: \
      line 29 of the config in its run.sqlite is "batch_size: 8", where this one has "batch_size: \
      16"; add --force to replace such runs, or choose another folder with --output
      """, matrix)
  }

  @Test("never replaces what is not a run")
  func notARun() async throws {
    let matrix = try smallMatrix()
    let place = folder.path("out/runs/\(matrix.runs[7].folder)")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data("precious".utf8).write(to: URL(filePath: place + "/note"))
    try await expectRefusal(
      """
      \(place) exists already, but is not a run of this comparison: it has no config.yml; add \
      --force to replace such runs, or choose another folder with --output
      """, matrix)
    try await expectRefusal(
      "\(place) exists already and is not a run, so it is not replaced; choose another folder with --output",
      matrix, replacing: true)
  }

  @Test("says which run failed, and keeps those that are finished")
  func failed() async throws {
    let matrix = try smallMatrix(
      "compare.axes={training.learning_rate: [0.1, 1e38]}", "compare.seeds=1", "model.kind=linear")
    let error = await #expect(throws: RunFailure.self) {
      _ = try await matrix.run(in: folder.path("out"), threads: 1)
    }
    let text = try #require(error).description
    #expect(
      text.hasPrefix(
        "run training.learning_rate=1e38,fed-avg,seed=5,repetition=0: round 1: client "))
    #expect(error?.cause is SimulationError)
    #expect(
      try folder.contents().filter { $0.hasSuffix("config.yml") } == [
        "out/runs/training.learning_rate=0.1,fed-avg,seed=5,repetition=0/config.yml"
      ])
  }

  @Test("stops when it is cancelled, and goes on from there")
  func cancelled() async throws {
    let matrix = try smallMatrix("training.rounds=200", "compare.seeds=1")
    let path = folder.path("out")
    let (progress, told) = AsyncStream.makeStream(of: Int.self)
    let task = Task {
      try await matrix.run(in: path, threads: 1, onProgress: { told.yield($0.done) })
    }
    for await done in progress where done >= 2 { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    let kept = try folder.contents().filter { $0.hasSuffix("config.yml") }.count
    #expect(kept >= 2 && kept < matrix.runs.count)
    #expect(try !folder.contents().contains { $0.contains("unfinished") })
    #expect(try await run(matrix).made == matrix.runs.count - kept)
  }
}
