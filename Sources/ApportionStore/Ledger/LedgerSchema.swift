import Foundation

/// The tables of a ledger.
///
/// The `user_version` of a file is the version of its format; 1 and 2 are those of apportion 0.1.
enum LedgerSchema {
  /// "APRT": distinguishes a ledger from other SQLite files.
  static let applicationID = 0x4150_5254
  static let version = 3

  /// The statements that create the tables, one for each.
  ///
  /// `chain` has a row for each link, in order: the header, rounds, extensions and closings; `parts` has the
  /// hashes that each link is computed from. `figures` are the additional quantities that methods compute
  /// besides values.
  static let tables = [
    """
    CREATE TABLE run (
      id INTEGER PRIMARY KEY CHECK (id = 1), version TEXT NOT NULL, config TEXT NOT NULL,
      rounds INTEGER NOT NULL, validation BLOB NOT NULL, test BLOB NOT NULL, model BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE clients (
      client INTEGER PRIMARY KEY, name TEXT NOT NULL, examples INTEGER NOT NULL,
      label_noise REAL NOT NULL, feature_noise REAL NOT NULL, free_rider INTEGER NOT NULL,
      data BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE classes (
      class INTEGER PRIMARY KEY, name TEXT NOT NULL, examples INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE notes (
      note INTEGER PRIMARY KEY, text TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE rounds (
      round INTEGER PRIMARY KEY, strategy TEXT NOT NULL, engine TEXT NOT NULL, stable_share REAL,
      validation_examples INTEGER NOT NULL, correct_before INTEGER NOT NULL,
      loss_sum_before REAL NOT NULL, correct_after INTEGER NOT NULL, loss_sum_after REAL NOT NULL,
      test_examples INTEGER NOT NULL, test_correct INTEGER NOT NULL, test_loss_sum REAL NOT NULL,
      model BLOB NOT NULL, memory BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE participants (
      round INTEGER NOT NULL, player INTEGER NOT NULL, client INTEGER NOT NULL,
      examples INTEGER NOT NULL, step_sum REAL, initial_loss REAL, model BLOB NOT NULL,
      PRIMARY KEY (round, player)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE exclusions (
      round INTEGER NOT NULL, client INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY (round, client)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE coalitions (
      round INTEGER PRIMARY KEY, members TEXT, correct BLOB NOT NULL, loss_sums BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE attributions (
      round INTEGER NOT NULL, place INTEGER NOT NULL, method TEXT NOT NULL, utility TEXT NOT NULL,
      evaluations INTEGER NOT NULL, guarantees INTEGER NOT NULL, PRIMARY KEY (round, place)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE contributions (
      round INTEGER NOT NULL, place INTEGER NOT NULL, player INTEGER NOT NULL,
      value REAL NOT NULL, standard_error REAL, PRIMARY KEY (round, place, player)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE figures (
      round INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL,
      PRIMARY KEY (round, place, name)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE extensions (
      link INTEGER PRIMARY KEY, config TEXT NOT NULL, rounds INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE chain (
      link INTEGER PRIMARY KEY, kind TEXT NOT NULL, round INTEGER NOT NULL, hash BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE parts (
      link INTEGER NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL, hash BLOB NOT NULL,
      PRIMARY KEY (link, part)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE checkpoint (
      id INTEGER PRIMARY KEY CHECK (id = 1), round INTEGER NOT NULL, model BLOB NOT NULL,
      server BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE segments (
      first_round INTEGER PRIMARY KEY, machine TEXT NOT NULL, threads INTEGER NOT NULL,
      folder TEXT NOT NULL
    ) STRICT
    """,
  ]

  /// Refuses a file that has anything but the tables of a ledger, or bytes after its last page.
  ///
  /// Nothing of a file is used before this check: a view could act as a table with different content at each
  /// read, and a trigger could change what is written.
  ///
  /// - Throws: ``LedgerError`` or ``DatabaseError``.
  static func check(_ database: Database) throws {
    let path = database.path
    guard try database.pragma("application_id") == applicationID else {
      throw LedgerError.notALedger(path: path)
    }
    try checkSize(database)
    switch try database.pragma("user_version") {
    case version: break
    case 1, 2: throw LedgerError.older(path: path)
    case let other where other > version:
      throw LedgerError.newer(path: path, version: other, known: version)
    case let other:
      throw LedgerError.otherTables(path: path, problem: "its tables have version \(other)")
    }
    var missing = Set(tables)
    for row in try database.rows("SELECT type, name, sql FROM sqlite_master ORDER BY name") {
      let (kind, name) = (try row.text("type"), try row.text("name"))
      let sql = try row.optionalText("sql") ?? ""
      guard kind == "table", sql.hasPrefix("CREATE TABLE \(name) ("), missing.remove(sql) != nil
      else {
        throw LedgerError.otherTables(path: path, problem: "it has an unexpected \(kind), \(name)")
      }
    }
    guard missing.isEmpty else {
      throw LedgerError.otherTables(path: path, problem: "it lacks a table")
    }
  }

  /// Throws for a file that is truncated, which SQLite would fill with zeros, or that has bytes after its
  /// last page.
  ///
  /// The rest of an interrupted run is in the log next to the file.
  private static func checkSize(_ database: Database) throws {
    let path = database.path
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    let whole = try database.pragma("page_size") * database.pragma("page_count")
    guard size <= whole else {
      throw LedgerError.otherTables(
        path: path, problem: "\(size - whole) bytes follow its last page")
    }
    guard size == whole || FileManager.default.fileExists(atPath: path + "-wal") else {
      throw DatabaseError.damaged(path: path)
    }
  }
}
