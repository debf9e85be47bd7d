/// The things of one sort that a config may name: the only list of them there is.
///
/// `Item` is the existential that they all satisfy, for example `any Aggregator`.
public struct Catalog<Item>: Sendable {
  /// What one of them is called: "strategy".
  public let noun: String

  /// The types, in the order that help and reports show them.
  public let types: [any Configurable.Type]

  /// - Precondition: every type is an `Item`, and no two share an id.
  public init(of noun: String, _ types: [any Configurable.Type]) {
    for type in types {
      precondition(type.init() is Item, "\(type) is not a \(noun)")
    }
    precondition(Set(types.map { $0.id }).count == types.count, "two \(noun) types share an id")
    (self.noun, self.types) = (noun, types)
  }

  /// This catalog and your own types.
  public func adding(_ more: any Configurable.Type...) -> Catalog {
    Catalog(of: noun, types + more)
  }

  public var ids: [String] { types.map { $0.id } }

  /// - Throws: ``UnknownName``.
  public func type(named id: String) throws(UnknownName) -> any Configurable.Type {
    guard let type = types.first(where: { $0.id == id }) else {
      throw UnknownName(noun: noun, name: id, known: ids)
    }
    return type
  }
}

/// A name that is not in the catalog it was looked up in.
public struct UnknownName: Error, Hashable, CustomStringConvertible {
  public let noun: String
  public let name: String
  public let known: [String]

  public init(noun: String, name: String, known: [String]) {
    (self.noun, self.name, self.known) = (noun, name, known)
  }

  public var description: String {
    """
    unknown \(noun) "\(name)"\(nearestHint(to: name, among: known)); it may be one of: \
    \(known.joined(separator: ", "))
    """
  }
}
