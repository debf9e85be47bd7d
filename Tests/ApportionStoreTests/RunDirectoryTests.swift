import ApportionReconstruction
import ApportionStore
import Foundation
import Testing

@Suite("RunDirectory")
struct RunDirectoryTests {
  let folder: ScratchFolder
  let nothing = TotalAccount(clientCount: 1)

  init() throws { folder = try ScratchFolder() }

  func expect(
    _ message: String, from work: () throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try work() }
    #expect(error?.description == message, sourceLocation: sourceLocation)
  }

  @Test("appears under its name when it is finished, and not before")
  func finished() async throws {
    let directory = try RunDirectory(path: folder.path("runs/a"), replacing: false)
    let first = try #require(try await tinyRounds(1).first)
    directory.add(first.account)
    try directory.record(first.round)
    #expect(!FileManager.default.fileExists(atPath: folder.path("runs/a")))

    let files = try directory.finish(config: "seed: 1\n", clients: [], totals: nothing)
    #expect(
      files == [
        "clients.csv", "config.yml", "contributions.csv", "rounds.csv",
        "rounds/round-0001.safetensors",
      ])
    #expect(
      try folder.contents() == [
        "runs", "runs/a", "runs/a/clients.csv", "runs/a/config.yml", "runs/a/contributions.csv",
        "runs/a/rounds", "runs/a/rounds.csv",
        "runs/a/rounds/round-0001.safetensors",
      ])
    #expect(try folder.text("runs/a/config.yml") == "seed: 1\n")
    directory.discard()
    #expect(try folder.text("runs/a/config.yml") == "seed: 1\n")
  }

  @Test("leaves nothing behind when it is discarded, not even the folders made for it")
  func discarded() async throws {
    let directory = try RunDirectory(path: folder.path("runs/deep/a"), replacing: false)
    let first = try #require(try await tinyRounds(1).first)
    try directory.record(first.round)
    directory.discard()
    #expect(try folder.contents() == [])

    try folder.write("", to: "runs/b/note")
    try RunDirectory(path: folder.path("runs/a"), replacing: false).discard()
    #expect(try folder.contents() == ["runs", "runs/b", "runs/b/note"])
  }

  @Test("does not replace a run unasked")
  func exists() throws {
    try folder.write("old", to: "a/config.yml")
    try folder.write("old", to: "a/contributions.csv")
    let path = folder.path("a")
    expect(
      "\(path) is there already; add --force to replace it, or name another place with --output"
    ) {
      _ = try RunDirectory(path: path, replacing: false)
    }
    #expect(try folder.contents() == ["a", "a/config.yml", "a/contributions.csv"])
  }

  @Test(
    "never replaces what is not a run",
    arguments: [["a/precious"], ["a/config.yml", "a/precious"], ["a/contributions.csv"], ["a"]])
  func notARun(files: [String]) throws {
    for file in files { try folder.write("precious", to: file) }
    let before = try folder.contents()
    let path = folder.path("a")
    expect(
      "\(path) is there already and is not a run, so --force does not replace it; use --output"
    ) {
      _ = try RunDirectory(path: path, replacing: true)
    }
    #expect(try folder.contents() == before)
  }

  @Test("replaces a run as a whole when it is finished, and not before")
  func replaced() throws {
    try folder.write("old", to: "a/config.yml")
    try folder.write("old", to: "a/contributions.csv")
    try folder.write("old", to: "a/rounds/round-0001.safetensors")
    let before = try folder.contents()

    try RunDirectory(path: folder.path("a"), replacing: true).discard()
    #expect(try folder.contents() == before)

    let directory = try RunDirectory(path: folder.path("a"), replacing: true)
    #expect(try folder.text("a/config.yml") == "old")
    _ = try directory.finish(config: "new", clients: [], totals: nothing)
    #expect(
      try folder.contents() == [
        "a", "a/clients.csv", "a/config.yml", "a/contributions.csv", "a/rounds.csv",
      ])
    #expect(try folder.text("a/config.yml") == "new")
  }

  @Test("cannot be made below a file")
  func belowFile() throws {
    try folder.write("", to: "file")
    let path = folder.path("file/a")
    expect(
      "cannot create \(path): Not a directory; mend that, or name another place with --output"
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
    let draft = try #require(try folder.contents().first)
    try folder.write("a file where a folder is due", to: "\(draft)/rounds")
    expect(
      """
      cannot write rounds/round-0001.safetensors in \(path): File exists; mend that, or name \
      another place with --output
      """
    ) { try directory.record(first.round) }
    directory.discard()
    #expect(try folder.contents() == [])
  }

  @Test("is not mixed with another that is written to the same place")
  func twoAtOnce() async throws {
    let path = folder.path("a")
    let round = try #require(try await tinyRounds(1).first?.round)
    let first = try RunDirectory(path: path, replacing: false)
    let second = try RunDirectory(path: path, replacing: false)
    try first.record(round)
    _ = try second.finish(config: "second", clients: [], totals: nothing)
    expect(
      "cannot move the run to \(path): File exists; mend that, or name another place with --output"
    ) {
      _ = try first.finish(config: "first", clients: [], totals: nothing)
    }
    first.discard()
    #expect(
      try folder.contents() == [
        "a", "a/clients.csv", "a/config.yml", "a/contributions.csv", "a/rounds.csv",
      ])
    #expect(try folder.text("a/config.yml") == "second")
  }
}
