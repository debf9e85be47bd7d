import Foundation

/// A folder for one test, gone when the test is.
struct TemporaryFolder {
  let path: String

  static func use<Result>(_ work: (TemporaryFolder) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appending(path: "apportion-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    return try work(TemporaryFolder(path: url.path))
  }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}

/// The whole text of what `work` throws.
func complaint(_ work: () throws -> Void) -> String {
  do {
    try work()
    return "no complaint"
  } catch {
    return "\(error)"
  }
}
