import Apportion
import Foundation
import Testing

@Suite("Standard output")
struct OutputTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try CoalitionTable(worths: [0, 40, 60, 80, 70, 75, 85, 90])
      .write(to: folder.path("table.csv"))
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 3, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 1, batch_size: 16}

      """, to: "small.yml")
    try folder.write(
      try folder.text("small.yml") + "compare: {axes: {training.rounds: [1, 2]}, repeats: 1}\n",
      to: "compare.yml")
    try folder.write(
      try folder.text("small.yml") + "name: recorded\nrecord: true\n", to: "recorded.yml")
  }

  /// Every command, and what it calls its output.
  static let commands: [(arguments: [String], content: String)] = [
    (["run", "small.yml"], "the result of small"),
    (["run", "small.yml", "--json", "--force"], "the result"),
    (["run", "small.yml", "recorded.yml", "--json", "--force"], "the results"),
    (["run", "small.yml", "--dry-run"], "the forecast"),
    (["run", "small.yml", "--dry-run", "--json"], "the forecast"),
    (["compare", "compare.yml", "--dry-run"], "the forecast"),
    (["compare", "compare.yml", "--dry-run", "--json"], "the forecast"),
    (["compare", "compare.yml", "--output", "c"], "the comparison"),
    (["compare", "compare.yml", "--output", "c", "--json", "--quiet"], "the comparison"),
    (["account", "runs/recorded", "--output", "a"], "the account"),
    (["account", "runs/recorded", "--output", "a", "--force", "--json"], "the account"),
    (["value", "table.csv"], "the values"),
    (["value", "table.csv", "--json"], "the values"),
    (["verify", "runs/small"], "the verification of runs/small"),
    (["report", "runs/small"], "the names of the reports"),
    (["export", "runs/small"], "the contributions"),
    (["coalitions", "runs/small"], "the table of coalitions"),
    (["methods"], "the list"),
    (["methods", "shapley"], "the description of shapley"),
    (["strategies"], "the list"),
    (["datasets"], "the list"),
    (["partitions"], "the list"),
    (["--help"], "the help"),
    (["help", "run"], "the help"),
    (["--version"], "the help"),
    (["--generate-completion-script", "bash"], "the help"),
  ]

  /// Runs a command whose output goes to `file`.
  func run(_ arguments: [String], output: String) throws -> Program.Outcome {
    let script = "exec \"$0\" \"$@\" > \(output)"
    return try Program.run(
      ["-c", script, Program.path.path] + arguments, in: folder, as: URL(filePath: "/bin/sh"))
  }

  @Test("that cannot be written is an error of every command, with exit code 73")
  func full() throws {
    for (arguments, content) in Self.commands {
      let outcome = try run(arguments, output: "/dev/full")
      #expect(outcome.status == 73, "\(arguments)")
      #expect(
        outcome.errors.split(separator: "\n").last?.hasPrefix(
          "apportion: error: cannot write \(content) to standard output: No space left on device; 0 of "
        ) == true, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.hasSuffix(" bytes were written\n"), "\(arguments)")
    }
    // What was worked out is kept.
    let kept = try run(["verify", "runs/small", "runs/recorded", "a"], output: "holds.txt")
    #expect(kept.status == 0)
  }

  @Test("is whole where it can be written")
  func whole() throws {
    #expect(try run(["value", "table.csv"], output: "out.txt").status == 0)
    #expect(
      try folder.text("out.txt") == Program.run(["value", "table.csv"], in: folder).output)
  }

  @Test("ends quietly where nobody reads the pipe", arguments: ["", "trap '' PIPE; "])
  func closed(preparation: String) throws {
    for arguments in [["value", "table.csv"], ["value", "table.csv", "--json"], ["methods"]] {
      let (process, output, errors) = (Process(), Pipe(), Pipe())
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments =
        ["-c", "\(preparation)\"$0\" \"$@\"; echo $? > status", Program.path.path] + arguments
      process.currentDirectoryURL = folder.url
      process.standardOutput = output
      process.standardError = errors
      try output.fileHandleForReading.close()
      try process.run()
      let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(String(decoding: complaints, as: UTF8.self) == "", "\(arguments)")
      // What a shell says of a process that SIGPIPE ended, and what the program says itself.
      #expect(try folder.text("status") == "141\n", "\(arguments)")
    }
  }

  @Test("is written in one place")
  func onePlace() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources").standardizedFileURL
    for room in ["Apportion", "ApportionCommand", "ApportionStore", "ApportionReport"] {
      let folder = sources.appending(path: room)
      for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      where name.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        for line in text.split(separator: "\n") where line.contains("print(") {
          #expect(
            line.contains("Output.print(") || line.contains("func print(") || line.contains("///"),
            "\(room)/\(name): \(line)")
        }
      }
    }
  }
}
