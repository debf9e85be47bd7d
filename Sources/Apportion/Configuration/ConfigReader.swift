import ApportionPrimitives
import ApportionSimulation
import Yams

/// Decodes the sections of a config into values.
///
/// A section is merged with its defaults, so that a config only needs to contain what differs from
/// them; a key that the defaults do not have is refused. Values are then decoded; their ranges are
/// checked for the configuration as a whole.
struct ConfigReader {
  let source: ConfigSource
  /// The strategies that a random strategy may choose from.
  let strategies: Catalog<any Strategy>

  /// Checks the top-level keys.
  ///
  /// - Throws: ``ConfigError`` if the config has a key that is not in `keys`.
  func checkKeys(_ keys: [String]) throws {
    for (key, _) in source.root.mapping ?? [:] {
      try check(key.string ?? "", at: [], known: keys, of: "a config")
    }
  }

  /// The value under `key`, for a type that has no kinds.
  func value<Value: Codable>(_ key: String, default fallback: Value) throws -> Value {
    let path = [PathStep.key(key)]
    guard let given = source.root.part(at: path) else { return fallback }
    return try decode(
      Value.self, from: overlay(given, on: Node(encoding: fallback), at: path), at: path)
  }

  /// The list under `key`, with each entry merged with the same defaults.
  func list<Value: Codable>(_ key: String, each fallback: Value) throws -> [Value] {
    try entries(key).map { path, given in
      try decode(
        Value.self, from: overlay(given, on: Node(encoding: fallback), at: path), at: path)
    }
  }

  /// The item of `catalog` under `key`, which names its kind.
  func choice<Item>(_ key: String, of catalog: Catalog<Item>, default fallback: Item) throws -> Item
  {
    let path = [PathStep.key(key)]
    guard let given = source.root.part(at: path) else { return fallback }
    return try item(given, at: path, of: catalog, kindKey: "kind")
  }

  /// The item of `catalog` that the whole source describes.
  func choice<Item>(of catalog: Catalog<Item>, kindKey: String) throws -> Item {
    try item(source.root, at: [], of: catalog, kindKey: kindKey)
  }

  /// The list of items of `catalog` under `key`, each of which names its kind under `kindKey`.
  func choices<Item>(
    _ key: String, of catalog: Catalog<Item>, kindKey: String, default fallback: [Item]
  ) throws -> [Item] {
    guard source.root.part(at: [.key(key)]) != nil else { return fallback }
    return try entries(key).map { path, given in
      try item(given, at: path, of: catalog, kindKey: kindKey)
    }
  }

  /// Adds the location in the config to an error of `validate` about a setting out of range.
  func inRange(_ validate: () throws -> Void) throws {
    do {
      try validate()
    } catch let error as InvalidSetting {
      throw source.error(
        at: ConfigPath(snakeCase(error.setting)),
        "is \(error.value), but must be \(error.allowed)")
    }
  }

  private func entries(_ key: String) throws -> [(path: ConfigPath, node: Node)] {
    guard let given = source.root.part(at: [.key(key)]) else { return [] }
    guard case .sequence(let sequence) = given else {
      throw source.error(at: [.key(key)], "is \(given.summary), but must be a list")
    }
    return sequence.enumerated().map { ([.key(key), .index($0.offset)], $0.element) }
  }

  private func item<Item>(
    _ given: Node, at path: ConfigPath, of catalog: Catalog<Item>, kindKey: String
  ) throws -> Item {
    let (type, merged) = try overlay(given, at: path, kinds: Kinds(catalog, key: kindKey))
    guard let item = try decode(type, from: merged, at: path) as? Item else {
      preconditionFailure("\(type) is in the catalog of another thing than a \(catalog.noun)")
    }
    return item
  }

  /// The kind that `given` names, and `given` merged with the defaults of that kind.
  private func overlay(
    _ given: Node, at path: ConfigPath, kinds: Kinds
  ) throws -> (type: any Configurable.Type, merged: Node) {
    guard let named = given.mapping?[kinds.key], let kind = named.scalar?.string, !named.isNothing
    else {
      let example = "{\(kinds.key): \(kinds.catalog.ids[0])}"
      throw source.error(
        at: path,
        given.mapping == nil
          ? "is \(given.summary), but must be a mapping such as \(example)"
          : "has no `\(kinds.key)`; write, for example, \(example)")
    }
    do {
      let type = try kinds.catalog.type(named: kind)
      let owner = "\(kinds.catalog.noun) `\(type.id)`"
      guard let strategy = type as? any Strategy.Type else {
        let defaults = try Node(encoding: type.init(), kindKey: kinds.key)
        return (type, try overlay(given, on: defaults, at: path, of: owner, kinds: kinds))
      }
      let settings: any Configurable =
        try compatibility(of: given, at: path)?.defaults(of: strategy) ?? strategy.init()
      var defaults = try Node(encoding: settings, kindKey: kinds.key)
      // It is known while keys are checked, but it is not a setting.
      defaults.mapping?[compatibilityKey] = Node("")
      var merged = try overlay(given, on: defaults, at: path, of: owner, kinds: kinds)
      merged.mapping?[compatibilityKey] = nil
      return (type, merged)
    } catch let unknown as UnknownName {
      throw source.error(at: path + [.key(kinds.key)], "is an \(unknown)")
    }
  }

  /// The system whose defaults apply to a strategy, if `given` names one.
  private func compatibility(of given: Node, at path: ConfigPath) throws -> Compatibility? {
    guard let node = given.mapping?[compatibilityKey] else { return nil }
    let path = path + [.key(compatibilityKey)]
    return try decode(
      Compatibility.self, from: overlay(node, on: Node(""), at: path), at: path)
  }

  /// The values of `given`, completed by those of `base`.
  ///
  /// Parts that name their kind are merged with the defaults of that kind, one of `kinds`; `owner` names
  /// the part that has the keys, if it has a better name than its path.
  private func overlay(
    _ given: Node, on base: Node, at path: ConfigPath, of owner: String? = nil,
    kinds: Kinds? = nil
  ) throws -> Node {
    switch (given, base) {
    case (.mapping(let mapping), .mapping(var merged)):
      let known = merged.map { $0.key.string ?? "" }
      for (key, value) in mapping {
        let name = key.string ?? ""
        try check(name, at: path, known: known, of: owner ?? path.text, kinds: kinds)
        merged[key] = try overlay(
          value, on: merged[key] ?? value, at: path + [.key(name)], kinds: kinds)
      }
      return .mapping(merged)
    case (.sequence(let sequence), .sequence(let fallback)):
      // Only a list whose defaults name their kinds is a list of such items.
      guard let kinds, fallback.first?.mapping?[kinds.key] != nil else { return given }
      let entries = try sequence.enumerated().map { index, entry in
        try overlay(entry, at: path + [.index(index)], kinds: kinds).merged
      }
      return .sequence(Node.Sequence(entries, sequence.tag, sequence.style, sequence.mark))
    default:
      guard !given.isNothing else {
        throw source.error(at: path, "has no value; give it one, or remove the key")
      }
      return given
    }
  }

  private func check(
    _ key: String, at path: ConfigPath, known: [String], of owner: String, kinds: Kinds? = nil
  ) throws {
    guard !known.contains(key) else { return }
    let hint =
      if let name = renamedKeys[key], known.contains(name) {
        ": it was renamed `\(name)` in version 0.2."
      } else if let others = try kinds?.having(key), !others.isEmpty {
        ", but of \(listed(others))."
      } else {
        nearestName(to: key, among: known).map { "; did you mean `\($0)`?" } ?? "."
      }
    throw source.error(
      at: path + [.key(key)],
      "is not a key of \(owner)\(hint) It has: \(known.joined(separator: ", "))")
  }

  /// All names if they are few, otherwise the first three and the number of the others.
  private func listed(_ names: [String]) -> String {
    let shown = names.prefix(names.count > 4 ? 3 : 4).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 4 ? "\(shown) and \(names.count - 3) others" : shown
  }

  private func decode<Value: Decodable>(
    _ type: Value.Type, from node: Node, at path: ConfigPath
  ) throws -> Value {
    do {
      return try node.decoded(as: type, strategies: strategies)
    } catch let error as DecodingError {
      let (inner, problem) = explain(error, in: node)
      throw source.error(at: path + inner, problem)
    }
  }
}

/// The key that any strategy may have in addition to its own, for ``Compatibility``.
private let compatibilityKey = "compat"

/// A catalog, and the key by which a part of a config names one of its items.
private struct Kinds {
  let catalog: Catalog<any Configurable>
  let key: String

  init<Item>(_ catalog: Catalog<Item>, key: String) {
    self.catalog = Catalog(of: catalog.noun, catalog.types)
    self.key = key
  }

  /// The ids of the items that have a setting of this name.
  func having(_ setting: String) throws -> [String] {
    try catalog.types.filter { try Node(encoding: $0.init()).mapping?[setting] != nil }.map {
      $0.id
    }
  }
}

/// Where in `node` a value could not be decoded, and why, in words.
private func explain(_ error: DecodingError, in node: Node) -> (path: ConfigPath, problem: String) {
  func steps(_ keys: [any CodingKey]) -> ConfigPath {
    keys.map { key in key.intValue.map { .index($0) } ?? .key(snakeCase(key.stringValue)) }
  }
  switch error {
  case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
    let path = steps(context.codingPath)
    let part = node.part(at: path)
    let found = part?.summary ?? "nothing"
    return (path, "is \(found), but must be \(words(for: type))\(part?.numberAdvice ?? "")")
  case .keyNotFound(let key, let context):
    return (steps(context.codingPath), "has no `\(snakeCase(key.stringValue))`")
  case .dataCorrupted(let context):
    let path = steps(context.codingPath)
    if let unknown = context.underlyingError as? UnknownName { return (path, "is an \(unknown)") }
    let found = node.part(at: path)?.summary ?? "nothing"
    return (path, "is \(found): \(context.debugDescription)")
  @unknown default:
    return ([], "\(error)")
  }
}

private func words(for type: Any.Type) -> String {
  switch type {
  case is any UnsignedInteger.Type: "a whole number from 0 to \(UInt64.max)"
  case is any FixedWidthInteger.Type: "a whole number"
  case is any BinaryFloatingPoint.Type: "a number"
  case is Bool.Type: "true or false"
  case is String.Type: "text"
  case is Node.Mapping.Type: "a mapping"
  case is Node.Sequence.Type: "a list"
  default: "a single value"
  }
}
