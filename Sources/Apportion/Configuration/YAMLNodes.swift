import ApportionPrimitives
import Yams

// Between Swift values and Yams's nodes. Keys are snake_case in files and camelCase in code.

extension Node {
  /// The node that `value` is written as, with every property spelt out.
  init(encoding value: some Encodable) throws {
    let text = try YAMLEncoder().encode(value)
    self = (try compose(yaml: text) ?? .mapping(Mapping([]))).renamingKeys(snakeCase).tidied()
  }

  /// The value that the node stands for.
  func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try YAMLDecoder().decode(type, from: renamingKeys(camelCase))
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

  /// The same with numbers as people write them: 0.1 for 1e-1.
  private func tidied() -> Node {
    switch self {
    case .mapping(let mapping):
      return .mapping(
        Mapping(mapping.map { ($0, $1.tidied()) }, mapping.tag, mapping.style, mapping.mark))
    case .sequence(let sequence):
      return .sequence(
        Sequence(sequence.map { $0.tidied() }, sequence.tag, .flow, sequence.mark))
    case .scalar(let scalar):
      guard scalar.style == .any || scalar.style == .plain, Int(scalar.string) == nil,
        let number = Double(scalar.string), number.isFinite
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

  /// What kind of thing stands here, for messages.
  var summary: String {
    switch self {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string)\""
    default: "an alias"
    }
  }
}

func snakeCase(_ name: String) -> String {
  name.reduce(into: "") { text, letter in
    text += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
  }
}

func camelCase(_ name: String) -> String {
  let words = name.split(separator: "_")
  return words.prefix(1).joined()
    + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
}
