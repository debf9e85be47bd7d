import ApportionPrimitives
import Foundation

/// The text of a config file, and the default name of its experiment.
struct ConfigFile {
  let text: String
  let stem: String

  /// The maximal size of a config in bytes: 16 MiB.
  private static let mostBytes = 1 << 24

  /// Reads a file.
  ///
  /// - Throws: ``ConfigError`` if the file does not exist or is not a text file.
  init(path: String) throws {
    func unreadable(_ reason: String) -> ConfigError {
      ConfigError(place: path, key: "", problem: "cannot be read: \(reason)")
    }
    switch obstacle(toReading: path) {
    case .missing:
      throw ConfigError(
        place: path, key: "", problem: "no such config file; \(pathAdvice(for: path))",
        isMissingInput: true)
    case .unreadable(let reason): throw unreadable(reason)
    case nil: break
    }
    let bytes: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      bytes = try file.read(upToCount: Self.mostBytes + 1) ?? Data()
      try file.close()
    } catch {
      throw unreadable(error.localizedDescription)
    }
    guard bytes.count <= Self.mostBytes else {
      throw unreadable("it is larger than 16 MiB, so it is not a config")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw unreadable("it is not a text file in UTF-8")
    }
    self.text = text
    stem = URL(filePath: path).deletingPathExtension().lastPathComponent
  }
}
