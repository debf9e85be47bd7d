public import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import Foundation

/// The account of one run in one SQLite file, every round whole or not at all.
///
/// Each entry holds the hash of its content and of the entry before it, so that the last hash stands
/// for all: ``lastHash``. A ledger is used by one task at a time, and written by one process: who opens
/// it for writing while another does is told so.
///
/// Rounds go to a write-ahead log, which costs no wait for the disk. A process that is killed loses no
/// finished round; a machine that loses its power may lose the last ones, each as a whole.
///
/// - Source: SQLite, https://www.sqlite.org/wal.html, sections 1 and 8.
public final class Ledger {
  public let path: String
  public let header: LedgerHeader
  /// How many rounds are in it.
  public private(set) var roundCount: Int
  /// The hash of the last entry.
  public private(set) var lastHash: Digest
  let database: Database

  /// Begins a ledger.
  ///
  /// - Parameters:
  ///   - path: where no file is yet.
  ///   - header: what the run sets out with.
  /// - Throws: ``LedgerError/exists(path:)`` or ``DatabaseError``.
  public init(creating path: String, header: LedgerHeader) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw LedgerError.exists(path: path)
    }
    self.path = path
    self.header = header
    roundCount = 0
    let database = try Database(path: path, .creating)
    let link = Link(after: Link.first, header.fields)
    (self.database, lastHash) = (database, link.entry)
    try database.transaction {
      try database.execute("PRAGMA application_id = \(LedgerSchema.applicationID)")
      try Self.migrate(database, from: 0)
      try database.insert(header, link)
    }
  }

  /// Opens a ledger.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - writing: whether rounds are to be added to it.
  /// - Throws: ``LedgerError`` or ``DatabaseError``.
  public init(opening path: String, writing: Bool) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    let database = try Database(path: path, .opening)
    self.database = database
    let version = try database.pragma("user_version")
    guard try database.pragma("application_id") == LedgerSchema.applicationID else {
      throw LedgerError.notALedger(path: path)
    }
    try Self.checkWhole(path, pageSize: database.pragma("page_size"))
    guard version <= LedgerSchema.migrations.count else {
      throw LedgerError.newer(
        path: path, version: version, known: LedgerSchema.migrations.count)
    }
    if writing {
      try Self.prepareToWrite(database)
      if version < LedgerSchema.migrations.count {
        try database.transaction { try Self.migrate(database, from: version) }
      }
    }
    let (header, link) = try database.header()
    let count = try database.rows("SELECT count(*) AS rounds FROM rounds")[0].integer("rounds")
    let last = try database.rows("SELECT entry FROM rounds ORDER BY round DESC LIMIT 1").first
    self.header = header
    roundCount = count
    lastHash = try last?.digest("entry") ?? link.entry
  }

  /// Adds a round, and makes the checkpoint the one to go on from.
  ///
  /// - Precondition: it is the next one.
  /// - Throws: ``DatabaseError``; the ledger is then as it was.
  public func append(_ round: LedgerRound, checkpoint: Checkpoint) throws {
    precondition(round.account.round == roundCount + 1 && checkpoint.round == roundCount + 1)
    let link = Link(after: lastHash, round.fields)
    try database.transaction {
      try database.insert(round, link)
      try database.run(
        "INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", .integer(checkpoint.round),
        .blob(Words.bytes(checkpoint.global.values.map { $0.bitPattern })), .blob(checkpoint.memory)
      )
    }
    (roundCount, lastHash) = (roundCount + 1, link.entry)
  }

  /// Whether the run has come to its end.
  public func isFinished() throws -> Bool {
    try database.rows("SELECT finished FROM run")[0].integer("finished") != 0
  }

  /// Says that the run has come to its end, and leaves it as one file, which nobody need write to read.
  public func finish() throws {
    // The lock is given back with the next look at the file.
    try database.execute(
      """
      UPDATE run SET finished = 1; PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; \
      SELECT finished FROM run
      """)
  }

  /// A round as it was added.
  ///
  /// - Parameter number: from 1 to ``roundCount``.
  /// - Returns: the round; its hash is not checked.
  /// - Throws: ``DatabaseError`` or ``LedgerError``.
  public func round(_ number: Int) throws -> LedgerRound { try database.round(number).round }

  /// Where the run stands, or nil before the first round.
  ///
  /// - Throws: ``LedgerError`` where it is not the checkpoint of the last round.
  public func checkpoint() throws -> Checkpoint? {
    guard let row = try database.rows("SELECT * FROM checkpoint").first else { return nil }
    let fault = { [path] (problem: String) in
      LedgerError.broken(
        path: path,
        LedgerFault(round: self.roundCount, field: "checkpoint", problem: problem))
    }
    let round = try row.integer("round")
    guard round == roundCount else { throw fault("it is that of round \(round)") }
    guard let words = Words.read(try row.blob("model"), as: UInt32.self) else {
      throw fault("its model is cut off")
    }
    let global = Parameters(words.map(Float.init(bitPattern:)))
    let memory = try row.blob("server")
    let last = try self.round(round)
    guard Digest(of: global) == last.model else { throw fault("its model is not the round's") }
    guard Digest(of: memory) == last.memory else { throw fault("its memory is not the round's") }
    do { return try Checkpoint(round: round, global: global, memory: memory) } catch {
      throw fault("its memory cannot be read")
    }
  }

  /// Finds a file that is cut off, which SQLite would fill up with zeros; one that was broken off has
  /// the rest beside it, in its log.
  private static func checkWhole(_ path: String, pageSize: Int) throws {
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    guard size % max(pageSize, 1) == 0 || FileManager.default.fileExists(atPath: path + "-wal")
    else { throw DatabaseError.damaged(path: path) }
  }

  private static func prepareToWrite(_ database: Database) throws(DatabaseError) {
    // A lock of the whole file needs no shared memory, which network file systems do not have. It is
    // taken at once, lest two hold a part of it, and kept to the end.
    try database.execute(
      """
      PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = WAL; \
      PRAGMA synchronous = NORMAL
      """)
  }

  private static func migrate(_ database: Database, from version: Int) throws(DatabaseError) {
    for migration in LedgerSchema.migrations.dropFirst(version) {
      try database.execute(migration.sql)
    }
    try database.execute("PRAGMA user_version = \(LedgerSchema.migrations.count)")
  }
}
