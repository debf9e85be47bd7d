import ApportionSimulation
import Foundation
import Testing

@Suite("Reading a file, gzipped or not")
struct CompressedFileTests {
  @Test("no more is read than the limit, however much a gzip stream holds")
  func limit() throws {
    try TemporaryFolder.use { folder in
      let zeros = [UInt8](repeating: 0, count: 3 << 14)
      // A gzip file may have several members, one behind another.
      try folder.write(
        Array([[UInt8]](repeating: gzipped(zeros), count: 64).joined()), to: "bomb.gz")
      try folder.write([UInt8](repeating: 0, count: 3 << 20), to: "plain")
      for name in ["bomb.gz", "plain"] {
        let path = folder.path + "/" + name
        #expect(try contents(ofFile: path, limit: 3 << 20).count == 3 << 20)
        #expect(
          complaint { _ = try contents(ofFile: path, limit: (3 << 20) - 1) } == """
            \(path): its uncompressed size exceeds the limit of 3 MiB; leave out rows or columns, or \
            split the file
            """)
      }
    }
  }

  @Test("pipes and devices are not waited for")
  func pipes() throws {
    try TemporaryFolder.use { folder in
      let path = folder.path + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      #expect(
        complaint { _ = try contents(ofFile: path) }
          == "\(path): cannot be read: it is a pipe; write its content to a file")
      #expect(
        complaint { _ = try contents(ofFile: "/dev/zero") }
          == "/dev/zero: cannot be read: it is a device")
      #expect(
        complaint { _ = try contents(ofFile: folder.path) }
          == "\(folder.path): cannot be read: it is a folder")
      #expect(
        complaint { _ = try contents(ofFile: "a\0b") }
          == "a\0b: no such file; check the path; it is relative to the working directory")
    }
  }
}
