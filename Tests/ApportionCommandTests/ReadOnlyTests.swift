import Apportion
import Foundation
import Testing

/// What may not be written, to a user whom permissions bind: not to root.
@Suite("Folders and files that may not be written", .enabled(if: OrdinaryUser.isThere))
struct ReadOnlyTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write("model: {kind: linear}\ntraining: {rounds: 2}\n", to: "small.yml")
    #expect(
      try Program.run(["run", "small.yml", "--output", "run", "--quiet"], in: folder).status == 0)
    #expect(
      try Program.run(["run", "small.yml", "--output", "sealed/run"], in: folder).status == 0)
  }

  /// Takes away, or gives back, the right to write what is in the folder.
  func seal(_ name: String, _ isSealed: Bool = true) throws {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(name))
    for path in [""] + paths {
      let file = folder.path("\(name)/\(path)")
      let isFolder = FileManager.default.fileExists(atPath: file + "/.")
      let mode = (isFolder ? 0o555 : 0o444) | (isSealed ? 0 : 0o200)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }
  }

  @Test("are named, with what the system says and what to change, and stay as they are")
  func refused() throws {
    try seal("sealed")
    defer { try? seal("sealed", false) }
    let before = try folder.contents()
    for (arguments, message) in [
      (
        ["run", "small.yml", "--output", "sealed/new"],
        "cannot create sealed/new: Permission denied; fix this, or choose another path with --output"
      ),
      (
        ["run", "small.yml", "--output", "sealed/run", "--force"],
        "cannot write sealed/run: Permission denied; fix this, or choose another path with --output"
      ),
      (
        ["report", "sealed/run"],
        """
        cannot write report.html in sealed/run: Permission denied; fix this, or choose another path \
        with --output
        """
      ),
      (
        ["export", "run", "--output", "sealed/all.csv"],
        "cannot write sealed/all.csv: Permission denied; fix this, or choose another path with --output"
      ),
      (
        ["run", "--resume", "sealed/run"],
        """
        cannot write \(folder.path("sealed/run/run.sqlite")): it is not writable; change its \
        permissions, or copy the run elsewhere
        """
      ),
    ] {
      let outcome = try OrdinaryUser.run(arguments, in: folder)
      #expect(outcome.status == 73, "\(arguments)")
      #expect(outcome.errors == "apportion: error: \(message)\n")
      #expect(outcome.output == "")
      #expect(try folder.contents() == before)
    }
  }

  @Test("are read all the same")
  func read() throws {
    try seal("sealed")
    defer { try? seal("sealed", false) }
    for arguments in [["verify", "sealed/run"], ["export", "sealed/run"]] {
      let outcome = try OrdinaryUser.run(arguments, in: folder)
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(!outcome.output.isEmpty)
    }
  }
}

/// Somebody who is not root.
enum OrdinaryUser {
  /// Who runs the tests, or nobody, where root does and can hand over.
  static let isThere = geteuid() != 0 || (try? run(["--version"]).status) == 0

  static func run(_ arguments: [String], in folder: ScratchFolder? = nil) throws -> Program.Outcome
  {
    guard geteuid() == 0 else { return try Program.run(arguments, in: folder) }
    if let folder { chmod(folder.url.path, 0o755) }
    return try Program.run(
      ["--reuid=65534", "--regid=65534", "--clear-groups", Program.path.path] + arguments,
      in: folder, as: URL(filePath: "/usr/bin/setpriv"))
  }
}
