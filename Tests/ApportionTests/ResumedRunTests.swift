import Apportion
import Foundation
import Testing

@Suite("A resumed run")
struct ResumedRunTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// The run as if it had been broken off after some rounds.
  func brokenOff(_ experiment: Experiment, after rounds: Int, at path: String) async throws {
    let task = Task {
      try await experiment.run(into: RunDirectory(path: path, replacing: false)) { result in
        if result.round == rounds { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  func bytes(_ path: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path)
    where name != "rounds" && name != "run.sqlite" {
      files[name] = FileManager.default.contents(atPath: "\(path)/\(name)")
    }
    return files
  }

  // Rules with memory of every kind: none, a velocity, two moments, one number per client, draws.
  @Test(
    "ends with the same bytes and the same hash as one without a pause",
    arguments: [
      "fed-avg", "fed-avg-m, momentum: 0.9", "fed-adam", "scaffold", "fed-dyn", "q-fed-avg",
      "fed-random, of: [{kind: fed-avg-m, momentum: 0.9}, {kind: fed-yogi}], state: shadow",
      "fed-random, of: [{kind: fed-avg}, {kind: fed-adagrad}], balanced: true",
    ])
  func sameBytes(strategy: String) async throws {
    let experiment = Experiment(
      try smallConfiguration(
        "record=true", "training.rounds=4", "participation.fraction=0.75",
        "strategy={kind: \(strategy)}"))
    let whole = try await experiment.run(
      into: RunDirectory(path: folder.path("whole"), replacing: false))
    for rounds in 1...3 {
      let path = folder.path("broken\(rounds)")
      try await brokenOff(experiment, after: rounds, at: path)
      let directory = try RunDirectory(resuming: path)
      #expect(directory.ledger?.roundCount == rounds)
      var told: [Int] = []
      let resumed = try await experiment.run(into: directory) { told.append($0.round) }
      #expect(told == Array(rounds + 1...4))
      #expect(resumed.output?.hash == whole.output?.hash)
      #expect(resumed.contributions == whole.contributions)
      #expect(resumed.rounds == whole.rounds)
      #expect(resumed.initial == whole.initial)
      #expect(try bytes(path) == bytes(folder.path("whole")))
      #expect(try StoredRun(path: path).segments.map(\.firstRound) == [1, rounds + 1])
    }
  }

  @Test("that is finished already has its tables written again")
  func finished() async throws {
    let experiment = Experiment(try smallConfiguration())
    let path = folder.path("run")
    let first = try await experiment.run(into: RunDirectory(path: path, replacing: false))
    let before = try bytes(path)
    try FileManager.default.removeItem(atPath: path + "/contributions.csv")
    let again = try await experiment.run(into: RunDirectory(resuming: path))
    #expect(again.output?.hash == first.output?.hash)
    #expect(try bytes(path) == before)
    #expect(try StoredRun(path: path).segments.map(\.firstRound) == [1])
  }

  @Test("is refused where the data have changed since, or the config is another")
  func changed() async throws {
    let path = folder.path("run")
    try await brokenOff(Experiment(try smallConfiguration()), after: 1, at: path)
    for (change, field) in [("training.rounds=9", "config"), ("seed=99", "config")] {
      let other = Experiment(try smallConfiguration(change))
      let error = await #expect(throws: StoreError.self) {
        try await other.run(into: RunDirectory(resuming: path))
      }
      #expect(
        error?.description == """
          \(path) cannot be resumed: it differs from this run in \(field); restore what has changed, or \
          start a run in another folder
          """)
    }
    #expect(try RunDirectory(resuming: path).ledger?.roundCount == 1)
  }
}
