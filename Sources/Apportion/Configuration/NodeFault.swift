import Yams

/// A part of a text that is valid YAML but cannot be part of a config.
struct NodeFault {
  let mark: Mark?
  let problem: String

  func error(in path: String) -> ConfigError {
    ConfigError(
      place: mark.map { "\(path):\($0.line):\($0.column)" } ?? path, key: "", problem: problem)
  }
}

extension Node {
  /// The maximal nesting depth.
  static let mostLevels = 64
  /// The maximal number of parts, where a part with aliases counts once for each of them.
  private static let mostParts = 200_000

  /// The first part that a config cannot contain, or nil.
  var firstFault: NodeFault? {
    var parts = 0
    return firstFault(level: 1, parts: &parts)
  }

  private func firstFault(level: Int, parts: inout Int) -> NodeFault? {
    parts += 1
    guard level <= Self.mostLevels else {
      return NodeFault(
        mark: mark, problem: "is more than \(Self.mostLevels) lists and mappings deep; flatten it")
    }
    guard parts <= Self.mostParts else {
      return NodeFault(
        mark: mark, problem: "has more than \(Self.mostParts) parts, those of its aliases included")
    }
    switch self {
    case .mapping(let mapping):
      if let fault = fault(of: mapping.tag) { return fault }
      for (key, value) in mapping {
        guard key.scalar != nil else {
          return NodeFault(mark: key.mark, problem: "has \(key.summary) as a key; write a name")
        }
        // Comparing keys resolved their tags: `<<` and dates have tags that the text does not contain.
        if !key.tag.description.hasPrefix(standardTags), let fault = fault(of: key.tag) {
          return fault
        }
        if let fault = value.firstFault(level: level + 1, parts: &parts) { return fault }
      }
    case .sequence(let sequence):
      if let fault = fault(of: sequence.tag) { return fault }
      for entry in sequence {
        if let fault = entry.firstFault(level: level + 1, parts: &parts) { return fault }
      }
    case .scalar(let scalar): return fault(of: scalar.tag)
    default: break
    }
    return nil
  }

  private func fault(of tag: Tag) -> NodeFault? {
    let name = tag.description
    let isStandard = name.hasPrefix(standardTags)
    let short = isStandard ? String(name.dropFirst(standardTags.count)) : name
    let known = ["str", "int", "float", "bool", "null", "map", "seq"]
    guard !["", "!"].contains(name), !(isStandard && known.contains(short)) else { return nil }
    return NodeFault(
      mark: mark,
      problem:
        "has the tag `\(isStandard ? "!!" : "")\(short)`, which is not allowed; remove it")
  }
}

/// The prefix that `!!` abbreviates.
private let standardTags = "tag:yaml.org,2002:"
