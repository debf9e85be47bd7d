public import ApportionPrimitives
import ApportionReconstruction
public import ApportionSimulation
import Foundation

/// The account of one run in one SQLite file; every round is stored completely or not at all.
///
/// Each link of its hash chain holds the hash of its content and of the previous link, so that the last hash
/// covers everything: ``lastHash``. A ledger is used by one task at a time and written by one process: if
/// another process has it open for writing, opening it for writing throws an error.
///
/// Rounds are written to a write-ahead log without waiting for the disk. If a process is killed, no finished
/// round is lost; if a machine loses power, the last rounds may be lost, each completely.
///
/// - Source: SQLite, https://www.sqlite.org/wal.html, sections 1 and 8.
public final class Ledger {
  /// The path of the ledger's file.
  public let path: String
  /// The config, clients, data and initial model that the run started with.
  public let header: LedgerHeader
  /// The configs with which the run was extended, in order.
  public private(set) var extensions: [LedgerExtension]
  /// The number of stored rounds.
  public private(set) var roundCount: Int
  /// Whether the run is finished.
  public private(set) var isFinished: Bool
  /// The hash of the last link.
  public private(set) var lastHash: Digest
  /// The segments in which the rounds were computed, in order.
  public private(set) var segments: [Segment]
  private var linkCount: Int
  private var rules: LedgerRules
  private var left: CheckpointBytes?
  /// All rounds, if the ledger was opened for reading only.
  private let rounds: [LedgerRound]?
  let database: Database

  /// Creates a ledger.
  ///
  /// - Parameters:
  ///   - path: a path at which no file exists.
  ///   - header: what the run starts with.
  /// - Throws: ``LedgerError/exists(path:)``, ``LedgerError/broken(path:_:)`` if the header is not valid, or
  ///   ``DatabaseError``.
  public init(creating path: String, header: LedgerHeader) throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw LedgerError.exists(path: path)
    }
    (self.path, self.header, rounds) = (path, header, nil)
    (extensions, segments, roundCount, isFinished, linkCount) = ([], [], 0, false, 1)
    do { rules = try LedgerRules(header) } catch { throw LedgerError.broken(path: path, error) }
    let database = try Database(path: path, .creating)
    let link = ChainEntry(.header, round: 0, after: ChainEntry.start, header.fields)
    (self.database, lastHash) = (database, link.hash)
    try database.transaction(.writing) {
      try database.execute(
        """
        PRAGMA application_id = \(LedgerSchema.applicationID);
        PRAGMA user_version = \(LedgerSchema.version);
        \(LedgerSchema.tables.joined(separator: ";\n"))
        """)
      try database.insert(header)
      try database.insert(link, at: 0)
    }
  }

  /// Opens a ledger and checks all of it.
  ///
  /// - Parameters:
  ///   - path: the ledger's file.
  ///   - writing: whether rounds are to be added to it. If false, all rounds are held in memory, so that only
  ///     checked data is used.
  /// - Throws: ``LedgerError`` with the first fault, or ``DatabaseError``.
  /// - Cost: one pass over the file.
  public init(opening path: String, writing: Bool) throws {
    self.path = path
    try Self.checkFile(path)
    database = try Database(path: path, .opening)
    if writing {
      try LedgerSchema.check(database)
      try Self.prepareToWrite(database)
    }
    var rounds: [LedgerRound] = []
    let reading = try LedgerReading(database) { if !writing { rounds.append($0) } }
    (header, extensions, segments) = (reading.header, reading.extensions, reading.segments)
    (roundCount, isFinished) = (reading.rules.rounds, reading.isFinished)
    (lastHash, linkCount, left) = (reading.lastHash, reading.linkCount, reading.checkpoint)
    rules = reading.rules
    self.rounds = writing ? nil : rounds
  }

  /// The config in force: that of the last extension, or the header's.
  public var config: String { extensions.last?.config ?? header.config }

  /// The number of rounds that the config in force specifies.
  public var plannedRounds: Int { extensions.last?.rounds ?? header.rounds }

  /// The header that the run would have started with under the config in force.
  public var headerInForce: LedgerHeader {
    var header = header
    (header.config, header.rounds) = (config, plannedRounds)
    return header
  }

  /// Adds a round, and stores the checkpoint to resume from.
  ///
  /// - Precondition: the round is the next one and is within the rounds of the config in force.
  /// - Throws: ``LedgerError/broken(path:_:)`` if its content is not valid, such as a value of infinity, or
  ///   ``DatabaseError``; the ledger is then unchanged.
  public func append(_ round: LedgerRound, checkpoint: Checkpoint) throws {
    let number = roundCount + 1
    precondition(round.account.round == number && checkpoint.round == number)
    precondition(number <= plannedRounds && !isFinished)
    var next = rules
    do { try next.add(round) } catch { throw LedgerError.broken(path: path, error) }
    let bytes = CheckpointBytes(
      round: number, global: checkpoint.global, memory: checkpoint.memory)
    try add(ChainEntry(.round, round: number, after: lastHash, round.fields)) { _ in
      try database.insert(round)
      try database.insert(bytes)
    }
    (roundCount, rules, left) = (number, next, bytes)
  }

  /// Records the machine, threads and folder of the rounds to come; replaces a record for the same round.
  ///
  /// - Throws: ``DatabaseError``.
  public func begin(onMachine machine: String, threads: Int, folder: String = "") throws {
    let segment = Segment(
      firstRound: roundCount + 1, machine: machine, threads: threads, folder: folder)
    try database.transaction(.writing) { try database.insert(segment) }
    segments.removeAll { $0.firstRound == segment.firstRound }
    segments.append(segment)
  }

  /// Extends the run with another config, whether it was finished or interrupted.
  ///
  /// The stored rounds keep their entries, and the ledger holds both configs. The run is unfinished until it
  /// has as many rounds as the new config specifies.
  ///
  /// - Parameters:
  ///   - config: the resolved config. The caller must make sure that it would have produced the same stored
  ///     rounds.
  ///   - rounds: the number of rounds that it specifies, including the stored ones.
  /// - Precondition: there are no more stored rounds than that.
  /// - Throws: ``DatabaseError``; the ledger is then unchanged.
  public func extend(to config: String, rounds: Int) throws {
    precondition(rounds >= roundCount)
    let addition = LedgerExtension(round: roundCount, config: config, rounds: rounds)
    try add(ChainEntry(.extension, round: roundCount, after: lastHash, addition.fields)) { link in
      try database.insert(addition, link: link)
    }
    extensions.append(addition)
    isFinished = false
  }

  /// Marks the run as finished, and leaves the ledger as one file that can be read without being written.
  ///
  /// The last hash is then that of the closing link, which holds the number of rounds. A run that is already
  /// finished keeps its last hash.
  ///
  /// - Throws: ``LedgerError`` if rounds are missing, or ``DatabaseError``.
  public func finish() throws {
    guard roundCount == plannedRounds else {
      throw LedgerError.broken(
        path: path,
        LedgerFault(
          round: roundCount, field: "rounds",
          problem: "it is the last, but the config asks for \(plannedRounds)"))
    }
    if !isFinished {
      try add(ChainEntry(closing: roundCount, after: lastHash)) { _ in }
      isFinished = true
    }
    try release()
  }

  /// Leaves the ledger as one file that can be read without being written, and releases its lock.
  ///
  /// - Throws: ``DatabaseError``.
  func release() throws(DatabaseError) {
    // SQLite releases the lock at the next access to the file.
    try database.execute(
      """
      PRAGMA journal_mode = DELETE; PRAGMA locking_mode = NORMAL; SELECT count(*) FROM run
      """)
  }

  /// Adds a link to the chain, together with its content.
  private func add(_ link: ChainEntry, with content: (_ place: Int) throws -> Void) throws {
    try database.transaction(.writing) {
      try content(linkCount)
      try database.insert(link, at: linkCount)
    }
    (lastHash, linkCount) = (link.hash, linkCount + 1)
  }

  /// A stored round.
  ///
  /// - Parameter number: from 1 to ``roundCount``.
  /// - Returns: the round.
  /// - Throws: ``DatabaseError`` or ``LedgerError``, if it is read from a ledger that is open for writing.
  public func round(_ number: Int) throws -> LedgerRound {
    if let rounds { return rounds[number - 1] }
    do { return try database.round(number) } catch let fault as LedgerFault {
      throw LedgerError.broken(path: path, fault)
    }
  }

  /// The checkpoint after the last round; nil before the first round.
  ///
  /// - Parameter strategies: the catalog of strategies that it may name.
  /// - Returns: the checkpoint.
  /// - Throws: ``LedgerError`` if the strategy's state cannot be read.
  public func checkpoint(strategies: Catalog<any Strategy> = .strategies) throws -> Checkpoint? {
    func fault(_ reason: String) -> LedgerError {
      .broken(
        path: path,
        LedgerFault(
          round: roundCount, field: "checkpoint", problem: "its memory cannot be read" + reason))
    }
    do {
      return try left.map { try Checkpoint($0, strategies: strategies) }
    } catch let unknown as UnknownName {
      throw fault(": \(unknown)")
    } catch {
      throw fault("")
    }
  }

  /// Throws if the path is not a regular file.
  private static func checkFile(_ path: String) throws {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      throw DataError.missingFile(path: path, looked: [])
    }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular: return
    case .typeSymbolicLink: throw LedgerError.notAFile(path: path, kind: "a symbolic link")
    case .typeDirectory: throw LedgerError.notAFile(path: path, kind: "a folder")
    default: throw LedgerError.notAFile(path: path, kind: "a device or a pipe")
    }
  }

  private static func prepareToWrite(_ database: Database) throws(DatabaseError) {
    // A lock of the whole file needs no shared memory, which network file systems lack. It is taken at once,
    // so that two processes cannot each hold a part of it, and kept until the end.
    try database.execute(
      """
      PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = WAL; \
      PRAGMA synchronous = NORMAL
      """)
  }
}
