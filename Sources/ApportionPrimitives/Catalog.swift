/// The things of one sort that a config may name: the only list of them there is.
///
/// `Item` is the existential that they all satisfy, for example `any Strategy`.
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

  /// This catalog, and `type` where it is not in it yet.
  ///
  /// - Throws: ``TakenName`` where another type has its id.
  public func including(_ type: any Configurable.Type) throws(TakenName) -> Catalog {
    guard let known = types.first(where: { $0.id == type.id }) else { return adding(type) }
    guard known == type else {
      throw TakenName(noun: noun, id: type.id, type: "\(type)", other: "\(known)")
    }
    return self
  }

  public var ids: [String] { types.map { $0.id } }

  /// The type whose id is `name`, or nearly: `FedAvg`, `fedavg` and `fed_avg` are `fed-avg`.
  ///
  /// - Throws: ``UnknownName``.
  public func type(named name: String) throws(UnknownName) -> any Configurable.Type {
    guard let id = spelling(of: name, among: ids), let type = types.first(where: { $0.id == id })
    else { throw UnknownName(noun: noun, name: name, known: ids) }
    return type
  }
}

/// A type has the id of another one in the same catalog.
public struct TakenName: Error, Hashable, CustomStringConvertible {
  public let noun: String
  public let id: String
  public let type: String
  public let other: String

  public var description: String {
    "the \(noun) \(type) has the id \(id), which is that of \(other); give it an id of its own"
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
