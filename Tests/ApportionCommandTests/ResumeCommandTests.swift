import Apportion
import Foundation
import Testing

/// What happens to a run that is broken off, by its user or by force.
@Suite("apportion run --resume")
struct ResumeCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 150, batch_size: 16}
      strategy: {kind: fed-avg-m, momentum: 0.5}
      record: true

      """, to: "small.yml")
  }

  /// The tables and the last line of what the program says, which is the hash.
  func result(_ run: String, _ outcome: Program.Outcome) throws -> [String] {
    try ["clients.csv", "contributions.csv", "rounds.csv", "config.yml"].map {
      try folder.text("\(run)/\($0)")
    } + [String(try #require(outcome.output.split(separator: "\n").last))]
  }

  /// The names of all files in a run's folder, hidden ones, too.
  func files(of run: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path(run)).sorted()
  }

  @Test("ends on Ctrl-C after its round, says how to go on, and goes on to the same bytes")
  func interrupted() throws {
    let whole = try Program.run(["run", "small.yml", "--output", "whole"], in: folder)
    let second = folder.path("broken/rounds/round-0002.safetensors")
    let outcome = try Program.run(["run", "small.yml", "--output", "broken"], in: folder) {
      process in
      while process.isRunning, !FileManager.default.fileExists(atPath: second) {
        Thread.sleep(forTimeInterval: 0.002)
      }
      process.interrupt()
    }
    #expect(outcome.status == 130)
    #expect(outcome.output == "")
    let count = try Ledger(opening: folder.path("broken/run.sqlite"), writing: false).roundCount
    #expect(count >= 1 && count < 150)
    #expect(
      outcome.errors == """
        apportion: interrupted; \(count) rounds are kept; resume with: apportion run --resume broken

        """)
    let refused = try Program.run(["run", "small.yml", "--output", "broken"], in: folder)
    #expect(refused.status == 64)
    #expect(
      refused.errors == """
        apportion: error: broken holds an unfinished run of \(count) rounds; resume it with `apportion \
        run --resume broken`, or add --force to replace it

        """)
    let resumed = try Program.run(["run", "--resume", "broken"], in: folder)
    #expect(resumed.status == 0)
    #expect(try result("broken", resumed) == result("whole", whole))
  }

  @Test("answers Ctrl-C between two batches, also when every core is at work")
  func interruptedTraining() throws {
    // Every client's training in one round takes days.
    let outcome = try Program.run(
      ["run", "small.yml", "--output", "endless", "--set", "training.local_steps=1000000000"],
      in: folder
    ) { process in
      while process.isRunning, !FileManager.default.fileExists(atPath: folder.path("endless")) {
        Thread.sleep(forTimeInterval: 0.002)
      }
      Thread.sleep(forTimeInterval: 0.3)
      process.interrupt()
    }
    #expect(outcome.status == 130)
    #expect(outcome.errors == "apportion: interrupted; the unfinished run was not kept\n")
    #expect(try folder.contents() == ["small.yml"])
  }

  @Test("goes on to the same bytes wherever it was killed")
  func killed() throws {
    let clock = ContinuousClock()
    var whole: Program.Outcome?
    let time = try clock.measure {
      whole = try Program.run(["run", "small.yml", "--output", "whole"], in: folder)
    }
    let expected = try result("whole", try #require(whole))
    var stream = RandomStream(seed: 20)
    var begun = 0
    for attempt in 0..<20 {
      let run = "killed\(attempt)"
      let moment = stream.uniform() * (time / .seconds(1))
      _ = try Program.run(["run", "small.yml", "--output", run], in: folder) { process in
        Thread.sleep(forTimeInterval: moment)
        kill(process.processIdentifier, SIGKILL)
      }
      // Killed before its beginning it has left nothing to go on with, and begins anew.
      let hasBegun = FileManager.default.fileExists(atPath: folder.path(run))
      begun += hasBegun ? 1 : 0
      let again = try Program.run(
        hasBegun ? ["run", "--resume", run] : ["run", "small.yml", "--output", run], in: folder)
      #expect(again.errors == "")
      #expect(try result(run, again) == expected, "killed after \(moment) s")
      #expect(try files(of: run) == files(of: "whole"), "killed after \(moment) s")
    }
    #expect(begun >= 5)
  }

  @Test("says how to go on where a round could not be written, and goes on to the same bytes")
  func unwritable() throws {
    let whole = try Program.run(["run", "small.yml", "--output", "whole"], in: folder)
    let ready = folder.path("broken/rounds/round-0002.safetensors")
    let outcome = try Program.run(["run", "small.yml", "--output", "broken"], in: folder) {
      process in
      while process.isRunning, !FileManager.default.fileExists(atPath: ready) {
        Thread.sleep(forTimeInterval: 0.001)
      }
      // From now on a file stands where the folder is due.
      try FileManager.default.moveItem(
        atPath: folder.path("broken/rounds"), toPath: folder.path("aside"))
      try folder.write("", to: "broken/rounds")
    }
    #expect(outcome.status == 73)
    let count = try Ledger(opening: folder.path("broken/run.sqlite"), writing: false).roundCount
    #expect(
      outcome.errors.hasSuffix(
        "\n\(count) rounds are kept; once that is fixed, resume with: apportion run --resume broken\n"
      ))
    #expect(outcome.errors.hasPrefix("apportion: error: cannot write rounds/round-"))
    try FileManager.default.removeItem(atPath: folder.path("broken/rounds"))
    try FileManager.default.moveItem(
      atPath: folder.path("aside"), toPath: folder.path("broken/rounds"))
    let resumed = try Program.run(["run", "--resume", "broken"], in: folder)
    #expect(try result("broken", resumed) == result("whole", whole))
  }

  @Test("goes on by a config that is the run's, and refuses every other, naming the line")
  func config() throws {
    let whole = try Program.run(["run", "small.yml", "--output", "whole"], in: folder)
    let broken = try Program.run(["run", "small.yml", "--output", "broken"], in: folder) {
      process in
      while process.isRunning,
        !FileManager.default.fileExists(atPath: folder.path("broken/rounds/round-0002.safetensors"))
      {
        Thread.sleep(forTimeInterval: 0.002)
      }
      process.interrupt()
    }
    try #require(broken.status == 130)
    let before = try folder.contents()
    for (arguments, difference) in [
      (["--seed", "6"], #"line 2 of its config.yml is "seed: 5", where this one has "seed: 6""#),
      (
        ["--set", "strategy.momentum=0.25"],
        #"line 37 of its config.yml is "momentum: 0.5", where this one has "momentum: 0.25""#
      ),
    ] {
      let refused = try Program.run(
        ["run", "small.yml", "--resume", "broken"] + arguments, in: folder)
      #expect(refused.status == 65)
      #expect(
        refused.errors == """
          apportion: error: broken cannot be resumed with this config: \(difference); leave the \
          config out to resume with the run's own, or begin another run with --output

          """)
      #expect(try folder.contents() == before)
    }
    let resumed = try Program.run(["run", "small.yml", "--resume", "broken"], in: folder)
    #expect(try result("broken", resumed) == result("whole", whole))

    let finished = try Data(contentsOf: URL(filePath: folder.path("whole/run.sqlite")))
    let refused = try Program.run(
      ["run", "small.yml", "--seed", "6", "--resume", "whole"], in: folder)
    #expect(refused.status == 65)
    #expect(try Data(contentsOf: URL(filePath: folder.path("whole/run.sqlite"))) == finished)
  }

  @Test("refuses what is no run")
  func refusals() throws {
    let nothing = try Program.run(["run", "--resume", "nowhere"], in: folder)
    #expect(nothing.status == 66)
    #expect(
      nothing.errors
        == "apportion: error: nowhere holds no run: there is no run.sqlite in it; check the path\n")
    try FileManager.default.createDirectory(
      atPath: folder.path("text"), withIntermediateDirectories: true)
    try folder.write(
      "not a database, but long enough to be looked at as one", to: "text/run.sqlite")
    let text = try Program.run(["run", "--resume", "text"], in: folder)
    #expect(text.status == 65)
    #expect(text.errors.hasSuffix("/text/run.sqlite: it is not a SQLite file\n"))
  }
}
