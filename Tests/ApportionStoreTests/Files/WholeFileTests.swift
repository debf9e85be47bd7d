import ApportionStore
import Foundation
import Testing

@Suite("WholeFile")
struct WholeFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func write(_ text: String, to name: String, special: WholeFile.Special = .refused) throws {
    try WholeFile.write(Data(text.utf8), to: URL(filePath: folder.path(name)), special: special)
  }

  @Test("replaces a file as a whole, and leaves nothing beside it")
  func replaced() throws {
    try write("long before", to: "a.csv")
    try write("short", to: "a.csv")
    #expect(try folder.text("a.csv") == "short")
    #expect(try folder.contents() == ["a.csv"])
  }

  @Test("takes over the draft that a killed process has left")
  func draft() throws {
    try folder.write("half of something that is longer", to: ".a.csv.apportion-part")
    try write("whole", to: "a.csv")
    #expect(try folder.text("a.csv") == "whole")
    #expect(try folder.contents() == ["a.csv"])
  }

  @Test("lets several writers of one file wait for each other")
  func concurrent() async throws {
    let texts = (0..<16).map { String(repeating: "\($0) ", count: 2_000) }
    let path = folder.path("a.csv")
    // Often, because they rarely come between each other's steps.
    for _ in 0..<100 {
      try await withThrowingTaskGroup { group in
        for text in texts {
          group.addTask { try WholeFile.write(Data(text.utf8), to: URL(filePath: path)) }
        }
        try await group.waitForAll()
      }
    }
    #expect(texts.contains(try folder.text("a.csv")))
    #expect(try folder.contents() == ["a.csv"])
  }

  @Test("never replaces a folder, a symbolic link, a FIFO or a device")
  func special() throws {
    try folder.write("mine", to: "target/notes.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: folder.path("target/notes.txt"))
    #expect(mkfifo(folder.path("fifo"), 0o600) == 0)
    for (name, kind) in [
      ("target", "a folder"), ("link", "a symbolic link"), ("fifo", "a FIFO"),
    ] {
      let error = #expect(throws: NotReplaceable.self) { try write("text", to: name) }
      #expect(
        error?.description == "\(folder.path(name)) is \(kind), which is not replaced")
    }
    #expect(try folder.text("target/notes.txt") == "mine")
    #expect(try folder.contents() == ["fifo", "link", "target", "target/notes.txt"])
    let null = URL(filePath: "/dev/null")
    #expect(throws: NotReplaceable.self) { try WholeFile.write(Data("text".utf8), to: null) }
    try WholeFile.write(Data("text".utf8), to: null, special: .written)
    #expect(FileKind(of: null) == .device)
    #expect(throws: NotReplaceable.self) { try write("text", to: "link", special: .written) }
  }

  @Test("keeps the former file where the new one cannot be written")
  func failure() throws {
    try write("before", to: "a.csv")
    try FileManager.default.createDirectory(
      atPath: folder.path(".a.csv.apportion-part"), withIntermediateDirectories: false)
    #expect(throws: (any Error).self) { try write("after", to: "a.csv") }
    #expect(try folder.text("a.csv") == "before")
  }
}
