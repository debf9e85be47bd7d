import Apportion
import Foundation
import Testing

@Suite("apportion verify")
struct VerifyCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write(
      """
      seed: 5
      dataset: {kind: synthetic, clients: 4, features: 3, classes: 3, maximum_examples: 80}
      partition: {kind: sites}
      model: {kind: linear}
      training: {rounds: 3, batch_size: 16}
      record: true

      """, to: "small.yml")
  }

  @Test("says that a run holds, by which hash, and what that does not show")
  func holds() throws {
    let run = try Program.run(["run", "small.yml", "--output", "a"], in: folder)
    let hash = try #require(run.output.split(separator: "\n").last)
    let open = """
      only the hash shows whether this is the ledger that the run wrote: compare it with the one \
      printed at the end of the run, or give that one with --hash.
      """
    for (flags, result, shown) in [
      ([], "valid", "Ledger and files agree with each other; nothing was computed again; \(open)"),
      (
        ["--recompute"], "valid and reproduced",
        "The stored config reproduces these rounds and values; \(open)"
      ),
      (
        ["--reaccount"], "valid, accounts reproduced",
        "The recorded rounds reproduce these values; \(open)"
      ),
      (
        ["--hash", hash.split(separator: " ").last?.uppercased() ?? ""], "valid",
        """
        Ledger and files agree with each other; nothing was computed again; the ledger has the hash \
        that was given.
        """
      ),
    ] {
      let outcome = try Program.run(["verify", "a", "--threads", "1"] + flags, in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(outcome.output == "a: 3 rounds \(result), \(hash)\n\(shown)\n")
    }
    #expect(try Program.run(["verify", "a", "--quiet"], in: folder).output == "")
  }

  @Test("refuses a ledger that has another hash than the one that was written down")
  func otherHash() throws {
    let run = try Program.run(["run", "small.yml", "--output", "a"], in: folder)
    let hash = try #require(run.output.split(separator: "\n").last).dropFirst("ledger hash ".count)
    let other = String(repeating: "0a", count: 32)
    try expectRefusal(
      ["verify", "a", "--hash", other],
      "a: its ledger has the hash \(hash), but \(other) was given: it is another ledger")
    for (arguments, message) in [
      (["a", "--hash", "ccf9"], "--hash is ccf9, but must be a hash of 64 hexadecimal digits."),
      (["a", "a", "--hash", other], "--hash takes one run, but 2 are given."),
    ] {
      let outcome = try Program.run(["verify"] + arguments, in: folder)
      #expect(outcome.status == 64)
      #expect(outcome.errors.hasPrefix("Error: \(message)\n"))
    }
  }

  func expectRefusal(
    _ arguments: [String], _ message: String, status: Int32 = 65,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Program.run(arguments, in: folder)
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(
      outcome.errors.replacing(folder.url.path + "/", with: "")
        == "apportion: error: \(message)\n", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
  }

  @Test("names every file beside the ledger that is not what the ledger says")
  func files() throws {
    _ = try Program.run(["run", "small.yml", "--output", "whole"], in: folder)
    let files = FileManager.default
    func spoil(_ name: String) throws {
      let url = URL(filePath: folder.path("a/\(name)"))
      var bytes = try Data(contentsOf: url)
      bytes[bytes.count - 9] ^= 1
      try bytes.write(to: url)
    }
    let rounds = (1...3).map { "rounds/round-000\($0).safetensors" }
    let cases: [(expected: [String], tamper: () throws -> Void)] = [
      (
        ["contributions.csv: line 2 differs from the ledger"],
        {
          let table = try folder.text("a/contributions.csv")
          let place = table.index(after: table.firstIndex(of: "\n") ?? table.startIndex)
          let digit = table.index(before: table[place...].firstIndex(of: "\n") ?? place)
          try folder.write(
            table.replacingCharacters(in: digit...digit, with: "7"), to: "a/contributions.csv")
        }
      ),
      (
        ["clients.csv: it is missing"],
        { try files.removeItem(atPath: folder.path("a/clients.csv")) }
      ),
      (
        ["rounds.csv: line 5 differs from the ledger"],
        { try folder.write(folder.text("a/rounds.csv") + "4", to: "a/rounds.csv") }
      ),
      (
        ["config.yml: line 2 differs from the ledger"],
        {
          try folder.write(
            folder.text("a/config.yml").replacing("seed: 5", with: "seed: 6"), to: "a/config.yml")
        }
      ),
      (
        ["report.html: line 1 differs from the ledger"],
        { try folder.write(" " + folder.text("a/report.html"), to: "a/report.html") }
      ),
      (
        [
          "\(rounds[1]): the model after the round is not the one that the server made"
        ],
        { try spoil(rounds[1]) }
      ),
      (
        [
          "\(rounds[1]): it is missing"
        ],
        { try files.removeItem(atPath: folder.path("a/\(rounds[1])")) }
      ),
      (
        [
          "\(rounds[0]): a/\(rounds[0]): cannot be read: its `round` is 2, but must be 1",
          "\(rounds[1]): a/\(rounds[1]): cannot be read: its `round` is 1, but must be 2",
        ],
        {
          try files.moveItem(atPath: folder.path("a/\(rounds[0])"), toPath: folder.path("swap"))
          try files.moveItem(
            atPath: folder.path("a/\(rounds[1])"), toPath: folder.path("a/\(rounds[0])"))
          try files.moveItem(atPath: folder.path("swap"), toPath: folder.path("a/\(rounds[1])"))
        }
      ),
      (
        ["rounds/round-0004.safetensors: the run has 3 rounds"],
        {
          try files.copyItem(
            atPath: folder.path("a/\(rounds[2])"),
            toPath: folder.path("a/rounds/round-0004.safetensors"))
        }
      ),
      (
        ["evaluation.safetensors: the examples are not those that utilities were measured on"],
        { try spoil("evaluation.safetensors") }
      ),
      (
        ["evaluation.safetensors: it is missing"],
        { try files.removeItem(atPath: folder.path("a/evaluation.safetensors")) }
      ),
      (
        ["contributions.csv: it cannot be read as a file"],
        {
          try files.removeItem(atPath: folder.path("a/contributions.csv"))
          #expect(mkfifo(folder.path("a/contributions.csv"), 0o600) == 0)
        }
      ),
    ]
    for (expected, tamper) in cases {
      _ = try? files.removeItem(atPath: folder.path("a"))
      try files.copyItem(atPath: folder.path("whole"), toPath: folder.path("a"))
      try tamper()
      try expectRefusal(
        ["verify", "a"],
        """
        a: the ledger is valid, but files beside it differ from it; restore the original files, \
        or draw the report again with `apportion report`
        \(expected.map { "  \($0)" }.joined(separator: "\n"))
        """)
    }
    // What others have put there is nobody's concern, and a page need not be drawn.
    _ = try? files.removeItem(atPath: folder.path("a"))
    try files.copyItem(atPath: folder.path("whole"), toPath: folder.path("a"))
    try folder.write("mine", to: "a/notes.txt")
    try folder.write("mine", to: "a/rounds/notes.txt")
    try files.removeItem(atPath: folder.path("a/report.html"))
    #expect(try Program.run(["verify", "a"], in: folder).status == 0)
  }

  @Test("and every other reader refuse what is no ledger of this version, and say why")
  func otherFiles() throws {
    _ = try Program.run(["run", "small.yml", "--output", "whole"], in: folder)
    let files = FileManager.default
    let tables = """
      a/run.sqlite does not have the tables of a ledger: ##; restore a copy, or repeat the run
      """
    for (sql, message) in [
      (
        "PRAGMA user_version = 2",
        """
        a/run.sqlite was made by apportion 0.1, whose ledgers this version does not read; make the \
        run again with `apportion run config.yml`, or with `apportion account` if its rounds were \
        recorded elsewhere
        """
      ),
      (
        "PRAGMA user_version = -1",
        tables.replacing("##", with: "its tables have version -1")
      ),
      (
        "CREATE TRIGGER nosy AFTER INSERT ON segments BEGIN DELETE FROM clients; END",
        tables.replacing("##", with: "it has an unexpected trigger, nosy")
      ),
      (
        """
        ALTER TABLE contributions RENAME TO more; CREATE VIEW contributions AS \
        SELECT round, place, player, value + random() AS value, standard_error FROM more
        """,
        tables.replacing("##", with: "it has an unexpected view, contributions")
      ),
    ] {
      _ = try? files.removeItem(atPath: folder.path("a"))
      try files.copyItem(atPath: folder.path("whole"), toPath: folder.path("a"))
      try Database(path: folder.path("a/run.sqlite"), .opening).execute(sql)
      for arguments in [["verify", "a"], ["report", "a"], ["export", "a"], ["coalitions", "a"]] {
        try expectRefusal(arguments, message)
      }
      try expectRefusal(["run", "--resume", "a"], message)
    }
    _ = try? files.removeItem(atPath: folder.path("a"))
    try files.copyItem(atPath: folder.path("whole"), toPath: folder.path("a"))
    let more = try #require(FileHandle(forWritingAtPath: folder.path("a/run.sqlite")))
    try more.seekToEnd()
    try more.write(contentsOf: Data(repeating: 0, count: 4096))
    try more.close()
    try expectRefusal(
      ["verify", "a"], tables.replacing("##", with: "4096 bytes follow its last page"))
    try files.moveItem(atPath: folder.path("a/run.sqlite"), toPath: folder.path("elsewhere"))
    try files.createSymbolicLink(
      atPath: folder.path("a/run.sqlite"), withDestinationPath: "../elsewhere")
    try expectRefusal(
      ["verify", "a"],
      """
      a/run.sqlite is a symbolic link, but a ledger must be a regular file; name the folder that holds \
      the file
      """)
  }

  @Test("refuses a run whose end was taken away, and says what is there")
  func cutShort() throws {
    _ = try Program.run(["run", "small.yml", "--output", "a"], in: folder)
    try Database(path: folder.path("a/run.sqlite"), .opening).execute(
      """
      DELETE FROM parts WHERE link = (SELECT max(link) FROM chain);
      DELETE FROM chain WHERE kind = 'close'
      """)
    try expectRefusal(
      ["verify", "a"],
      """
      a: round 3, close: the run has no end: 3 of 3 rounds exist and are valid; resume it, or \
      accept it as an interrupted run
      """)
  }

  @Test("names the round and the part that differ")
  func tampered() throws {
    _ = try Program.run(["run", "small.yml", "--output", "a"], in: folder)
    let ledger = try Database(path: folder.path("a/run.sqlite"), .opening)
    try ledger.execute("UPDATE contributions SET value = 0.5 WHERE round = 2 AND player = 0")
    let outcome = try Program.run(["verify", "a"], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
    #expect(
      outcome.errors
        == "apportion: error: a/run.sqlite: round 2, contributions: it does not match its hash\n")
    let nowhere = try Program.run(["verify", "nowhere"], in: folder)
    #expect(nowhere.status == 66)
    #expect(
      nowhere.errors
        == "apportion: error: nowhere holds no run: there is no run.sqlite in it; check the path\n")
  }
}
