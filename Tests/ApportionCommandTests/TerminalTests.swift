import Apportion
import Foundation
import Testing

/// How the program shows itself to a person at a terminal, and to a file.
@Suite("The program on a terminal")
struct TerminalTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 3
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 3}
      compare:
        axes: {strategy: [{kind: fed-avg}, {kind: krum}]}
        seeds: 2
        repeats: 1

      """, to: "compared.yml")
    let run = try folder.text("compared.yml").components(separatedBy: "compare:")[0]
    try folder.write(run, to: "small.yml")
  }

  /// What stands on a terminal's lines; a line that was written over is not seen.
  func lines(_ text: String) -> [String] {
    text.components(separatedBy: "\r\n").map { $0.components(separatedBy: "\r\u{1B}[K").last ?? "" }
  }

  /// All that was ever seen in the place of one line.
  func changes(_ text: String) -> [String] {
    text.components(separatedBy: "\r\n").flatMap { line in
      line.components(separatedBy: "\r\u{1B}[K").dropLast()
    }.filter { !$0.isEmpty }
  }

  @Test(
    "tables fit the width", .needsTerminal,
    arguments: [
      ["run", "small.yml", "--force"], ["methods"], ["strategies"], ["datasets"], ["partitions"],
    ], [40, 60, 100])
  func width(arguments: [String], width: Int) throws {
    let outcome = try Program.runOnTerminal(arguments, columns: width, in: folder)
    #expect(outcome.status == 0)
    let table = lines(outcome.output).filter { !$0.hasPrefix("wrote") && !$0.hasPrefix("ledger") }
      .drop { !$0.contains("──") }
    #expect(table.count > 2)
    for line in table { #expect(line.count <= width, "\(line)") }
  }

  @Test("a pipe takes tables of any width")
  func pipe() throws {
    let outcome = try Program.run(["methods"], environment: ["COLUMNS": "40"])
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 2 + Catalog.methods.types.count)
    #expect(lines.contains { $0.count > 100 })
  }

  @Test(
    "a run tells its progress in one line, with rate and time left, and leaves none of it",
    .needsTerminal)
  func run() throws {
    let outcome = try Program.runOnTerminal(["run", "small.yml"], columns: 100, in: folder)
    #expect(outcome.status == 0)
    let changes = changes(outcome.output)
    #expect(changes.first?.hasPrefix("small: 3 rounds of 16 coalitions, about ") == true)
    let rounds = changes.filter { $0.contains(" of 3 rounds, validation accuracy ") }
    #expect(rounds.count == 3)
    for line in rounds.dropLast() {
      #expect(line.contains("/s, ") && line.hasSuffix(" s left"), "\(line)")
    }
    #expect(rounds.last?.hasSuffix(" %") == true)
    #expect(lines(outcome.output).first?.hasPrefix("small: synthetic, 4 clients") == true)
  }

  @Test("progress is cut to the width, for only then can it be written over", .needsTerminal)
  func narrow() throws {
    let outcome = try Program.runOnTerminal(["run", "small.yml"], columns: 30, in: folder)
    let changes = changes(outcome.output)
    #expect(changes.count >= 4)
    for change in changes { #expect(change.count <= 29, "\(change)") }
  }

  @Test("a comparison tells its progress", .needsTerminal)
  func comparison() throws {
    let outcome = try Program.runOnTerminal(["compare", "compared.yml"], columns: 100, in: folder)
    #expect(outcome.status == 0)
    #expect(changes(outcome.output).first == "compared: 0 of 4 runs")
    #expect(changes(outcome.output).contains { $0.hasPrefix("compared: 4 of 4 runs") })
    #expect(lines(outcome.output).first == "compared: shapley by loss")
  }

  @Test(
    "a terminal that can write nothing over, and who asked for quiet, get plain lines",
    .needsTerminal)
  func plain() throws {
    for (arguments, environment) in [
      (["run", "small.yml"], ["TERM": "dumb"]), (["run", "small.yml", "--quiet"], [:]),
      (["compare", "compared.yml"], ["TERM": "dumb"]),
      (["compare", "compared.yml", "--quiet"], [:]),
    ] {
      let outcome = try Program.runOnTerminal(
        arguments + ["--output", UUID().uuidString], columns: 100, in: folder,
        environment: environment)
      #expect(outcome.status == 0)
      #expect(!outcome.output.contains("\u{1B}"))
      #expect(outcome.output.isEmpty == arguments.contains("--quiet"))
    }
  }

  @Test("a run that is gone on with says how many rounds are from before", .needsTerminal)
  func resumed() throws {
    let rounds = ["--set", "training.rounds=2000"]
    let broken = try Program.run(["run", "small.yml", "--output", "r"] + rounds, in: folder) {
      process in
      while process.isRunning, !FileManager.default.fileExists(atPath: folder.path("r/run.sqlite"))
      {
        Thread.sleep(forTimeInterval: 0.002)
      }
      Thread.sleep(forTimeInterval: 0.1)
      process.interrupt()
    }
    try #require(broken.status == 130)
    let kept = try Ledger(opening: folder.path("r/run.sqlite"), writing: false).roundCount
    let outcome = try Program.runOnTerminal(["run", "--resume", "r"], columns: 120, in: folder)
    #expect(outcome.status == 0)
    let first = try #require(changes(outcome.output).first { $0.contains("of 2000 rounds") })
    #expect(first.hasPrefix("small: \(kept + 1) of 2000 rounds, \(kept) of them from before, "))
  }
}
