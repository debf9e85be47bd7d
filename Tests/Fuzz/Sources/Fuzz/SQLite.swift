import Foundation

// The system's SQLite, which the program links already; its own declarations of it are for it alone.

@_silgen_name("sqlite3_open")
private func sqlite3_open(
  _ path: UnsafePointer<CChar>, _ handle: UnsafeMutablePointer<OpaquePointer?>
) -> CInt
@_silgen_name("sqlite3_close")
private func sqlite3_close(_ handle: OpaquePointer?) -> CInt
@_silgen_name("sqlite3_exec")
private func sqlite3_exec(
  _ handle: OpaquePointer?, _ sql: UnsafePointer<CChar>,
  _ row: (
    @convention(c) (
      UnsafeMutableRawPointer?, CInt, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
      UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> CInt
  )?, _ context: UnsafeMutableRawPointer?,
  _ message: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt

/// A database that is changed by whoever likes.
final class SQLite {
  private var handle: OpaquePointer?

  init(_ path: String) { _ = sqlite3_open(path, &handle) }

  deinit { _ = sqlite3_close(handle) }

  /// Runs statements; those that SQLite refuses change nothing.
  func run(_ sql: String) { _ = sqlite3_exec(handle, sql, nil, nil, nil) }

  /// The rows that a query gives, as text.
  func rows(_ sql: String) -> [[String]] {
    var rows: [[String]] = []
    withUnsafeMutablePointer(to: &rows) { context in
      _ = sqlite3_exec(
        handle, sql,
        { context, count, fields, _ in
          let row = (0..<Int(count)).map { fields?[$0].map { String(cString: $0) } ?? "" }
          context?.assumingMemoryBound(to: [[String]].self).pointee.append(row)
          return 0
        }, context, nil)
    }
    return rows
  }
}

/// The tables of a database, and changes to them.
struct Tables {
  private struct Table {
    let name: String
    let columns: [String]
    let key: [String]
  }

  private let tables: [Table]

  init(of path: String) {
    let database = SQLite(path)
    tables = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'").map { row in
      let columns = database.rows("SELECT name, pk FROM pragma_table_info('\(row[0])')")
      return Table(
        name: row[0], columns: columns.map { $0[0] },
        key: columns.filter { $0[1] != "0" }.map { $0[0] })
    }
  }

  /// The SQL that an input asks for.
  func statements(_ edits: inout Edits) -> [String] {
    var statements = ["PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON"]
    while let operation = edits.next() {
      let table = edits.choice(tables)
      let column = edits.choice(table.columns)
      let key = table.key.joined(separator: ", ")
      let row =
        "(\(key)) = (SELECT \(key) FROM \(table.name) LIMIT 1 OFFSET \(edits.index(below: 12)))"
      switch operation % 10 {
      case 0...3:
        statements.append(
          "UPDATE \(table.name) SET \(column) = \(value(column, &edits)) WHERE \(row)")
      case 4: statements.append("DELETE FROM \(table.name) WHERE \(row)")
      case 5: statements.append("DELETE FROM \(table.name)")
      case 6:
        let copy = table.columns.map { $0 == column ? value($0, &edits) : $0 }.joined(
          separator: ", ")
        statements.append(
          "INSERT OR REPLACE INTO \(table.name) SELECT \(copy) FROM \(table.name) WHERE \(row)")
      case 7:
        statements.append(
          "UPDATE \(table.name) SET \(column) = \(edits.choice(table.columns)) WHERE \(row)")
      case 8:
        statements.append(
          edits.choice([
            "PRAGMA user_version = \(edits.choice(Edits.integers))", "DROP TABLE \(table.name)",
            "ALTER TABLE \(table.name) ADD COLUMN more", "PRAGMA application_id = 3",
            "CREATE TRIGGER t AFTER UPDATE ON \(table.name) BEGIN DELETE FROM \(table.name); END",
            "ALTER TABLE \(table.name) RENAME TO old; CREATE VIEW \(table.name) AS SELECT * FROM old",
            "ALTER TABLE \(table.name) RENAME COLUMN \(column) TO other",
            "PRAGMA journal_mode = WAL",
            "UPDATE sqlite_schema SET sql = '' WHERE name = '\(table.name)'",
          ]))
      default:
        let (cut, byte) = (edits.index(below: 200), edits.index(below: 256))
        statements.append(
          """
          UPDATE \(table.name) SET \(column) = CAST(substr(\(column), 1, \(cut)) || char(\(byte)) || \
          substr(\(column), \(cut + 2)) AS BLOB) WHERE \(row)
          """)
      }
    }
    return statements
  }

  private func value(_ column: String, _ edits: inout Edits) -> String {
    switch edits.index(below: 6) {
    case 0: return "\(edits.choice(Edits.integers))"
    case 1:
      let value = edits.choice(Edits.reals)
      return value.isNaN ? "NULL" : value.isFinite ? "\(value)" : value < 0 ? "-9e999" : "9e999"
    case 2:
      let text = edits.choice(Edits.texts).replacing("'", with: "''").replacing(
        "\0", with: "' || char(0) || '")
      return "'\(text)'"
    case 3: return "zeroblob(\(edits.index(below: 100)))"
    case 4: return "substr(\(column), 1, length(\(column)) - \(1 + edits.index(below: 40)))"
    default: return "\(column) + \(edits.choice(Edits.integers))"
    }
  }
}
