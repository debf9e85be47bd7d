import Foundation
import Yams

/// An axis as the config has it: the values themselves, and where each is written.
struct WrittenAxis {
  /// The way to what the axis sets.
  let target: ConfigPath
  /// The way to the axis.
  let path: ConfigPath
  let values: [Node]

  /// The same as a plan tells it.
  var summary: ComparisonAxis {
    get throws { ComparisonAxis(key: target.text, values: try values.map { try $0.oneLine }) }
  }

  /// Keys that are no axes, and what to do.
  fileprivate static let instead = [
    "seed": "say how many with `compare.seeds`",
    "repetition": "say how many with `compare.repeats`",
    "utility": "say which with `compare.utility`; both are always computed",
    "name": "it names all runs together",
    "version": "all runs are those of one program",
    Configuration.comparisonKey: "a comparison holds no others",
  ]
}

extension ConfigSource {
  /// The axes of the config's comparison, whatever they set.
  ///
  /// A key may be written with dots, or as mappings in one another, as `--set` makes them.
  func axes() throws -> [WrittenAxis] {
    let path: ConfigPath = [.key(Configuration.comparisonKey), .key("axes")]
    guard let given = root.part(at: path) else { return [] }
    guard given.mapping != nil else {
      throw error(at: path, "is \(given.summary), but must be a mapping of keys to lists of values")
    }
    let axes = try axes(in: given, at: path, of: "")
    for (index, axis) in axes.enumerated() {
      if case .key(let key)? = axis.target.first, let advice = WrittenAxis.instead[key] {
        throw error(at: axis.path, "is not to be an axis; \(advice)")
      }
      if let other = axes[..<index].first(where: {
        axis.target.starts(with: $0.target) || $0.target.starts(with: axis.target)
      }) {
        throw error(
          at: axis.path, "sets what the axis `\(other.target.text)` sets, too; keep one of them")
      }
    }
    return axes
  }

  private func axes(in owner: Node, at path: ConfigPath, of prefix: String) throws -> [WrittenAxis]
  {
    try (owner.mapping ?? [:]).flatMap { key, part in
      let name = key.string ?? ""
      let (text, path) = (prefix + name, path + [.key(name)])
      if part.mapping != nil { return try axes(in: part, at: path, of: text + ".") }
      guard case .sequence(let values) = part, !values.isEmpty else {
        let found = part.sequence == nil ? part.summary : "[]"
        throw error(at: path, "is \(found), but must be a list of at least one value")
      }
      return [WrittenAxis(target: ConfigPath(text), path: path, values: Array(values))]
    }
  }
}

extension Node {
  /// The text of the node as a config writes it, on one line.
  var oneLine: String {
    get throws {
      if let scalar { return scalar.string }
      let text = try serialize(node: flowing, width: -1)
      return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  private var flowing: Node {
    switch self {
    case .mapping(let mapping):
      .mapping(Mapping(mapping.map { ($0.key, $0.value.flowing) }, mapping.tag, .flow))
    case .sequence(let sequence):
      .sequence(Sequence(sequence.map(\.flowing), sequence.tag, .flow))
    default: self
    }
  }
}
