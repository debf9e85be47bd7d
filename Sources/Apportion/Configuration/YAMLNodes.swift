import ApportionPrimitives
import ApportionSimulation
import Foundation
import Yams

// Conversion between Swift values and Yams nodes. Keys are snake_case in files and camelCase in code.

extension Node {
  /// The root node of `yaml`, or nil if the text is empty.
  ///
  /// The text is read as UTF-8. Without an explicit encoding, Yams reads one from the environment each time.
  static func reading(_ yaml: String) throws -> Node? {
    try Parser(yaml: yaml, encoding: .utf8).singleRoot()
  }

  /// The node that encodes `value`, with every property.
  ///
  /// Yams keeps the order of properties but writes numbers with 15 digits; Foundation's JSON has every
  /// digit but no order. So the keys are taken from Yams and the numbers from JSON.
  init(encoding value: some Encodable) throws {
    let json = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    let exact = try Node.reading(json)
    let ordered = try Node.reading(YAMLEncoder().encode(value)) ?? .mapping(Mapping([]))
    self = ordered.withNumbers(of: exact).renamingKeys(snakeCase)
  }

  /// The node that encodes `item`, with its kind first, under `key`.
  init(encoding item: some Configurable, kindKey key: String) throws {
    self = Node([(Node(key), Node(type(of: item).id))])
    for (name, value) in try Node(encoding: item).mapping ?? [:] { mapping?[name] = value }
  }

  /// The value that the node encodes, with its strategies taken from `strategies`.
  func decoded<Value: Decodable>(
    as type: Value.Type, strategies: Catalog<any Strategy>
  ) throws -> Value {
    let userInfo = StrategyChoice.catalogKey.map { [$0: strategies] } ?? [:]
    return try YAMLDecoder().decode(
      type, from: renamingKeys(camelCase).quotingOldNumbers, userInfo: userInfo)
  }

  private func renamingKeys(_ rename: (String) -> String) -> Node {
    switch self {
    case .mapping(let mapping):
      let pairs = mapping.map { key, value in
        (Node(rename(key.string ?? "")), value.renamingKeys(rename))
      }
      return .mapping(Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    case .sequence(let sequence):
      return .sequence(
        Sequence(
          sequence.map { $0.renamingKeys(rename) }, sequence.tag, sequence.style, sequence.mark))
    default:
      return self
    }
  }

  /// A copy with fractions in common notation, 0.1 for 1e-1, and with every digit of `exact`.
  private func withNumbers(of exact: Node?) -> Node {
    switch self {
    case .mapping(let mapping):
      let pairs = mapping.map { key, value in
        (key, value.withNumbers(of: exact?.mapping?[key]))
      }
      return .mapping(Mapping(pairs, mapping.tag, mapping.style, mapping.mark))
    case .sequence(let sequence):
      let entries = sequence.enumerated().map { index, entry in
        entry.withNumbers(of: exact?.part(at: [.index(index)]))
      }
      return .sequence(Sequence(entries, sequence.tag, .flow, sequence.mark))
    case .scalar(let scalar):
      // Texts are quoted in JSON, so a plain scalar there that is not an integer is a fraction.
      guard case .scalar(let exact)? = exact, exact.style == .plain,
        Int(scalar.string) == nil, UInt64(scalar.string) == nil,
        let number = Double(exact.string)
      else { return self }
      return .scalar(Scalar(number.description, scalar.tag, scalar.style, scalar.mark))
    default:
      return self
    }
  }

  /// The part at `path`, or nil.
  func part(at path: ConfigPath) -> Node? {
    path.reduce(self) { node, step in
      switch step {
      case .key(let key): node?.mapping?[key]
      case .index(let index):
        node?.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    }
  }

  /// Whether the node is an empty value or an unquoted `null`.
  var isNothing: Bool { null != nil }

  /// The kind of the node, for messages.
  var summary: String {
    switch self {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar) where isNothing || scalar.string.isEmpty: "nothing"
    case .scalar(let scalar) where scalar.style == .any || scalar.style == .plain:
      "\"\(scalar.string)\""
    case .scalar(let scalar): "the text \"\(scalar.string)\""
    default: "an alias"
    }
  }
}

/// The config key of a property: `learning_rate` for `learningRate`, `beta_2` for `beta2`.
func snakeCase(_ name: String) -> String {
  name.reduce(into: "") { text, letter in
    let startsNumber = letter.isNumber && text.last?.isLetter == true
    text += letter.isUppercase || startsNumber ? "_" + letter.lowercased() : String(letter)
  }
}

func camelCase(_ name: String) -> String {
  let words = name.split(separator: "_")
  return words.prefix(1).joined()
    + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}
