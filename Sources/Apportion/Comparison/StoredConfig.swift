import Foundation

/// How the config in a folder compares with the one that its run would be made by.
enum StoredConfig {
  /// There is no such folder.
  case absent
  case same
  /// It ends early, as files do where a machine lost its power.
  case cutOff
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
      self = .other(difference: "it has no config.yml")
      return
    }
    guard Data(expected.utf8).starts(with: bytes) else {
      self = .other(difference: Self.difference(String(decoding: bytes, as: UTF8.self), expected))
      return
    }
    self = bytes.count == expected.utf8.count ? .same : .cutOff
  }

  /// The first line that differs.
  private static func difference(_ written: String, _ expected: String) -> String {
    let texts = [written, expected].map {
      $0.split(separator: "\n", omittingEmptySubsequences: false)
    }
    let number = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
    let lines = texts.map { text in
      text.indices.contains(number)
        ? "\"\(text[number].trimmingCharacters(in: .whitespaces))\"" : "nothing"
    }
    return "line \(number + 1) of its config.yml is \(lines[0]), where this one has \(lines[1])"
  }
}

/// A run that another config has left stands where one of a comparison is to be.
public struct ForeignRun: Error, Hashable, CustomStringConvertible {
  public let path: String
  public let difference: String

  public var description: String {
    """
    \(path) is there already, but is not a run of this comparison: \(difference); add --force to \
    replace such runs, or name another place with --output
    """
  }
}
