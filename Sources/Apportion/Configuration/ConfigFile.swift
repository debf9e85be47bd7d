import ApportionSimulation
import Foundation

/// The text of a config file, and what an experiment is called that gives itself no name.
struct ConfigFile {
  let text: String
  let stem: String

  /// - Throws: `DataError` where there is no such file, or no text in it.
  init(path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    guard !isFolder.boolValue else {
      throw DataError.unreadable(path: path, reason: "it is a folder")
    }
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw DataError.unreadable(path: path, reason: "it is not a text file in UTF-8")
    }
    stem = URL(filePath: path).deletingPathExtension().lastPathComponent
  }
}
