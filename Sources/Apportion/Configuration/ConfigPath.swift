/// A step from a part of a config to one of its own parts.
enum PathStep: Hashable {
  case key(String)
  case index(Int)
}

/// The path from the top of a config to one of its parts.
typealias ConfigPath = [PathStep]

extension ConfigPath {
  /// The path as text: `strategy.of[1].momentum`.
  var text: String {
    reduce("") { text, step in
      switch step {
      case .key(let key): text.isEmpty ? key : "\(text).\(key)"
      case .index(let index): "\(text)[\(index)]"
      }
    }
  }

  /// Reads `strategy.of[1].momentum`, or equally `strategy.of.1.momentum`.
  init(_ text: String) {
    self = text.split { ".[]".contains($0) }.map { part in
      Int(part).map { .index($0) } ?? .key(String(part))
    }
  }
}
