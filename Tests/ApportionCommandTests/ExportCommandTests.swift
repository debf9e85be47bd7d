import Apportion
import Foundation
import Testing

@Suite("apportion export, strategies, datasets and --dry-run")
struct ExportCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 2, batch_size: 16}

      """, to: "small.yml")
  }

  func run(_ output: String, _ settings: String...) throws {
    let options = settings.flatMap { ["--set", $0] }
    let outcome = try Program.run(["run", "small.yml", "--output", output] + options, in: folder)
    try #require(outcome.status == 0)
  }

  @Test("writes a run's table as it is, behind its name")
  func one() throws {
    try run("a")
    let rows = try folder.text("a/contributions.csv").split(separator: "\n")
    let outcome = try Program.run(["export", "a"], in: folder)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "run,round,client,name,method,game,utility,value,standard_error")
    #expect(lines.dropFirst().map { $0 } == rows.dropFirst().map { "a,\($0)" })
  }

  @Test("replaces a file only when told to, and never a link, a FIFO or a device")
  func output() throws {
    try run("a")
    try folder.write("mine", to: "all.csv")
    let refused = try Program.run(["export", "a", "--output", "all.csv"], in: folder)
    #expect(refused.status == 64)
    #expect(
      refused.errors
        == "apportion: error: all.csv exists already; add --force to replace it, or choose another file\n"
    )
    #expect(try folder.text("all.csv") == "mine")
    let forced = try Program.run(["export", "a", "--output", "all.csv", "--force"], in: folder)
    #expect(forced.status == 0)
    let whole = try Program.run(["export", "a"], in: folder).output
    #expect(try folder.text("all.csv") == whole)

    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.csv"), withDestinationPath: folder.path("small.yml"))
    let config = try folder.text("small.yml")
    let linked = try Program.run(["export", "a", "--output", "link.csv", "--force"], in: folder)
    #expect(linked.status == 73)
    #expect(
      linked.errors == """
        apportion: error: cannot write link.csv: link.csv is a symbolic link, which is not replaced; fix \
        this, or choose another path with --output

        """)
    #expect(try folder.text("small.yml") == config)

    for device in ["/dev/null", "/dev/stdout"] {
      let outcome = try Program.run(["export", "a", "--output", device, "--force"], in: folder)
      #expect(device == "/dev/null" ? outcome.status == 0 : outcome.status != 70)
    }
    #expect(FileKind(of: URL(filePath: "/dev/null")) == .device)

    #expect(mkfifo(folder.path("fifo"), 0o600) == 0)
    let reader = Process()
    let pipe = Pipe()
    reader.executableURL = URL(filePath: "/bin/cat")
    reader.arguments = [folder.path("fifo")]
    reader.standardOutput = pipe
    try reader.run()
    #expect(try Program.run(["export", "a", "--output", "fifo"], in: folder).status == 0)
    let read = try pipe.fileHandleForReading.readToEnd() ?? Data()
    #expect(String(decoding: read, as: UTF8.self) == whole)
    #expect(FileKind(of: URL(filePath: folder.path("fifo"))) == .fifo)
  }

  @Test("has a column for every key in which runs differ, and for no other")
  func differences() throws {
    try run("a", "strategy.kind=fed-median")
    try run("b", "partition={kind: iid, clients: 3}")
    let outcome = try Program.run(["export", "a", "b", "--output", "all.csv"], in: folder)
    #expect(outcome.status == 0 && outcome.output == "")
    let lines = try folder.text("all.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      lines[0] == [
        "run", "partition.clients", "partition.kind", "strategy.kind", "round", "client", "name",
        "method",
        "game", "utility", "value", "standard_error",
      ])
    #expect(lines[1].prefix(4) == ["a", "", "sites", "fed-median"])
    #expect(try #require(lines.last).prefix(4) == ["b", "3", "iid", "fed-avg"])
    #expect(Set(lines.map(\.count)) == [12])
    // Four clients and three, in two rounds and in total, under two utilities.
    #expect(lines.count == 1 + (4 + 3) * 3 * 2)
  }

  @Test("writes the same as objects, line by line")
  func objects() throws {
    try run("a")
    let outcome = try Program.run(["export", "a", "--format", "jsonl"], in: folder)
    let rows = try folder.text("a/contributions.csv").split(separator: "\n").dropFirst()
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == rows.count)
    for (line, row) in zip(lines, rows) {
      let object = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
      let fields = row.split(separator: ",")
      #expect(object.run == "a")
      #expect(object.client == Int(fields[1]))
      #expect(object.name == String(fields[2]))
      #expect(object.value == Double(fields[6]))
    }
  }

  struct Line: Decodable {
    var run: String
    var round: Int
    var client: Int
    var name: String
    var method: String
    var game: String
    var utility: String
    var value: Double
    var standard_error: Double
  }

  @Test("takes all runs of a comparison")
  func comparison() throws {
    let config = try folder.text("small.yml")
    try folder.write(
      config + "compare: {axes: {training.rounds: [1, 2]}, seeds: 2, repeats: 1}\n",
      to: "c.yml")
    let made = try Program.run(["compare", "c.yml", "--output", "c", "--quiet"], in: folder)
    try #require(made.status == 0)
    let lines = try Program.run(["export", "c"], in: folder).output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("run,seed,training.rounds,round,") == true)
    let runs = Set(lines.dropFirst().map { $0.split(separator: ",round").first.map(String.init) })
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("\"c/runs/") })
    #expect(runs.count >= 4)
  }

  @Test("says what a run would take, and runs nothing")
  func dryRun() throws {
    let outcome = try Program.run(["run", "small.yml", "--dry-run", "--threads", "2"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == "small, nothing was run")
    #expect(lines.contains { $0.hasPrefix("classes   0 ") })
    let memory = #/memory    data .+ KiB, models 0\.4 KiB, outcomes 1\.5 KiB, accounting .+ KiB .+/#
    #expect(lines.contains { $0.wholeMatch(of: memory) != nil })
    #expect(lines.contains("clients   4, of which 4 participate in a round"))
    #expect(lines.contains("model     3-3, 12 parameters"))
    #expect(lines.contains { $0.hasPrefix("account   16 coalitions a round for shapley, engine ") })
    #expect(try folder.contents() == ["small.yml"])
    let json = try Program.run(["run", "small.yml", "--dry-run", "--json"], in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    #expect((object as? [String: Any])?["coalitions_per_round"] as? Double == 16)
    #expect((object as? [String: Any])?["data_bytes"] as? Double ?? 0 > 0)
  }
}
