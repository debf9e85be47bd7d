public import ApportionPrimitives
import ApportionReconstruction
public import ApportionSimulation
import Foundation

/// The account of one run in one SQLite file, every round whole or not at all.
///
/// Each link of its chain holds the hash of its content and of the link before, so that the last hash
/// stands for all: ``lastHash``. A ledger is used by one task at a time, and written by one process: who opens
/// it for writing while another does is told so.
///
/// Rounds go to a write-ahead log, which costs no wait for the disk. A process that is killed loses no
/// finished round; a machine that loses its power may lose the last ones, each as a whole.
///
/// - Source: SQLite, https://www.sqlite.org/wal.html, sections 1 and 8.
public final class Ledger {
  public let path: String
  /// What the run set out with.
  public let header: LedgerHeader
  /// The configs by which it was continued, in order.
  public private(set) var extensions: [LedgerExtension]
  /// How many rounds are in it.
  public private(set) var roundCount: Int
  /// Whether the run has come to its end.
  public private(set) var isFinished: Bool
  /// The hash of the last link.
  public private(set) var lastHash: Digest
  private var linkCount: Int
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
    (extensions, roundCount, isFinished, linkCount) = ([], 0, false, 1)
    let database = try Database(path: path, .creating)
    let link = Link(.header, round: 0, after: Link.start, header.fields)
    (self.database, lastHash) = (database, link.hash)
    try database.transaction {
      try database.execute(
        """
        PRAGMA application_id = \(LedgerSchema.applicationID);
        PRAGMA user_version = \(LedgerSchema.version); \(LedgerSchema.sql)
        """)
      try database.insert(header)
      try database.insert(link, at: 0)
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
    guard version >= LedgerSchema.version else { throw LedgerError.older(path: path) }
    guard version == LedgerSchema.version else {
      throw LedgerError.newer(path: path, version: version, known: LedgerSchema.version)
    }
    if writing { try Self.prepareToWrite(database) }
    header = try database.header()
    let (links, extensions) = try database.chain()
    guard let last = links.last else {
      throw LedgerError.broken(
        path: path, LedgerFault(round: 0, field: "chain", problem: "it is missing"))
    }
    self.extensions = links.indices.compactMap { extensions[$0] }
    roundCount = links.count { $0.kind == .round }
    isFinished = last.kind == .close
    (lastHash, linkCount) = (last.hash, links.count)
  }

  /// The config in force: that of the last extension, or the header's.
  public var config: String { extensions.last?.config ?? header.config }

  /// How many rounds the config in force asks for.
  public var plannedRounds: Int { extensions.last?.rounds ?? header.rounds }

  /// What the run would have set out with under the config in force.
  public var headerInForce: LedgerHeader {
    var header = header
    (header.config, header.rounds) = (config, plannedRounds)
    return header
  }

  /// Adds a round, and makes the checkpoint the one to go on from.
  ///
  /// - Precondition: it is the next one, and the config in force asks for it.
  /// - Throws: ``DatabaseError``; the ledger is then as it was.
  public func append(_ round: LedgerRound, checkpoint: Checkpoint) throws {
    let number = roundCount + 1
    precondition(round.account.round == number && checkpoint.round == number)
    precondition(number <= plannedRounds && !isFinished)
    try add(Link(.round, round: number, after: lastHash, round.fields)) { _ in
      try database.insert(round)
      try database.run(
        "INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", .integer(checkpoint.round),
        .blob(Words.bytes(checkpoint.global.values.map { $0.bitPattern })), .blob(checkpoint.memory)
      )
    }
    roundCount = number
  }

  /// Continues the run by another config, whether it was finished or broken off.
  ///
  /// The rounds that are there keep their entries, and the ledger holds both configs. The run is
  /// unfinished until it has as many rounds as the new config asks for.
  ///
  /// - Parameters:
  ///   - config: the resolved config; whether the rounds that are there would have been the same by it
  ///     is the caller's to know.
  ///   - rounds: how many it asks for, those that are there included.
  /// - Precondition: there are no more rounds than that.
  /// - Throws: ``DatabaseError``; the ledger is then as it was.
  public func extend(to config: String, rounds: Int) throws {
    precondition(rounds >= roundCount)
    let addition = LedgerExtension(round: roundCount, config: config, rounds: rounds)
    try add(Link(.extension, round: roundCount, after: lastHash, addition.fields)) { link in
      try database.insert(addition, link: link)
    }
    extensions.append(addition)
    isFinished = false
  }

  /// Says that the run has come to its end, and leaves it as one file, which nobody need write to read.
  ///
  /// The last hash is then that of the end, which holds the number of rounds. A run that is finished
  /// already keeps it.
  ///
  /// - Throws: ``LedgerError`` where rounds are missing, or ``DatabaseError``.
  public func finish() throws {
    guard roundCount == plannedRounds else {
      throw LedgerError.broken(
        path: path,
        LedgerFault(
          round: roundCount, field: "rounds",
          problem: "it is the last, but the config asks for \(plannedRounds)"))
    }
    if !isFinished {
      try add(Link(closing: roundCount, after: lastHash)) { _ in }
      isFinished = true
    }
    try release()
  }

  /// Leaves the ledger as one file, which nobody need write to read, and gives its lock back.
  ///
  /// - Throws: ``DatabaseError``.
  func release() throws(DatabaseError) {
    // The lock is given back with the next look at the file.
    try database.execute(
      """
      PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM run
      """)
  }

  /// Adds a link to the chain, and with it what it is a link of.
  private func add(_ link: Link, with content: (_ place: Int) throws -> Void) throws {
    try database.transaction {
      try content(linkCount)
      try database.insert(link, at: linkCount)
    }
    (lastHash, linkCount) = (link.hash, linkCount + 1)
  }

  /// A round as it was added.
  ///
  /// - Parameter number: from 1 to ``roundCount``.
  /// - Returns: the round; its hash is not checked.
  /// - Throws: ``DatabaseError`` or ``LedgerError``.
  public func round(_ number: Int) throws -> LedgerRound { try database.round(number) }

  /// Where the run stands, or nil before the first round.
  ///
  /// - Parameter strategies: those that it may name.
  /// - Returns: the model and the server after the last round.
  /// - Throws: ``LedgerError`` where it is not the checkpoint of the last round.
  public func checkpoint(strategies: Catalog<any Aggregator> = .strategies) throws -> Checkpoint? {
    guard let (global, memory) = try checkedCheckpoint() else { return nil }
    do {
      return try Checkpoint(
        round: roundCount, global: global, memory: memory, strategies: strategies)
    } catch let unknown as UnknownName {
      throw checkpointFault("its memory cannot be read: \(unknown)")
    } catch {
      throw checkpointFault("its memory cannot be read")
    }
  }

  /// The model and the strategy's memory of the checkpoint, which belong to the last round.
  func checkedCheckpoint() throws -> (global: Parameters, memory: [UInt8])? {
    guard let row = try database.rows("SELECT * FROM checkpoint").first else { return nil }
    let round = try row.integer("round")
    guard round == roundCount else { throw checkpointFault("it is that of round \(round)") }
    guard let words = Words.read(try row.blob("model"), as: UInt32.self) else {
      throw checkpointFault("its model is cut off")
    }
    let global = Parameters(words.map(Float.init(bitPattern:)))
    let memory = try row.blob("server")
    guard round > 0 else { throw checkpointFault("it is that of no round") }
    let last = try self.round(round)
    guard Digest(of: global) == last.model else {
      throw checkpointFault("its model is not the round's")
    }
    guard Digest(of: memory) == last.memory else {
      throw checkpointFault("its memory is not the round's")
    }
    return (global, memory)
  }

  private func checkpointFault(_ problem: String) -> LedgerError {
    .broken(path: path, LedgerFault(round: roundCount, field: "checkpoint", problem: problem))
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
}
