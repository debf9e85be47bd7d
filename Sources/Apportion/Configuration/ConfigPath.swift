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
