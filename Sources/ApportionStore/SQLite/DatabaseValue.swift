/// The value of one field of a database.
package enum DatabaseValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  package static func integer(_ value: Int) -> Self { .integer(Int64(value)) }

  package static func real(_ value: Double?) -> Self { value.map { .real($0) } ?? .null }
}

/// One row of a query's result.
package struct DatabaseRow {
  let path: String
  let names: [String]
  let values: [DatabaseValue]

  package func integer(_ name: String) throws(DatabaseError) -> Int {
    guard case .integer(let value) = try self[name] else { throw error(name, "a whole number") }
    return Int(value)
  }

  package func real(_ name: String) throws(DatabaseError) -> Double {
    guard case .real(let value) = try self[name] else { throw error(name, "a number") }
    return value
  }

  package func text(_ name: String) throws(DatabaseError) -> String {
    guard case .text(let value) = try self[name] else { throw error(name, "text") }
    return value
  }

  package func blob(_ name: String) throws(DatabaseError) -> [UInt8] {
    guard case .blob(let value) = try self[name] else { throw error(name, "bytes") }
    return value
  }

  func isNull(_ name: String) throws(DatabaseError) -> Bool { try self[name] == .null }

  package func optionalReal(_ name: String) throws(DatabaseError) -> Double? {
    try self[name] == .null ? nil : real(name)
  }

  package func optionalText(_ name: String) throws(DatabaseError) -> String? {
    try self[name] == .null ? nil : text(name)
  }

  private subscript(_ name: String) -> DatabaseValue {
    get throws(DatabaseError) {
      guard let column = names.firstIndex(of: name) else {
        throw DatabaseError(path: path, action: "read", reason: "there is no column \(name)")
      }
      return values[column]
    }
  }

  func error(_ name: String, _ kind: String) -> DatabaseError {
    DatabaseError(path: path, action: "read", reason: "column \(name) does not hold \(kind)")
  }
}
