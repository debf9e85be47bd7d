import ApportionPrimitives
import Foundation
import Yams

/// The text of a config as a tree, with what options put in its place, and where each part stands.
struct ConfigSource {
  /// What to call the config in messages.
  let path: String
  private(set) var root: Node
  private let written: Node
  private var overrides: [(path: ConfigPath, option: String)] = []

  /// Reads `text`, then puts in its place what `overrides` say: `path.to.key=value`, the value in
  /// YAML.
  init(path: String, text: String, overrides: [String]) throws {
    self.path = path
    do {
      written = try compose(yaml: text) ?? .mapping(Node.Mapping([]))
    } catch let error as YamlError {
      throw Self.syntaxError(error, path: path)
    }
    root = written
    guard case .mapping = root else {
      throw ConfigError(
        place: "\(path):1:1", key: "", problem: "a config is a mapping of keys to values")
    }
    for option in overrides { try override(with: option) }
  }

  private mutating func override(with option: String) throws {
    let name = "--set \(option)"
    guard let equals = option.firstIndex(of: "="), equals != option.startIndex else {
      throw ConfigError(place: name, key: "", problem: "is not of the form path.to.key=value")
    }
    let path = ConfigPath(String(option[..<equals]))
    let value: Node
    do {
      value = try compose(yaml: String(option[option.index(after: equals)...])) ?? Node("")
    } catch let error as YamlError {
      throw Self.syntaxError(error, path: name)
    }
    guard let changed = root.setting(path[...], to: value) else {
      throw ConfigError(place: name, key: path.text, problem: "is not there to be set")
    }
    root = changed
    overrides.append((path, name))
  }

  /// The error that `problem` at `path` makes, with the place of the nearest part that is written.
  func error(at path: ConfigPath, _ problem: String) -> ConfigError {
    ConfigError(place: place(of: path), key: path.text, problem: problem)
  }

  private func place(of path: ConfigPath) -> String {
    if let override = overrides.last(where: { path.starts(with: $0.path) }) {
      return override.option
    }
    for length in stride(from: path.count, through: 0, by: -1) {
      let start = Array(path.prefix(length))
      guard let node = written.part(at: start) else { continue }
      let mark = length > 0 ? written.keyMark(of: start) ?? node.mark : nil
      return mark.map { "\(self.path):\($0.line):\($0.column)" } ?? self.path
    }
    return self.path
  }

  private static func syntaxError(_ error: YamlError, path: String) -> ConfigError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigError(place: "\(path):\(mark.line):\(mark.column)", key: "", problem: problem)
    case .duplicatedKeysInMapping(let keys, let context):
      ConfigError(
        place: "\(path):\(context.mark.line):\(context.mark.column)", key: "",
        problem: "the key \(keys.map { "`\($0)`" }.joined(separator: ", ")) stands here twice")
    default:
      ConfigError(place: path, key: "", problem: "is not YAML: \(error)")
    }
  }
}

extension Node {
  /// Where the key of the part at `path` is written.
  fileprivate func keyMark(of path: ConfigPath) -> Mark? {
    guard case .key(let name) = path.last else { return nil }
    let owner = part(at: Array(path.dropLast()))
    return owner?.mapping?.first { $0.key.string == name }?.key.mark
  }

  /// The same with `value` at `path`; keys that are missing are made, list entries are not.
  fileprivate func setting(_ path: ArraySlice<PathStep>, to value: Node) -> Node? {
    guard let step = path.first else { return value }
    switch (step, self) {
    case (.key(let key), .mapping(var mapping)):
      guard
        let changed = (mapping[key] ?? .mapping(Node.Mapping([]))).setting(
          path.dropFirst(), to: value)
      else {
        return nil
      }
      mapping[key] = changed
      return .mapping(mapping)
    case (.index(let index), .sequence(var sequence)) where sequence.indices.contains(index):
      guard let changed = sequence[index].setting(path.dropFirst(), to: value) else { return nil }
      sequence[index] = changed
      return .sequence(sequence)
    default:
      return nil
    }
  }
}
