public import ApportionSimulation
import Foundation

/// The folder of a run: its ledger, which grows with every round, and at the end the tables made from it.
///
/// A new run starts in a draft folder next to its path, and the whole folder is moved to the path by
/// ``begin(_:extended:)``. A run that replaces another starts in the same folder; the former run is kept in
/// `.former` inside it until the new one is finished. Only files that a run writes are ever replaced, moved
/// or removed: all other files in the folder are left as they are. One process writes to a folder at a time.
public final class RunDirectory {
  /// The path of the run's folder.
  public let path: String
  private let target: URL
  private var state: State
  /// The parent folders that were created for it, innermost first.
  private let parents: [URL]

  private enum State {
    case drafted(DraftFolder)
    case replacing(FolderLock)
    case begun(Ledger, FolderLock, isNew: Bool)
    case closed
  }

  /// Reserves the path of a new run.
  ///
  /// - Parameters:
  ///   - path: the folder, relative to the working directory.
  ///   - replacing: whether an existing run may be replaced.
  /// - Throws: ``StoreError``.
  public init(path: String, replacing: Bool) throws {
    self.path = path
    let target = URL(filePath: path).standardizedFileURL
    self.target = target
    let above = sequence(first: target.deletingLastPathComponent()) {
      $0.path == "/" ? nil : $0.deletingLastPathComponent()
    }
    parents = Array(above.prefix { !FileManager.default.fileExists(atPath: $0.path) })
    guard FileManager.default.fileExists(atPath: target.path) else {
      state = .drafted(
        try StoreError.attempt("create", path) { try DraftFolder(for: target, calling: path) })
      return
    }
    try Self.restore(target, calling: path)
    try Self.check(target, calling: path, replacing: replacing)
    state = .replacing(try FolderLock(target, calling: path))
    try StoreError.attempt("write", path) {
      guard access(target.path, W_OK) == 0 else { throw POSIXError.current }
    }
  }

  /// Opens a run to resume it.
  ///
  /// - Parameters:
  ///   - path: the folder, relative to the working directory.
  ///   - isRecorded: whether it is an account of recorded rounds.
  ///   - check: called with the ledger before it is opened for writing, which changes its file; it may throw
  ///     to refuse the run.
  /// - Throws: what `check` throws; ``StoreError/noRun(path:)``; ``StoreError/account(path:)`` if it is an
  ///   account but a run was expected; ``StoreError/notAnAccount(path:)`` in the opposite case;
  ///   ``StoreError/busy(path:)``; ``LedgerError``, also if the ledger has a fault; or ``DatabaseError``.
  public init(
    resuming path: String, ofRecordedRounds isRecorded: Bool = false,
    checking check: (Ledger) throws -> Void = { _ in }
  ) throws {
    self.path = path
    target = URL(filePath: path).standardizedFileURL
    parents = []
    try Self.restore(target, calling: path)
    let file = target.appending(path: ledgerName)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw StoreError.noRun(path: path)
    }
    try Self.check(file.path, isRecorded: isRecorded, calling: path, check)
    let lock = try FolderLock(target, calling: path)
    state = .begun(try Ledger(opening: file.path, writing: true), lock, isNew: false)
  }

  /// Moves a former run back if the process that was replacing it was killed before its own run existed.
  private static func restore(_ target: URL, calling path: String) throws {
    guard ReplacedRun(in: target).isThere, !RunFiles(folder: target).isRun else { return }
    try StoreError.attempt("put back the former run in", path) {
      let lock = try FolderLock(target, calling: path)
      try withExtendedLifetime(lock) { try ReplacedRun(in: target).putBack() }
    }
  }

  /// Refuses to replace anything that is not a run, or a run if runs must not be replaced.
  private static func check(_ target: URL, calling path: String, replacing: Bool) throws {
    guard RunFiles(folder: target).isRun else { throw StoreError.notARun(path: path) }
    guard !replacing else { return }
    let ledger = try? Ledger(opening: target.appending(path: ledgerName).path, writing: false)
    guard let ledger, !ledger.isFinished else { throw StoreError.exists(path: path) }
    throw StoreError.unfinished(
      path: path, rounds: ledger.roundCount, isAccount: ledger.header.isOfRecordedRounds)
  }

  /// Refuses a path whose content is not a run and would therefore not be replaced.
  ///
  /// - Throws: ``StoreError/notARun(path:)``.
  public static func checkReplaceable(_ path: String) throws {
    try check(URL(filePath: path).standardizedFileURL, calling: path, replacing: true)
  }

  /// Checks a ledger before it is opened for writing, and closes it again.
  private static func check(
    _ file: String, isRecorded: Bool, calling path: String, _ check: (Ledger) throws -> Void
  ) throws {
    let ledger = try Ledger(opening: file, writing: false)
    guard ledger.header.isOfRecordedRounds == isRecorded else {
      throw isRecorded ? StoreError.notAnAccount(path: path) : .account(path: path)
    }
    try check(ledger)
  }

  /// Refuses to write to a folder that other files are read from.
  ///
  /// - Parameters:
  ///   - path: the folder to be written, relative to the working directory.
  ///   - source: the folder that is read.
  /// - Throws: ``StoreError/source(path:)`` if the two are the same, or `path` contains `source`.
  public static func check(_ path: String, keeps source: String) throws {
    let steps = [path, source].map {
      URL(filePath: $0).standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }
    guard !steps[1].starts(with: steps[0]) else { throw StoreError.source(path: path) }
  }

  /// Whether the run's ledger exists at its path and is open.
  public var hasBegun: Bool { ledger != nil }

  /// The run's ledger, from the start of the run until it is finished.
  public var ledger: Ledger? {
    guard case .begun(let ledger, _, _) = state else { return nil }
    return ledger
  }

  /// The path of a run that this one replaces, until this one is finished; nil if there is none.
  public var replacedRun: String? {
    ReplacedRun(in: target).isThere ? path + "/" + ReplacedRun.name : nil
  }

  /// Starts a new run at its path, or continues the run that was opened.
  ///
  /// - Parameters:
  ///   - header: what the run starts with; for a resumed run it must be the same as before.
  ///   - isExtended: whether the config and the number of rounds may differ from those before, which the
  ///     ledger then records.
  /// - Returns: the ledger, without rounds if the run is new.
  /// - Throws: ``StoreError``, ``LedgerError`` or ``DatabaseError``.
  public func begin(_ header: LedgerHeader, extended isExtended: Bool = false) throws -> Ledger {
    switch state {
    case .closed: preconditionFailure("\(path) is finished or taken back")
    case .begun(let ledger, _, _):
      var former = ledger.headerInForce
      if isExtended { (former.config, former.rounds) = (header.config, header.rounds) }
      if let field = header.firstDifference(from: former) {
        throw StoreError.otherBeginning(path: path, field: field)
      }
      if header.config != ledger.config {
        try ledger.extend(to: header.config, rounds: header.rounds)
        try write(Data(header.config.utf8), to: "config.yml", in: target)
      }
      return ledger
    case .drafted(let draft):
      // The ledger is closed before its folder is moved, because SQLite refers to its files by name.
      _ = try Ledger(creating: draft.url.appending(path: ledgerName).path, header: header)
      try write(Data(header.config.utf8), to: "config.yml", in: draft.url)
      try attempt("move the run to") {
        do { try FileManager.default.moveItem(at: draft.url, to: target) } catch {
          throw FileManager.default.fileExists(atPath: target.path)
            ? StoreError.exists(path: path) : error
        }
      }
      return try open(under: draft.lock)
    case .replacing(let lock):
      let replaced = ReplacedRun(in: target)
      do {
        try attempt("put aside the former run in") { try replaced.putAside() }
        _ = try Ledger(creating: file(ledgerName).path, header: header)
        try write(Data(header.config.utf8), to: "config.yml", in: target)
        return try open(under: lock)
      } catch {
        // If this fails too, the former run remains complete in `.former`.
        _ = try? replaced.putBack()
        throw error
      }
    }
  }

  private func open(under lock: FolderLock) throws -> Ledger {
    let ledger = try Ledger(opening: file(ledgerName).path, writing: true)
    state = .begun(ledger, lock, isNew: true)
    return ledger
  }

  /// Writes a round's models.
  public func record(_ round: Round) throws {
    try write(Safetensors(round).data, to: roundFileName(round.number), in: target)
  }

  /// Writes the examples that utilities are measured on.
  public func record(evaluation dataset: Dataset, rows: [Int]) throws {
    try write(
      Safetensors(evaluation: dataset, rows: rows).data, to: "evaluation.safetensors", in: target)
  }

  /// Writes the tables, and marks the run as finished in the ledger.
  ///
  /// - Returns: the paths of all files of the run inside the folder.
  /// - Throws: ``StoreError`` or ``DatabaseError``.
  public func finish() throws -> [String] {
    guard let ledger else { preconditionFailure("\(path) has not begun") }
    var texts = RunTexts(clients: ledger.header.parties.map(\.client), config: ledger.config)
    for number in 0..<ledger.roundCount { texts.add(try ledger.round(number + 1)) }
    for (name, text) in texts.files {
      try write(Data(text.utf8), to: name, in: target)
    }
    try ledger.finish()
    state = .closed
    return try attempt("remove the former run in") {
      try ReplacedRun(in: target).remove()
      return try RunFiles(folder: target).present(drafts: false).sorted()
    }
  }

  /// Removes a run that was started here and has no complete round; its path is then as it was before.
  ///
  /// A run with a round, one that existed before, and a finished one are kept. Afterwards other processes may
  /// write to the folder.
  public func discard() {
    // Nothing can be done about files that cannot be removed, and the error that led to this call is more
    // important.
    switch state {
    case .drafted(let draft): _ = try? RunFiles(folder: draft.url).remove()
    case .begun(let ledger, _, isNew: true) where ledger.roundCount == 0:
      _ = try? RunFiles(folder: target).removeFiles()
      _ = try? ReplacedRun(in: target).putBack()
      RunFiles(folder: target).removeEmptyFolder()
    case .replacing: break
    case .begun(let ledger, _, _):
      _ = try? ledger.release()
      return
    case .closed: return
    }
    state = .closed
    for parent in parents { rmdir(parent.path) }  // which leaves alone what is not empty
  }

  private func file(_ name: String) -> URL { target.appending(path: name) }

  /// Writes a file completely or not at all; a symbolic link never leads out of the folder.
  private func write(_ data: Data, to name: String, in folder: URL) throws {
    let file = folder.appending(path: name)
    let own = file.deletingLastPathComponent()
    try attempt("write \(name) in") {
      if own.path != folder.path, FileKind(of: own) != .folder {
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: false)
      }
      try WholeFile.write(data, to: file)
    }
  }

  private func attempt<Result>(_ action: String, _ work: () throws -> Result) throws -> Result {
    try StoreError.attempt(action, path, work)
  }
}

/// The name of the ledger in a run's folder.
let ledgerName = "run.sqlite"
