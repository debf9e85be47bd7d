import Apportion
import Foundation
import Testing

/// Comparisons whose runs are made by several processes, or on several machines.
@Suite("A comparison that is shared")
struct SharedComparisonTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      name: shared
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 6, batch_size: 32}
      compare:
        axes:
          strategy: [{kind: fed-avg}, {kind: krum}, {kind: fed-random, of: [{kind: fed-avg}, {kind: krum}]}]
        seeds: 3
        repeats: 2

      """, to: "shared.yml")
  }

  func compare(_ arguments: String..., environment: [String: String] = [:]) throws
    -> Program.Outcome
  {
    try Program.run(["compare", "shared.yml"] + arguments, in: folder, environment: environment)
  }

  /// One of several processes that make the comparison in the folder `together`.
  func started(_ arguments: String...) throws -> Process { try started(arguments) }

  func started(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = Program.path
    process.arguments =
      ["compare", "shared.yml", "--quiet", "--output", "together"] + arguments
    process.currentDirectoryURL = folder.url
    try process.run()
    return process
  }

  /// What is in a comparison's folder, the ledgers by their hashes.
  func result(_ name: String) throws -> [String] {
    let runs = try FileManager.default.contentsOfDirectory(atPath: folder.path("\(name)/runs"))
      .sorted()
    return try runs.map {
      try
        "\($0) \(Ledger(opening: folder.path("\(name)/runs/\($0)/run.sqlite"), writing: false).lastHash)"
    } + [folder.text("\(name)/shares.csv"), folder.text("\(name)/comparison.json")]
  }

  @Test("reads the runs that other machines made, as if it had made them")
  func machines() throws {
    let whole = try compare("--output", "whole")
    try #require(whole.status == 0)
    // Two machines, each with its seeds, its threads and its instruction set.
    let first = try compare(
      "--set", "compare.seeds=1", "--output", "a", "--threads", "1",
      environment: ["APPORTION_INSTRUCTION_SET": "portable"])
    let second = try compare(
      "--seed", "6", "--set", "compare.seeds=2", "--output", "b", "--threads", "3")
    try #require(first.status == 0 && second.status == 0)
    try FileManager.default.createDirectory(
      atPath: folder.path("all/runs"), withIntermediateDirectories: true)
    for machine in ["a", "b"] {
      for run in try FileManager.default.contentsOfDirectory(atPath: folder.path("\(machine)/runs"))
      {
        try FileManager.default.copyItem(
          atPath: folder.path("\(machine)/runs/\(run)"), toPath: folder.path("all/runs/\(run)"))
      }
    }
    let collected = try compare("--output", "all")
    #expect(collected.status == 0)
    #expect(collected.errors == "shared: 18 of 18 runs, 18 of them from before\n")
    #expect(try result("all") == result("whole"))
  }

  @Test("refuses a run that differs in a key that is no axis, and names it")
  func strangers() throws {
    let own = "shared/runs/fed-avg,seed=5,repetition=0"
    let stranger = try compare(
      "--set", "training.learning_rate=0.25", "--set", "compare.seeds=1", "--output", "shared")
    try #require(stranger.status == 0)
    let before = try folder.contents()
    let refused = try compare("--output", "shared", "--quiet")
    #expect(refused.status == 64)
    let message = """
      \(own) exists already, but is not a run of this comparison: line 28 of its config.yml is \
      "learning_rate: 0.25", where this one has "learning_rate: 0.1"; add --force to replace such \
      runs, or choose another folder with --output
      """
    #expect(refused.errors == "apportion: error: \(message)\n")
    #expect(try folder.contents() == before)
    #expect(try compare("--output", "shared", "--quiet", "--force").status == 0)
  }

  @Test("is made by several processes together, each of which has all of it", arguments: [2, 4])
  func together(count: Int) throws {
    let whole = try compare("--output", "whole")
    try #require(whole.status == 0)
    let processes = try (0..<count).map { _ in try started("--threads", "2") }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try result("together") == result("whole"))
  }

  @Test("goes on with what another process left when it was killed")
  func killed() throws {
    let whole = try compare("--output", "whole")
    let (first, second) = (try started(), try started())
    while first.isRunning,
      try !folder.contents().contains(where: { $0.hasSuffix("/contributions.csv") })
    {
      Thread.sleep(forTimeInterval: 0.002)
    }
    kill(first.processIdentifier, SIGKILL)
    first.waitUntilExit()
    second.waitUntilExit()
    #expect(whole.status == 0 && second.terminationStatus == 0)
    #expect(first.terminationReason == .uncaughtSignal)
    #expect(try result("together") == result("whole"))
  }

  @Test("waits for a run that another process is writing for long, and leaves it as it is")
  func waits() throws {
    let whole = try compare("--output", "together")
    try #require(whole.status == 0)
    let before = try result("together")
    let run = folder.path("together/runs/krum,seed=6,repetition=1/run.sqlite")
    let process: Process
    do {
      let writer = try Ledger(opening: run, writing: true)
      process = try started()
      // Longer than the program waits for a lock at once.
      Thread.sleep(forTimeInterval: 3)
      #expect(process.isRunning)
      #expect(try writer.firstFault() == nil)
      try writer.finish()
    }
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try result("together") == before)
  }

  @Test("has each of its retraining games played by one process")
  func games() throws {
    let settings = ["compare.reference=retraining", "compare.seeds=2", "training.rounds=3"]
      .flatMap { ["--set", $0] }
    let whole = try Program.run(
      ["compare", "shared.yml", "--quiet", "--output", "whole"] + settings, in: folder)
    try #require(whole.status == 0)
    let processes = try (0..<3).map { _ in try started(settings) }
    for process in processes {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    #expect(try result("together") == result("whole"))
    let tables = try folder.contents().filter {
      $0.hasPrefix("whole/retraining/") && $0.hasSuffix(".csv")
    }
    #expect(tables.count == 4)
    for table in tables {
      let other = table.replacing("whole/", with: "together/")
      #expect(
        try folder.text(table).split(separator: "\n").sorted()
          == folder.text(other).split(separator: "\n").sorted())
    }
  }
}
