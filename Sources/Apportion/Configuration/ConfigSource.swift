import ApportionPrimitives
import Foundation
import Yams

/// The text of a config as a tree with the overrides applied, and the location of each part.
struct ConfigSource {
  /// The name of the config in messages.
  let path: String
  private(set) var root: Node
  private let written: Node
  /// The parts that were overridden, and the location of each override.
  private var overrides: [(path: ConfigPath, place: String)] = []

  /// Reads `text`, then applies `overrides`: `path.to.key=value`, with the value in YAML.
  init(path: String, text: String, overrides: [String]) throws {
    self.path = path
    do {
      written = try Node.reading(text) ?? .mapping(Node.Mapping([]))
    } catch let error as YamlError {
      throw Self.syntaxError(error, path: path)
    }
    if let fault = written.firstFault { throw fault.error(in: path) }
    root = written
    guard case .mapping = root else {
      let start = root.mark.map { "\(path):\($0.line):\($0.column)" }
      throw ConfigError(
        place: start ?? path, key: "",
        problem: "is \(root.summary), but a config is a mapping of keys to values")
    }
    for option in overrides { try override(with: option) }
  }

  private mutating func override(with option: String) throws {
    let name = "--set \(option)"
    guard let equals = option.firstIndex(of: "="), !ConfigPath(String(option[..<equals])).isEmpty
    else {
      throw ConfigError(place: name, key: "", problem: "is not of the form path.to.key=value")
    }
    let path = ConfigPath(String(option[..<equals]))
    let value: Node
    do {
      value = try Node.reading(String(option[option.index(after: equals)...])) ?? Node("")
    } catch let error as YamlError {
      let problem = Self.syntaxError(error, path: "").problem
      throw ConfigError(place: name, key: path.text, problem: problem)
    }
    if let fault = value.firstFault {
      throw ConfigError(place: name, key: path.text, problem: fault.problem)
    }
    try put(value, at: path, place: name)
  }

  /// Sets the part at `path` to `value`; messages about it give `place` as its location.
  mutating func put(_ value: Node, at path: ConfigPath, place: String) throws {
    let path = root.joining(path)
    do {
      root = try root.setting(path[...], to: value)
    } catch let obstacle as NoPart {
      let owner = path.dropLast(obstacle.remaining)
      throw ConfigError(
        place: place, key: path.text,
        problem: "cannot be set, because `\(Array(owner).text)` is \(obstacle.found)")
    }
    overrides.append((path, place))
  }

  /// An error with `problem` at `path`, located at the nearest part that is written.
  func error(at path: ConfigPath, _ problem: String) -> ConfigError {
    ConfigError(place: place(of: path), key: path.text, problem: problem)
  }

  /// The location of the part at `path`, or of the nearest enclosing part that is written.
  func place(of path: ConfigPath) -> String {
    if let override = overrides.last(where: { path.starts(with: $0.path) }) {
      return override.place
    }
    // A part that only overrides have created has no other location.
    if written.part(at: path) == nil,
      let override = overrides.last(where: { $0.path.starts(with: path) })
    {
      return override.place
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
    case .scanner(_, let problem, let mark, let text), .parser(_, let problem, let mark, let text),
      .composer(_, let problem, let mark, let text):
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let isTab =
        lines.indices.contains(mark.line - 1)
        && lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).first == "\t"
      let words =
        if isTab {
          "is not YAML: lines must be indented with blanks, not with tabs"
        } else if problem.hasPrefix("Maximum nesting level") {
          "is more than \(Node.mostLevels) lists and mappings deep; flatten it"
        } else {
          "is not YAML: \(problem)"
        }
      return ConfigError(
        place: "\(path):\(mark.line):\(mark.column)", key: "", problem: words)
    case .duplicatedKeysInMapping(let keys, let context):
      return ConfigError(
        place: "\(path):\(context.mark.line):\(context.mark.column)", key: keys.first ?? "",
        problem: "is given more than once, here for the first time; keep only one")
    case .reader(let problem, _, _, _):
      return ConfigError(place: path, key: "", problem: "is not YAML: \(problem)")
    default:
      return ConfigError(place: path, key: "", problem: "is not YAML: \(error)")
    }
  }
}

/// Why a part of a config cannot be set: the node that prevents it.
private struct NoPart: Error {
  /// The number of steps of the path that remain at that node.
  let remaining: Int
  let found: String
}

extension Node {
  /// The position at which the key of the part at `path` is written.
  fileprivate func keyMark(of path: ConfigPath) -> Mark? {
    guard case .key(let name) = path.last else { return nil }
    let owner = part(at: Array(path.dropLast()))
    return owner?.mapping?.first { $0.key.string == name }?.key.mark
  }

  /// The path with those steps joined that are written as one key with dots, as in `compare.axes`.
  fileprivate func joining(_ path: ConfigPath) -> ConfigPath {
    guard let step = path.first else { return [] }
    for length in stride(from: path.count, to: 1, by: -1) {
      let name = Array(path.prefix(length)).text
      guard let part = mapping?[name] else { continue }
      return [.key(name)] + part.joining(Array(path.dropFirst(length)))
    }
    return [step] + (part(at: [step])?.joining(Array(path.dropFirst())) ?? Array(path.dropFirst()))
  }

  /// A copy with `value` at `path`; missing keys are added, missing list entries are not.
  fileprivate func setting(_ path: ArraySlice<PathStep>, to value: Node) throws -> Node {
    guard let step = path.first else { return value }
    switch (step, self) {
    case (.key(let key), .mapping(var mapping)):
      guard let part = mapping[key] ?? path.dropFirst().emptyOwner else {
        throw NoPart(remaining: path.count - 1, found: "not in the config")
      }
      mapping[key] = try part.setting(path.dropFirst(), to: value)
      return .mapping(mapping)
    case (.index(let index), .sequence(var sequence)) where sequence.indices.contains(index):
      sequence[index] = try sequence[index].setting(path.dropFirst(), to: value)
      return .sequence(sequence)
    case (.index, .sequence(let sequence)):
      throw NoPart(remaining: path.count, found: "a list of \(sequence.count)")
    default:
      throw NoPart(remaining: path.count, found: summary)
    }
  }
}

extension ArraySlice<PathStep> {
  /// The empty node to create for a missing part from which this path continues.
  fileprivate var emptyOwner: Node? {
    if case .index = first { nil } else { .mapping(Node.Mapping([])) }
  }
}
