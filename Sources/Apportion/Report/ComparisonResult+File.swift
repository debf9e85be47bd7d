import ApportionPrimitives
import ApportionReconstruction
import Foundation
import Yams

extension ComparisonResult {
  /// Reads a `comparison.json` and checks that its settings are in range, but not its figures.
  ///
  /// - Parameter path: relative to the working directory.
  /// - Throws: ``UnreadableComparison``.
  init(contentsOf path: String) throws {
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Self.self, from: Data(contentsOf: URL(filePath: path)))
    } catch let error as DecodingError {
      throw UnreadableComparison(path: path, problem: error.problem)
    } catch {
      throw UnreadableComparison(path: path, problem: "it cannot be read")
    }
    do {
      try comparison.settings.validate()
    } catch {
      let own = InvalidSetting(
        "comparison.settings." + snakeCase(error.setting), error.value, mustBe: error.allowed)
      throw UnreadableComparison(path: path, problem: "\(own)")
    }
  }

  /// A config that makes the comparison again: that of its first run, with a section `compare`.
  ///
  /// - Parameters:
  ///   - runs: the strategy of each run, and the config in its ledger.
  ///   - path: the path of this file, for messages.
  /// - Returns: the text.
  /// - Throws: ``UnreadableComparison`` if the value of an axis is not YAML.
  func config(_ runs: [(strategy: String, config: String)], at path: String) throws -> String {
    do {
      return try config(runs)
    } catch is YamlError {
      throw UnreadableComparison(
        path: path, problem: "a value of its `comparison.settings` is not YAML")
    }
  }

  private func config(_ runs: [(strategy: String, config: String)]) throws -> String {
    let settings = comparison.settings
    var axes: [(Node, Node)] = try settings.axes.indices.map { axis in
      let values = settings.settings.map { $0.values[axis] }
      let distinct = values.indices.filter { values.firstIndex(of: values[$0]) == $0 }
      return (
        Node(settings.axes[axis]),
        Node(try distinct.map { try Node.reading(values[$0]) ?? Node("") }, .implicit, .flow)
      )
    }
    let strategies = try settings.strategies.map { strategy in
      let run = runs.first { $0.strategy == strategy }
      return try Node.reading(run?.config ?? "")?.mapping?["strategy"] ?? Node(strategy)
    }
    axes.append((Node("strategy"), Node(strategies)))
    let section = Node([
      (Node("axes"), Node(axes)), (Node("seeds"), try Node(encoding: settings.seeds.count)),
      (Node("repeats"), try Node(encoding: settings.repeats)),
      (Node("budget"), try Node(encoding: settings.budget)),
      (Node("reference"), try Node(encoding: settings.reference)),
      (Node("utility"), try Node(encoding: utility)),
      (Node("round_weights"), try Node(encoding: settings.roundWeights)),
      (Node("share_rule"), try Node(encoding: settings.shareRule)),
      (Node("confidence"), try Node(encoding: settings.confidence)),
    ])
    let text = try serialize(
      node: Node([(Node(Configuration.comparisonKey), section)]), width: -1)
    return (runs.first?.config ?? "") + text
  }

}

/// The first difference between the contents of a file and what the ledgers give, in words, or nil.
///
/// - Parameters:
///   - found: the part of the file.
///   - expected: the same part as computed from the ledgers.
///   - path: the position of the part in the file.
/// - Returns: the position as a path of keys, and both values.
/// - Throws: what encoding them throws.
func firstDifference<Part: Encodable & Equatable>(
  of found: Part, from expected: Part, at path: String
) throws -> String? {
  guard found != expected else { return nil }
  let parts = try [found, expected].map {
    try JSONSerialization.jsonObject(
      with: Data(try jsonDocument($0).utf8), options: .fragmentsAllowed)
  }
  return difference(of: parts[0], from: parts[1], at: path) ?? "its `\(path)` differs"
}

private func difference(of found: Any, from expected: Any, at path: String) -> String? {
  switch (found, expected) {
  case (let found as [String: Any], let expected as [String: Any]):
    return expected.keys.sorted().lazy.compactMap { key in
      difference(
        of: found[key] ?? NSNull(), from: expected[key] ?? NSNull(),
        at: path + "." + key)
    }.first
  case (let found as [Any], let expected as [Any]) where found.count == expected.count:
    return found.indices.lazy.compactMap {
      difference(of: found[$0], from: expected[$0], at: path + "[\($0)]")
    }.first
  case (let found as [Any], let expected as [Any]):
    return "its `\(path)` has a length of \(found.count), but the ledgers give \(expected.count)"
  default:
    let (found, expected) = ("\(found)", "\(expected)")
    return found == expected
      ? nil : "its `\(path)` is \(found), but the ledgers give \(expected)"
  }
}

extension DecodingError {
  /// What is wrong and where, in few words.
  fileprivate var problem: String {
    switch self {
    case .keyNotFound(let key, let context):
      "`\(Self.name(context.codingPath + [key]))` is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "`\(Self.name(context.codingPath))` has the wrong type"
    default: "it is not JSON, or has a number that is out of range"
    }
  }

  private static func name(_ path: [any CodingKey]) -> String {
    path.reduce("") { text, key in
      if let index = key.intValue { return text + "[\(index)]" }
      return (text.isEmpty ? "" : text + ".") + snakeCase(key.stringValue)
    }
  }
}

/// A `comparison.json` that this program did not write, or that does not match the ledgers beside it.
public struct UnreadableComparison: Error, Hashable, CustomStringConvertible {
  /// The path of the file.
  public let path: String
  /// What is wrong with it.
  public let problem: String

  public var description: String {
    """
    \(path) is not the comparison of the runs beside it: \(problem); make it again with the \
    `apportion compare` it came from, which keeps all runs
    """
  }
}
