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
  /// By whom the rounds were worked out, in order.
  public private(set) var segments: [Segment]
  private var linkCount: Int
  private var rules: LedgerRules
  private var left: CheckpointBytes?
  /// All rounds, where nothing is written.
  private let rounds: [LedgerRound]?
  let database: Database

  /// Begins a ledger.
  ///
  /// - Parameters:
  ///   - path: where no file is yet.
  ///   - header: what the run sets out with.
  /// - Throws: ``LedgerError/exists(path:)``, ``LedgerError/broken(path:_:)`` where the header cannot be
  ///   one, or ``DatabaseError``.
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

  /// Opens a ledger, and checks all of it.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - writing: whether rounds are to be added to it. Who only reads has all rounds in memory, and uses
  ///     nothing that was not checked.
  /// - Throws: ``LedgerError``, which names the first thing that does not hold, or ``DatabaseError``.
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
  /// - Throws: ``LedgerError/broken(path:_:)`` where something in it cannot be, such as a value of
  ///   infinity, or ``DatabaseError``; the ledger is then as it was.
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

  /// Says where the rounds to come are worked out, in place of what was said before the same round.
  ///
  /// - Throws: ``DatabaseError``.
  public func begin(onMachine machine: String, threads: Int, folder: String = "") throws {
    let segment = Segment(
      firstRound: roundCount + 1, machine: machine, threads: threads, folder: folder)
    try database.transaction(.writing) { try database.insert(segment) }
    segments.removeAll { $0.firstRound == segment.firstRound }
    segments.append(segment)
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
    try add(ChainEntry(.extension, round: roundCount, after: lastHash, addition.fields)) { link in
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
      try add(ChainEntry(closing: roundCount, after: lastHash)) { _ in }
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
  private func add(_ link: ChainEntry, with content: (_ place: Int) throws -> Void) throws {
    try database.transaction(.writing) {
      try content(linkCount)
      try database.insert(link, at: linkCount)
    }
    (lastHash, linkCount) = (link.hash, linkCount + 1)
  }

  /// A round as it was added.
  ///
  /// - Parameter number: from 1 to ``roundCount``.
  /// - Returns: the round.
  /// - Throws: ``DatabaseError`` or ``LedgerError``, where it is read from a file that is written.
  public func round(_ number: Int) throws -> LedgerRound {
    if let rounds { return rounds[number - 1] }
    do { return try database.round(number) } catch let fault as LedgerFault {
      throw LedgerError.broken(path: path, fault)
    }
  }

  /// Where the run stands, or nil before the first round.
  ///
  /// - Parameter strategies: those that it may name.
  /// - Returns: the checkpoint.
  /// - Throws: ``LedgerError`` where the strategy's memory cannot be read.
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

  /// Finds what is there in place of a file.
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
    // A lock of the whole file needs no shared memory, which network file systems do not have. It is
    // taken at once, lest two hold a part of it, and kept to the end.
    try database.execute(
      """
      PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = WAL; \
      PRAGMA synchronous = NORMAL
      """)
  }
}
