import Foundation
import Yams

/// An axis as written in the config: its values, and where each is written.
struct WrittenAxis {
  /// The path of the key that the axis sets.
  let target: ConfigPath
  /// The path of the axis itself.
  let path: ConfigPath
  let values: [Node]

  /// The axis in the form that ``ComparisonPlan/axes`` has.
  var summary: ComparisonAxis {
    get throws { ComparisonAxis(key: target.text, values: try values.map { try $0.oneLine }) }
  }

  /// Keys that cannot be axes, and what to do instead.
  fileprivate static let instead = [
    "seed": "use `compare.seeds` instead",
    "repetition": "use `compare.repeats` instead",
    "utility": "choose one with `compare.utility`; both are always computed",
    "name": "it is the name of the whole comparison",
    "version": "all runs use the same version",
    Configuration.comparisonKey: "a comparison cannot contain another",
  ]
}

extension ConfigSource {
  /// The axes of the config's comparison, with any keys.
  ///
  /// A key may be written with dots, or as nested mappings, as `--set` writes it.
  func axes() throws -> [WrittenAxis] {
    let path: ConfigPath = [.key(Configuration.comparisonKey), .key("axes")]
    guard let given = root.part(at: path) else { return [] }
    guard given.mapping != nil else {
      throw error(at: path, "is \(given.summary), but must be a mapping of keys to lists of values")
    }
    let axes = try axes(in: given, at: path, of: "")
    for (index, axis) in axes.enumerated() {
      if case .key(let key)? = axis.target.first, let advice = WrittenAxis.instead[key] {
        throw error(at: axis.path, "cannot be an axis; \(advice)")
      }
      if let other = axes[..<index].first(where: {
        axis.target.starts(with: $0.target) || $0.target.starts(with: axis.target)
      }) {
        throw error(
          at: axis.path, "sets the same key as the axis `\(other.target.text)`; keep only one")
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
