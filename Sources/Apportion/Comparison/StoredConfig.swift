import ApportionStore
import Foundation

/// How the config in a folder compares with the one that its run would be made by.
enum StoredConfig {
  /// There is no such folder.
  case absent
  case same
  /// It ends early, as files do where a machine lost its power.
  case cutOff
  /// There is none in the folder.
  case missing
  case other(difference: String)

  /// - Parameters:
  ///   - path: the folder.
  ///   - expected: the text of the config that would be written.
  init(path: String, expected: String) {
    guard FileManager.default.fileExists(atPath: path) else {
      self = .absent
      return
    }
    let file = URL(filePath: path).appending(path: "config.yml").relativePath
    guard let bytes = FileManager.default.contents(atPath: file) else {
      self = .missing
      return
    }
    let written = String(decoding: bytes, as: UTF8.self)
    if let difference = textDifference(written, expected) {
      self = Data(expected.utf8).starts(with: bytes) ? .cutOff : .other(difference: difference)
    } else {
      self = .same
    }
  }
}

/// A run that another config has left stands where one of a comparison is to be.
public struct MismatchedRun: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let difference: String

  public var description: String {
    """
    \(path) is there already, but is not a run of this comparison: \(difference); add --force to \
    replace such runs, or name another place with --output
    """
  }
}
