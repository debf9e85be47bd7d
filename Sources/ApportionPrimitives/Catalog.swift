/// The types of one sort that a config may name.
///
/// `Item` is the existential type of their protocol, for example `any Strategy`.
public struct Catalog<Item>: Sendable {
  /// The word for one of the types in messages, for example "strategy".
  public let noun: String

  /// The types, in the order of help texts and reports.
  public let types: [any Configurable.Type]

  /// A catalog of `types`.
  ///
  /// - Precondition: every type is an `Item`, and no two types have the same id.
  public init(of noun: String, _ types: [any Configurable.Type]) {
    for type in types {
      precondition(type.init() is Item, "\(type) is not a \(noun)")
    }
    precondition(Set(types.map { $0.id }).count == types.count, "two \(noun) types share an id")
    (self.noun, self.types) = (noun, types)
  }

  /// This catalog with additional types.
  public func adding(_ more: any Configurable.Type...) -> Catalog {
    Catalog(of: noun, types + more)
  }

  /// This catalog with `type`, if it does not contain it yet.
  ///
  /// - Throws: ``TakenName`` if another type has the same id.
  public func including(_ type: any Configurable.Type) throws(TakenName) -> Catalog {
    guard let known = types.first(where: { $0.id == type.id }) else { return adding(type) }
    guard known == type else {
      throw TakenName(noun: noun, id: type.id, type: "\(type)", other: "\(known)")
    }
    return self
  }

  /// The ids of the types, in the same order.
  public var ids: [String] { types.map { $0.id } }

  /// The type whose id is `name`; case, dashes, underscores and blanks are ignored.
  ///
  /// For example, `FedAvg`, `fedavg` and `fed_avg` all find `fed-avg`.
  ///
  /// - Throws: ``UnknownName`` if there is no such type.
  public func type(named name: String) throws(UnknownName) -> any Configurable.Type {
    guard let id = spelling(of: name, among: ids), let type = types.first(where: { $0.id == id })
    else { throw UnknownName(noun: noun, name: name, known: ids) }
    return type
  }
}

/// The error that a type has the same id as another type in a catalog.
public struct TakenName: Error, Hashable, CustomStringConvertible {
  /// The word for a type of the catalog, for example "strategy".
  public let noun: String
  /// The id that both types have.
  public let id: String
  /// The name of the type that was added.
  public let type: String
  /// The name of the type that is already in the catalog.
  public let other: String

  public var description: String {
    "the \(noun) \(type) has the same id as \(other): \(id); give it a different id"
  }
}

/// The error that a catalog does not contain a name.
public struct UnknownName: Error, Hashable, CustomStringConvertible {
  /// The word for a type of the catalog, for example "strategy".
  public let noun: String
  /// The unknown name.
  public let name: String
  /// The names in the catalog.
  public let known: [String]

  /// An error for an unknown name.
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
