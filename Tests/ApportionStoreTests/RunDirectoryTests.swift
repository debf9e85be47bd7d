import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import Foundation
import Testing

@Suite("RunDirectory")
struct RunDirectoryTests {
  let folder: ScratchFolder
  let header = LedgerHeader(
    version: "1.2.3", config: "seed: 1\n", rounds: 0, parties: [], validation: Self.digest,
    test: Self.digest, model: Self.digest)
  static let digest = Digest(bytes: Array(repeating: 7, count: 32))

  init() throws { folder = try ScratchFolder() }

  func expect(
    _ message: String, from work: () throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try work() }
    #expect(error?.description == message, sourceLocation: sourceLocation)
  }

  /// A finished run without rounds, whose config is `text`.
  func makeRun(_ name: String, _ text: String = "old", replacing: Bool = false) throws {
    var own = header
    own.config = text
    let directory = try RunDirectory(path: folder.path(name), replacing: replacing)
    _ = try directory.begin(own)
    _ = try directory.finish()
  }

  @Test("stands in its place from its beginning on, and has all tables when it is finished")
  func finished() async throws {
    let directory = try RunDirectory(path: folder.path("runs/a"), replacing: false)
    #expect(!FileManager.default.fileExists(atPath: folder.path("runs/a")))
    #expect(!directory.hasBegun)
    _ = try directory.begin(header)
    #expect(directory.hasBegun)
    #expect(try folder.text("runs/a/config.yml") == "seed: 1\n")
    #expect(try folder.contents().contains("runs/a/run.sqlite"))
    let first = try #require(try await tinyRounds(1).first)
    try directory.record(first.round)

    let files = try directory.finish()
    #expect(
      files == [
        "clients.csv", "config.yml", "contributions.csv", "rounds.csv",
        "rounds/round-0001.safetensors", "run.sqlite",
      ])
    #expect(
      try folder.contents()
        == (["runs", "runs/a", "runs/a/rounds"] + files.map { "runs/a/" + $0 }).sorted())
    #expect(try folder.text("runs/a/config.yml") == "seed: 1\n")
    directory.discard()
    #expect(try folder.text("runs/a/config.yml") == "seed: 1\n")
  }

  @Test("leaves nothing behind when it is discarded, not even the folders made for it")
  func discarded() throws {
    try RunDirectory(path: folder.path("runs/deep/a"), replacing: false).discard()
    #expect(try folder.contents() == [])
    let begun = try RunDirectory(path: folder.path("runs/deep/a"), replacing: false)
    _ = try begun.begin(header)
    begun.discard()
    #expect(try folder.contents() == [])

    try folder.write("", to: "runs/b/note")
    try RunDirectory(path: folder.path("runs/a"), replacing: false).discard()
    #expect(try folder.contents() == ["runs", "runs/b", "runs/b/note"])
  }

  @Test("does not replace a run unasked")
  func exists() throws {
    try makeRun("a")
    let before = try folder.contents()
    let path = folder.path("a")
    expect(
      "\(path) exists already; add --force to replace it, or choose another folder with --output"
    ) {
      _ = try RunDirectory(path: path, replacing: false)
    }
    #expect(try folder.contents() == before)
  }

  @Test("tells how to go on with a run that is unfinished")
  func unfinished() throws {
    let path = folder.path("a")
    _ = try RunDirectory(path: path, replacing: false).begin(header)
    expect(
      """
      \(path) holds an unfinished run of 0 rounds; resume it with `apportion run --resume \(path)`, or \
      add --force to replace it
      """
    ) {
      _ = try RunDirectory(path: path, replacing: false)
    }
  }

  @Test(
    "never replaces what is not a run",
    arguments: [["a/precious"], ["a/config.yml", "a/precious"], ["a/run.sqlite"], ["a"]])
  func notARun(files: [String]) throws {
    for file in files { try folder.write("precious", to: file) }
    let before = try folder.contents()
    let path = folder.path("a")
    expect(
      "\(path) exists already and is not a run, so it is not replaced; choose another folder with --output"
    ) {
      _ = try RunDirectory(path: path, replacing: true)
    }
    #expect(try folder.contents() == before)
  }

  @Test("keeps the run that it replaces until it is finished itself")
  func replaced() throws {
    try makeRun("a")
    let before = try folder.contents()
    try RunDirectory(path: folder.path("a"), replacing: true).discard()
    #expect(try folder.contents() == before)

    let failing = try RunDirectory(path: folder.path("a"), replacing: true)
    #expect(try folder.text("a/config.yml") == "old")
    _ = try failing.begin(header)
    #expect(try folder.text("a/config.yml") == "seed: 1\n")
    failing.discard()
    #expect(try folder.contents() == before)
    #expect(try folder.text("a/config.yml") == "old")

    try makeRun("a", "new", replacing: true)
    #expect(try folder.contents() == before)
    #expect(try folder.text("a/config.yml") == "new")
  }

  @Test("keeps it, too, when the new run was broken off and is replaced or gone on with")
  func replacedAfterBreak() throws {
    try makeRun("a")
    let before = try folder.contents()
    _ = try RunDirectory(path: folder.path("a"), replacing: true).begin(header)
    let second = try RunDirectory(path: folder.path("a"), replacing: true)
    _ = try second.begin(header)
    second.discard()
    #expect(try folder.text("a/config.yml") == "old")

    _ = try RunDirectory(path: folder.path("a"), replacing: true).begin(header)
    let third = try RunDirectory(resuming: folder.path("a"))
    _ = try third.begin(header)
    _ = try third.finish()
    #expect(try folder.text("a/config.yml") == "seed: 1\n")
    #expect(try folder.contents() == before)
  }

  @Test("is gone on with only by a run that set out alike")
  func otherBeginning() throws {
    let path = folder.path("a")
    _ = try RunDirectory(path: path, replacing: false).begin(header)
    var other = header
    other.validation = Digest(bytes: Array(repeating: 8, count: 32))
    expect(
      """
      \(path) cannot be resumed: it differs from this run in data; restore what has changed, or start \
      a run in another folder
      """
    ) { _ = try RunDirectory(resuming: path).begin(other) }
    expect("\(path)/b holds no run: there is no run.sqlite in it; check the path") {
      _ = try RunDirectory(resuming: path + "/b")
    }
  }

  @Test("cannot be made below a file")
  func belowFile() throws {
    try folder.write("", to: "file")
    let path = folder.path("file/a")
    expect(
      "cannot create \(path): Not a directory; fix this, or choose another path with --output"
    ) {
      _ = try RunDirectory(path: path, replacing: false)
    }
    #expect(try folder.contents() == ["file"])
  }

  @Test("says which file it could not write")
  func writeFailure() async throws {
    let first = try #require(try await tinyRounds(1).first)
    let path = folder.path("a")
    let directory = try RunDirectory(path: path, replacing: false)
    _ = try directory.begin(header)
    try folder.write("a file where a folder is due", to: "a/rounds")
    expect(
      """
      cannot write rounds/round-0001.safetensors in \(path): File exists; fix this, or choose \
      another path with --output
      """
    ) { try directory.record(first.round) }
    directory.discard()
    #expect(try folder.contents() == ["a", "a/rounds"])
  }

  @Test("is not mixed with another that is written to the same place")
  func twoAtOnce() throws {
    let path = folder.path("a")
    let first = try RunDirectory(path: path, replacing: false)
    let second = try RunDirectory(path: path, replacing: false)
    _ = try second.begin(header)
    expect(
      "\(path) exists already; add --force to replace it, or choose another folder with --output"
    ) {
      _ = try first.begin(header)
    }
    first.discard()
    _ = try second.finish()
    #expect(
      try folder.contents() == [
        "a", "a/clients.csv", "a/config.yml", "a/contributions.csv", "a/rounds.csv",
        "a/run.sqlite",
      ])
  }
}

/// What lies beside a run's own files belongs to somebody else.
@Suite("RunDirectory beside foreign files")
struct ForeignFilesTests {
  let folder: ScratchFolder
  let header = LedgerHeader(
    version: "1.2.3", config: "seed: 1\n", rounds: 0, parties: [],
    validation: RunDirectoryTests.digest,
    test: RunDirectoryTests.digest, model: RunDirectoryTests.digest)
  static let foreign = [
    "a/notes.txt", "a/rounds/notes.txt", "a/rounds/round-1.safetensors", "a/plots/b.svg",
    "a/.former/notes.txt",
  ]

  init() throws {
    folder = try ScratchFolder()
    let directory = try RunDirectory(path: folder.path("a"), replacing: false)
    _ = try directory.begin(header)
    _ = try directory.finish()
    for name in Self.foreign { try folder.write(name, to: name) }
  }

  func expectForeignFiles(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for name in Self.foreign {
      #expect(try folder.text(name) == name, sourceLocation: sourceLocation)
    }
  }

  @Test("replaces a run, and nothing else")
  func replaced() async throws {
    let first = try #require(try await tinyRounds(1).first)
    let directory = try RunDirectory(path: folder.path("a"), replacing: true)
    _ = try directory.begin(header)
    #expect(directory.replacedRun == folder.path("a") + "/.former")
    try expectForeignFiles()
    try directory.record(first.round)
    let files = try directory.finish()
    #expect(directory.replacedRun == nil)
    #expect(
      files == [
        "clients.csv", "config.yml", "contributions.csv", "rounds.csv",
        "rounds/round-0001.safetensors", "run.sqlite",
      ])
    try expectForeignFiles()
    #expect(try folder.contents().filter { $0.hasPrefix("a/.former/") } == ["a/.former/notes.txt"])
  }

  @Test("takes back a run without rounds, and nothing else")
  func takenBack() throws {
    let before = try folder.contents()
    let directory = try RunDirectory(path: folder.path("a"), replacing: true)
    _ = try directory.begin(header)
    directory.discard()
    #expect(try folder.contents() == before)
    try expectForeignFiles()

    let new = try RunDirectory(path: folder.path("b"), replacing: false)
    _ = try new.begin(header)
    try folder.write("mine", to: "b/notes.txt")
    new.discard()
    #expect(try folder.contents() == (before + ["b", "b/notes.txt"]).sorted())
  }

  @Test("never takes back a run that was there before")
  func resumed() throws {
    _ = try RunDirectory(path: folder.path("b"), replacing: false).begin(header)
    let before = try folder.contents()
    try RunDirectory(resuming: folder.path("b")).discard()
    #expect(try folder.contents() == before)
  }

  @Test("puts back the former run where the process was killed before the new one was whole")
  func killedInBetween() throws {
    for name in ["config.yml", "run.sqlite", "contributions.csv", "clients.csv", "rounds.csv"] {
      try FileManager.default.moveItem(
        atPath: folder.path("a/\(name)"), toPath: folder.path("a/.former/\(name)"))
    }
    try folder.write("half a ledger", to: "a/run.sqlite")
    #expect(throws: StoreError.exists(path: folder.path("a"))) {
      try RunDirectory(path: folder.path("a"), replacing: false)
    }
    #expect(try folder.text("a/config.yml") == "seed: 1\n")
    #expect(try Ledger(opening: folder.path("a/run.sqlite"), writing: false).isFinished)
    try expectForeignFiles()
  }

  @Test("is replaced by one process at a time")
  func twoAtOnce() throws {
    let path = folder.path("a")
    let first = try RunDirectory(path: path, replacing: true)
    #expect(throws: StoreError.busy(path: path)) { try RunDirectory(path: path, replacing: true) }
    _ = try first.begin(header)
    #expect(throws: StoreError.busy(path: path)) { try RunDirectory(path: path, replacing: true) }
    #expect(throws: (any Error).self) { try RunDirectory(resuming: path) }
    _ = try first.finish()
  }

  @Test("removes the drafts of processes that were killed, and no others")
  func drafts() throws {
    let dead = ".b.\(UUID().uuidString).unfinished"
    try folder.write("half a ledger", to: "\(dead)/run.sqlite")
    try folder.write("mine", to: ".b.notes.unfinished/notes.txt")
    let alive = try RunDirectory(path: folder.path("b"), replacing: false)
    let before = try folder.contents()
    #expect(!before.contains(dead))
    #expect(try folder.text(".b.notes.unfinished/notes.txt") == "mine")
    let other = try RunDirectory(path: folder.path("b"), replacing: false)
    #expect(try folder.contents().count == before.count + 1)
    _ = try alive.begin(header)
    other.discard()
  }

  @Test(
    "does not follow a symbolic link out of the run's folder", arguments: ["rounds", "rounds.csv"])
  func link(name: String) async throws {
    let first = try #require(try await tinyRounds(1).first)
    let directory = try RunDirectory(path: folder.path("b"), replacing: false)
    _ = try directory.begin(header)
    try folder.write("mine", to: "elsewhere/notes.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("b/\(name)"),
      withDestinationPath: folder.path(name == "rounds" ? "elsewhere" : "elsewhere/notes.txt"))
    #expect(throws: StoreError.self) {
      try directory.record(first.round)
      _ = try directory.finish()
    }
    #expect(try folder.contents().filter { $0.hasPrefix("elsewhere/") } == ["elsewhere/notes.txt"])
    #expect(try folder.text("elsewhere/notes.txt") == "mine")
  }
}
