import CSQLite

/// A connection to one SQLite file, for one task at a time.
///
/// - Source: the C interface of SQLite, https://www.sqlite.org/c3ref/intro.html.
package final class Database {
  package enum Access {
    case creating
    /// Opens the file for reading and writing, as far as its permissions allow.
    ///
    /// Even a reader may have to roll back a change of a writer that was killed, and removes the log of such
    /// a writer.
    case opening

    fileprivate var flags: Int32 {
      switch self {
      case .creating: 0x2 | 0x4  // SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .opening: 0x2
      }
    }
  }

  let path: String
  private let handle: OpaquePointer

  /// Opens a connection.
  ///
  /// - Throws: ``DatabaseError`` if the file cannot be opened; a file that is not a database is only detected
  ///   when it is read.
  package init(path: String, _ access: Access) throws(DatabaseError) {
    self.path = path
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, access.flags, nil)
    guard code == Self.ok, let opened else {
      let reason = String(cString: opened.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
      sqlite3_close_v2(opened)
      throw DatabaseError(path: path, action: "open", reason: reason, code: code)
    }
    handle = opened
    sqlite3_busy_timeout(handle, 500)
    // A file from elsewhere must neither call functions in its schema nor have cells outside its pages.
    try execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that have neither parameters nor rows.
  package func execute(_ sql: String) throws(DatabaseError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == Self.ok else { throw error("write") }
  }

  /// Runs a statement once for each list of parameters.
  func run(_ sql: String, each lists: [[DatabaseValue]]) throws(DatabaseError) {
    let statement = try prepared(sql, "write")
    defer { sqlite3_finalize(statement) }
    for list in lists {
      try bind(list, to: statement, "write")
      guard sqlite3_step(statement) == Self.done else { throw error("write") }
      sqlite3_reset(statement)
    }
  }

  /// Runs a statement once.
  package func run(_ sql: String, _ values: DatabaseValue...) throws(DatabaseError) {
    try run(sql, each: [values])
  }

  /// The rows of a query.
  package func rows(
    _ sql: String, _ values: DatabaseValue...
  ) throws(DatabaseError) -> [DatabaseRow] {
    let statement = try prepared(sql, "read")
    defer { sqlite3_finalize(statement) }
    try bind(values, to: statement, "read")
    let columns = 0..<sqlite3_column_count(statement)
    let names = columns.map { String(cString: sqlite3_column_name(statement, $0)) }
    var rows: [DatabaseRow] = []
    while true {
      switch sqlite3_step(statement) {
      case Self.row:
        let values = columns.map { value(of: statement, $0) }
        rows.append(DatabaseRow(path: path, names: names, values: values))
      case Self.done: return rows
      default: throw error("read")
      }
    }
  }

  package enum Transaction: String {
    /// Only reads, from a single snapshot, even if another process writes meanwhile.
    case reading = "BEGIN"
    case writing = "BEGIN IMMEDIATE"
  }

  /// Runs `work` so that all of its changes are made or none.
  func transaction<Result>(_ kind: Transaction, _ work: () throws -> Result) throws -> Result {
    try execute(kind.rawValue)
    do {
      let result = try work()
      try execute("COMMIT")
      return result
    } catch {
      // After a full disk SQLite has already rolled back, and the error that led here is more important.
      if sqlite3_get_autocommit(handle) == 0 { _ = try? execute("ROLLBACK") }
      throw error
    }
  }

  private static let (ok, row, done): (Int32, Int32, Int32) = (0, 100, 101)
  /// Makes SQLite copy the bound values.
  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor.self)

  private func prepared(_ sql: String, _ action: String) throws(DatabaseError) -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == Self.ok, let statement else {
      throw error(action)
    }
    return statement
  }

  private func bind(
    _ values: [DatabaseValue], to statement: OpaquePointer, _ action: String
  ) throws(DatabaseError) {
    precondition(Int(sqlite3_bind_parameter_count(statement)) == values.count)
    for (place, value) in zip(Int32(1)..., values) {
      let code =
        switch value {
        case .null: sqlite3_bind_null(statement, place)
        case .integer(let value): sqlite3_bind_int64(statement, place, value)
        case .real(let value): sqlite3_bind_double(statement, place, value)
        case .text(let text):
          sqlite3_bind_text(statement, place, text, Int32(text.utf8.count), Self.transient)
        case .blob(let bytes):
          bytes.isEmpty
            ? sqlite3_bind_zeroblob64(statement, place, 0)
            : bytes.withUnsafeBytes {
              sqlite3_bind_blob64(
                statement, place, $0.baseAddress, UInt64($0.count), Self.transient)
            }
        }
      guard code == Self.ok else { throw error(action) }
    }
  }

  private func value(of statement: OpaquePointer, _ column: Int32) -> DatabaseValue {
    // SQLite's codes of the five storage classes.
    switch sqlite3_column_type(statement, column) {
    case 1: return .integer(sqlite3_column_int64(statement, column))
    case 2: return .real(sqlite3_column_double(statement, column))
    case 3:
      let text = UnsafeRawBufferPointer(
        start: sqlite3_column_text(statement, column),
        count: Int(sqlite3_column_bytes(statement, column)))
      return .text(String(decoding: text, as: UTF8.self))
    case 4:
      let bytes = UnsafeRawBufferPointer(
        start: sqlite3_column_blob(statement, column),
        count: Int(sqlite3_column_bytes(statement, column)))
      return .blob(Array(bytes))
    default: return .null
    }
  }

  /// SQLite's error of the last call.
  private func error(_ action: String) -> DatabaseError {
    DatabaseError(
      path: path, action: action, reason: String(cString: sqlite3_errmsg(handle)),
      code: sqlite3_errcode(handle))
  }
}
