import Apportion
import Foundation

/// Edits of a ledger by SQL, drawn from a seed: what a careless hand, a bad disk or a forger may do.
struct LedgerEdits {
  private var draws: RandomStream
  private let database: Database
  private let tables: [(name: String, columns: [String])]

  init(of path: String, seed: Int) throws {
    draws = RandomStream(seed: UInt64(seed)).child("edits")
    database = try Database(path: path, .opening)
    tables = try database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .map { [database] row in
        let name = try row.text("name")
        return (
          name,
          try database.rows("SELECT name FROM pragma_table_info('\(name)')").map {
            try $0.text("name")
          }
        )
      }
  }

  /// Makes one to three edits.
  ///
  /// - Returns: what was tried; SQLite refuses some of it.
  mutating func make() -> [String] {
    (0...draws.integer(below: 3)).map { _ in
      let sql = edit()
      try? database.execute(sql)
      return sql
    }
  }

  private mutating func edit() -> String {
    let (table, columns) = any(tables)
    let column = any(columns)
    let row = "rowid IN (SELECT rowid FROM \(table) ORDER BY random() LIMIT 1)"
    // Tables without row ids are edited by their first columns.
    let key = any(columns.prefix(3).map { $0 })
    let which = any([
      row, "\(key) = \(draws.integer(below: 4))",
      "\(columns[0]) = \(draws.integer(below: 4)) AND \(key) = \(draws.integer(below: 3))", "1",
    ])
    switch draws.integer(below: 12) {
    case 0...4: return "UPDATE OR REPLACE \(table) SET \(column) = \(value(column)) WHERE \(which)"
    case 5:
      let other = any(columns)
      return
        "UPDATE OR REPLACE \(table) SET \(column) = \(other), \(other) = \(column) WHERE \(which)"
    case 6: return "DELETE FROM \(table) WHERE \(which)"
    case 7:
      let values = columns.map { $0 == column ? value($0) : $0 }.joined(separator: ", ")
      return "INSERT OR REPLACE INTO \(table) SELECT \(values) FROM \(table) WHERE \(which)"
    case 8:
      let values = columns.map { value($0) }.joined(separator: ", ")
      return "INSERT OR REPLACE INTO \(table) VALUES (\(values))"
    case 9:
      // A round less everywhere.
      return tables.filter { $0.columns.contains("round") }
        .map { "DELETE FROM \($0.name) WHERE round = (SELECT max(round) FROM rounds)" }
        .sorted { a, _ in !a.contains("FROM rounds WHERE") }.joined(separator: "; ")
    case 10: return "DELETE FROM checkpoint"
    default:
      return any([
        "PRAGMA user_version = \(value("rounds"))", "PRAGMA application_id = \(value("rounds"))",
        "CREATE TRIGGER t AFTER UPDATE ON \(table) BEGIN DELETE FROM rounds; END",
        "CREATE INDEX i ON \(table) (\(column))", "ALTER TABLE \(table) ADD COLUMN more",
        "DROP TABLE \(table)", "CREATE TABLE more (a)",
        "ALTER TABLE \(table) RENAME TO other; CREATE VIEW \(table) AS SELECT * FROM other",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = rootpage + 1",
        "PRAGMA journal_mode = WAL", "ANALYZE",
      ])
    }
  }

  /// One that a column of that name may hold, or must not.
  private mutating func value(_ column: String) -> String {
    let number = draws.integer(below: 1000)
    return any([
      "NULL", "0", "-1", "1", "2", "3", "7", "1e308", "-1e308", "9e999", "-9e999", "1e-300", "0.5",
      "-0.0", "9223372036854775807", "-9223372036854775808", "4294967296", "\(number)", "''", "x''",
      "zeroblob(1)", "zeroblob(31)", "zeroblob(32)", "zeroblob(\(number))", "randomblob(32)",
      "\(column) + 1", "\(column) - 1", "-\(column)", "\(column) * 1e300", "\(column) || 'x'",
      "CAST(\(column) || x'00' AS BLOB)", "substr(\(column), 2)", "substr(\(column), 1, 40)",
      "replace(\(column), '1', '2')", "replace(\(column), '3', '9999999999')",
      "replace(\(column), 'AA', 'A')", "replace(\(column), ': ', ':')", "'name: [1'", "'a: \u{7}'",
      "CAST(x'ff00fe' AS TEXT)", "'shapley'", "'loss'", "'accuracy'", "'0 1;1'", "'round'",
      "'close'",
      "CAST(randomblob(length(\(column))) AS BLOB)",
      "(SELECT \(column) FROM \(any(tables).name) LIMIT 1)",
    ])
  }

  private mutating func any<Item>(_ items: [Item]) -> Item {
    items[draws.integer(below: items.count)]
  }
}
