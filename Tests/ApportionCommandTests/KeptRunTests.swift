import Apportion
import Foundation
import Testing

/// Nothing that is kept is lost: what becomes of a run, and of what lies beside it, when something fails.
@Suite("A kept run")
struct KeptRunTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Two sites' data, and a config that reads them from the folder it is started in.
  func writeData() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("project/data"), withIntermediateDirectories: true)
    for (site, shift) in [("north", 0.0), ("south", 0.5)] {
      let rows = (0..<40).map { row -> String in
        let x = Double(row % 7) - 3 + shift
        return "\(x),\(Double(row * row % 11)),\(x > 0 ? "ill" : "well")"
      }
      try folder.write(
        (["x,y,label"] + rows).joined(separator: "\n") + "\n", to: "project/data/\(site).csv")
    }
    try folder.write(
      """
      dataset: {kind: csv, folder: data, files: [north.csv, south.csv], label: label}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 3, learning_rate: 0.1}

      """, to: "project/c.yml")
  }

  func run(_ arguments: String..., from place: String = "project") throws -> Program.Outcome {
    try Program.run(
      ["-c", "cd \(place) && exec \"$0\" \"$@\"", Program.path.path] + arguments, in: folder,
      as: URL(filePath: "/bin/sh"))
  }

  /// Every file below, with its content; a ledger's own bytes tell nothing, because it was opened for writing.
  func contents() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try folder.contents() {
      let isLedger = name.hasSuffix("/run.sqlite")
      files[name] = isLedger ? Data() : FileManager.default.contents(atPath: folder.path(name))
    }
    return files
  }

  @Test("is resumed from any folder, because its data are found from where it was begun")
  func elsewhere() throws {
    try writeData()
    try FileManager.default.createDirectory(
      atPath: folder.path("elsewhere"), withIntermediateDirectories: true)
    #expect(try run("run", "c.yml", "--output", "runs/c").status == 0)
    #expect(try run("run", "c.yml", "--output", "runs/d", "--set", "training.rounds=5").status == 0)
    let more = try run(
      "run", "--resume", "../project/runs/c", "--set", "training.rounds=5", from: "elsewhere")
    #expect(more.errors == "")
    #expect(more.status == 0)
    #expect(
      try folder.text("project/runs/c/contributions.csv")
        == folder.text("project/runs/d/contributions.csv"))
    // Once more from a third place, after the data came along.
    #expect(
      try run("run", "--resume", "project/runs/c", "--set", "training.rounds=6", from: ".").status
        == 0
    )
  }

  @Test(
    "keeps all its files, and those of others, whatever is wrong with its data",
    arguments: [
      ("missing", 66), ("broken", 65), ("changed", 65), ("other columns", 65),
    ])
  func data(fault: String, status: Int) throws {
    try writeData()
    #expect(try run("run", "c.yml", "--output", "runs/c").status == 0)
    try folder.write("mine", to: "project/runs/c/notes.txt")
    let csv = "project/data/south.csv"
    let whole = try folder.text(csv)
    switch fault {
    case "missing": try FileManager.default.removeItem(atPath: folder.path(csv))
    case "broken": try folder.write(whole + "1,2\n", to: csv)
    case "changed": try folder.write(whole + "1,2,ill\n", to: csv)
    default: try folder.write(whole.replacing("x,y", with: "x,z"), to: csv)
    }
    let before = try contents()
    for options in [[], ["--set", "training.rounds=5"]] {
      let outcome = try Program.run(
        ["-c", "cd project && exec \"$0\" \"$@\"", Program.path.path, "run", "--resume", "runs/c"]
          + options, in: folder, as: URL(filePath: "/bin/sh"))
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(
        outcome.errors.hasSuffix(
          "\n3 rounds are kept; once that is fixed, resume with: apportion run --resume runs/c\n"))
      if fault == "missing" {
        #expect(outcome.errors.contains("\(folder.url.path)/project/data/south.csv: no such file"))
      }
      #expect(try contents() == before)
      #expect(try run("verify", "runs/c").status == 0)
    }
    try folder.write(whole, to: csv)
    #expect(try run("run", "--resume", "runs/c", "--set", "training.rounds=5").status == 0)
    #expect(try folder.text("project/runs/c/notes.txt") == "mine")
    #expect(try run("verify", "runs/c", "--recompute").status == 0)
  }

  @Test(
    "keeps the rounds before its training diverged, and can be ended with them",
    arguments: ["stop", "exclude"])
  func diverged(invalid: String) throws {
    try folder.write(
      """
      dataset: {kind: digits}
      partition: {kind: iid, clients: 3}
      model: {kind: linear}
      training: {rounds: 60, learning_rate: 0.1, weight_decay: 22}
      valuation: [{method: leave-one-out}]
      participation: {on_invalid_update: \(invalid)}

      """, to: "diverging.yml")
    let outcome = try Program.run(["run", "diverging.yml"], in: folder)
    #expect(outcome.status == 65)
    let ledger = folder.path("runs/diverging/run.sqlite")
    #expect(try Ledger(opening: ledger, writing: false).roundCount == 40)
    #expect(outcome.errors.hasPrefix("apportion: error: round 41: "))
    #expect(
      outcome.errors.hasSuffix(
        """

        40 rounds are kept; to end with them: apportion run --resume runs/diverging --set \
        training.rounds=40

        """))
    // It is deterministic, and nothing is lost by trying again.
    let again = try Program.run(["run", "--resume", "runs/diverging"], in: folder)
    #expect(again.status == 65 && again.errors == outcome.errors)
    let fewer = try Program.run(
      ["run", "--resume", "runs/diverging", "--set", "training.rounds=39"], in: folder)
    #expect(fewer.status == 65)
    #expect(
      fewer.errors == """
        apportion: error: runs/diverging has 40 rounds already, so it cannot be resumed with \
        `training.rounds` 39; give 40 or more, or begin another run with --output

        """)
    let ended = try Program.run(
      ["run", "--resume", "runs/diverging", "--set", "training.rounds=40"], in: folder)
    #expect(ended.status == 0)
    #expect(try Program.run(["verify", "runs/diverging"], in: folder).status == 0)
  }

  @Test("gets more rounds, to the same tables as a run that had them from the start")
  func extended() throws {
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 4, batch_size: 16, schedule: {decay: 0.1}}
      participation: {fraction: 0.5}
      strategy: {kind: fed-random, of: [{kind: fed-avg-m}, {kind: fed-adam}], balanced: true}
      record: true

      """, to: "small.yml")
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program.run(["run"] + arguments, in: folder)
    }
    #expect(try run("small.yml", "--output", "whole", "--set", "training.rounds=9").status == 0)
    #expect(try run("small.yml", "--output", "a").status == 0)
    let first = try folder.text("a/contributions.csv").split(separator: "\n").prefix(9)
    // Without a config, and with one that asks for more.
    #expect(try run("--resume", "a", "--set", "training.rounds=6").status == 0)
    #expect(
      try run("small.yml", "--set", "training.rounds=9", "--resume", "a").status == 0)
    for name in ["contributions.csv", "rounds.csv", "clients.csv", "config.yml"] {
      #expect(try folder.text("a/\(name)") == folder.text("whole/\(name)"), "\(name)")
    }
    #expect(
      try folder.text("a/contributions.csv").split(separator: "\n").prefix(9) == first)
    let verified = try Program.run(["verify", "a", "--recompute"], in: folder)
    #expect(verified.status == 0, "\(verified.errors)")

    let other = try run("--resume", "a", "--set", "seed=6")
    #expect(other.status == 64)
    #expect(
      other.errors.hasPrefix(
        """
        Error: --resume takes the config from the run, of which only the number of rounds may be changed: \
        leave out --set, --seed and --engine, but for --set training.rounds=N.

        """))
  }

  @Test("keeps the files of others that lie beside it, whatever is done to it")
  func foreignFiles() throws {
    try writeData()
    func mine() throws -> [String: String] {
      var texts: [String: String] = [:]
      for name in ["notes.txt", "rounds/notes.txt", ".former/notes.txt", "plots/a.svg"] {
        texts[name] = try folder.text("project/runs/c/\(name)")
      }
      return texts
    }
    #expect(try run("run", "c.yml", "--output", "runs/c", "--set", "record=true").status == 0)
    for name in ["rounds", ".former", "plots"] {
      try FileManager.default.createDirectory(
        atPath: folder.path("project/runs/c/\(name)"), withIntermediateDirectories: true)
    }
    for name in ["notes.txt", "rounds/notes.txt", ".former/notes.txt", "plots/a.svg"] {
      try folder.write("mine", to: "project/runs/c/\(name)")
    }
    let before = try mine()
    for arguments in [
      ["run", "c.yml", "--output", "runs/c", "--force"],
      ["run", "c.yml", "--output", "runs/c", "--force", "--set", "training.learning_rate=1e38"],
      ["run", "c.yml", "--output", "runs/c", "--force", "--set", "record=true"],
      ["run", "--resume", "runs/c"],
      ["report", "runs/c"],
      ["export", "runs/c", "--output", "runs/c/all.csv"],
      ["verify", "runs/c"],
      ["account", "runs/c", "--output", "runs/b"],
      ["account", "runs/c", "--output", "runs/c", "--force"],
    ] {
      _ = try Program.run(
        ["-c", "cd project && exec \"$0\" \"$@\"", Program.path.path] + arguments, in: folder,
        as: URL(filePath: "/bin/sh"))
      #expect(try mine() == before, "\(arguments)")
      #expect(try run("verify", "runs/c").status == 0, "\(arguments)")
    }
  }
}
