import ApportionReconstruction
import ApportionStore
import Foundation
import Testing

@Suite("RunDirectory")
struct RunDirectoryTests {
  @Test("leaves nothing behind when it is discarded")
  func discarded() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let directory = try RunDirectory(
      path: folder.appending(path: "run").path, replacing: false)
    directory.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
