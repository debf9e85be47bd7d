import ApportionPrimitives

/// What is wrong with a config: where it says so, the key, and what to change.
public struct ConfigError: Error, Hashable, CustomStringConvertible {
  /// `file:line:column`, the `--set` option, or the file alone.
  public let place: String
  /// The key, from the top: `strategy.of[1].momentum`; empty for the config as a whole.
  public let key: String
  public let problem: String

  public var description: String {
    key.isEmpty ? "\(place): \(problem)" : "\(place): `\(key)` \(problem)"
  }
}

/// A step from a part of a config to a part of that part.
enum PathStep: Hashable {
  case key(String)
  case index(Int)
}

/// The way from the top of a config to one of its parts.
typealias ConfigPath = [PathStep]

extension ConfigPath {
  /// `strategy.of[1].momentum`.
  var text: String {
    reduce("") { text, step in
      switch step {
      case .key(let key): text.isEmpty ? key : "\(text).\(key)"
      case .index(let index): "\(text)[\(index)]"
      }
    }
  }

  /// Reads `strategy.of[1].momentum`, and `strategy.of.1.momentum` alike.
  init(_ text: String) {
    self = text.split { ".[]".contains($0) }.map { part in
      Int(part).map { .index($0) } ?? .key(String(part))
    }
  }
}
