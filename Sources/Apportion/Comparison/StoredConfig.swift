import ApportionStore
import Foundation

/// How the config stored in a folder compares with the config of the run that belongs there.
enum StoredConfig {
  /// The folder does not exist.
  case absent
  case same
  /// It ends early, as files may after a power failure.
  case cutOff
  /// The folder has no config.
  case missing
  case other(difference: String)

  /// Compares the stored config.
  ///
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

/// A run of another config is stored where a run of a comparison belongs.
public struct MismatchedRun: Error, Hashable, CustomStringConvertible {
  /// The path of the run.
  public let path: String
  /// The difference between the two configs.
  public let difference: String

  public var description: String {
    """
    \(path) exists already, but is not a run of this comparison: \(difference); add --force to \
    replace such runs, or choose another folder with --output
    """
  }
}
