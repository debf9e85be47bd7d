import ApportionReconstruction
public import ApportionSimulation
import Foundation

/// The folder of a run: its ledger, which grows with every round, and at the end the tables that are
/// read from it.
///
/// A place is reserved first, beside the run's own and under another name, so that an experiment that
/// cannot begin leaves no trace. From ``begin(_:)`` on the run stands in its place, whole up to its
/// last round, and can be gone on with by whoever opens it again.
public final class RunDirectory {
  /// Where the run is, or will be.
  public let path: String
  private let target: URL
  private var state: State
  /// The folders above that were made for it, innermost first.
  private let parents: [URL]

  private enum State {
    case reserved(draft: URL, replacing: Bool)
    case begun(Ledger)
    case finished
  }

  /// Reserves the place of a new run.
  ///
  /// - Parameters:
  ///   - path: taken from the working directory.
  ///   - replacing: whether a run that is already there may be replaced.
  /// - Throws: ``StoreError``.
  public init(path: String, replacing: Bool) throws {
    self.path = path
    target = URL(filePath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    // Not named after the process, because one that was killed may have had the same number and left
    // its files.
    let draft = parent.appending(
      path: ".\(target.lastPathComponent).\(UUID().uuidString).unfinished")
    let above = sequence(first: parent) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    parents = Array(above.prefix { !FileManager.default.fileExists(atPath: $0.path) })
    state = .reserved(draft: draft, replacing: replacing)
    if FileManager.default.fileExists(atPath: target.path) {
      guard isRun(target) else {
        throw replacing ? StoreError.notARun(path: path) : .exists(path: path)
      }
      guard replacing else {
        let ledger = try? Ledger(opening: file(ledgerName).path, writing: false)
        guard let ledger, !ledger.isFinished else { throw StoreError.exists(path: path) }
        guard !ledger.header.isOfRecordedRounds else { throw StoreError.account(path: path) }
        throw StoreError.unfinished(path: path, rounds: ledger.roundCount)
      }
    }
    try attempt("create") {
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
    }
  }

  /// Opens a run to go on with it.
  ///
  /// - Parameters:
  ///   - path: taken from the working directory.
  ///   - config: the resolved config by which to go on, or nil for the run's own.
  /// - Throws: ``StoreError/noRun(path:)``, ``StoreError/otherConfig(path:difference:)``,
  ///   ``StoreError/account(path:)`` where it is an account of recorded rounds, ``LedgerError`` or
  ///   ``DatabaseError``.
  public init(resuming path: String, config: String? = nil) throws {
    self.path = path
    target = URL(filePath: path).standardizedFileURL
    parents = []
    let file = target.appending(path: ledgerName)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw StoreError.noRun(path: path)
    }
    // Looked at first, because who opens a ledger for writing changes its file.
    let (header, own) = try Self.beginning(of: file.path)
    guard !header.isOfRecordedRounds else { throw StoreError.account(path: path) }
    if let config, let difference = textDifference(own, config) {
      throw StoreError.otherConfig(path: path, difference: difference)
    }
    state = .begun(try Ledger(opening: file.path, writing: true))
  }

  /// What a run set out with, and its config in force; the ledger is closed again.
  private static func beginning(of path: String) throws -> (LedgerHeader, config: String) {
    let ledger = try Ledger(opening: path, writing: false)
    return (ledger.header, ledger.config)
  }

  /// Refuses to write where other files are read from.
  ///
  /// - Parameters:
  ///   - path: the folder that would be written, taken from the working directory.
  ///   - source: the folder that is read.
  /// - Throws: ``StoreError/source(path:)`` where the one is the other, or holds it.
  public static func check(_ path: String, keeps source: String) throws {
    let steps = [path, source].map {
      URL(filePath: $0).standardizedFileURL.resolvingSymlinksInPath().pathComponents
    }
    guard !steps[1].starts(with: steps[0]) else { throw StoreError.source(path: path) }
  }

  /// Whether the run stands in its place.
  public var hasBegun: Bool { ledger != nil }

  /// The run's account, once it has begun and until it is finished.
  public var ledger: Ledger? {
    guard case .begun(let ledger) = state else { return nil }
    return ledger
  }

  /// Puts the run into its place, or finds it there.
  ///
  /// - Parameter header: what it sets out with, which must be what it set out with before.
  /// - Returns: the ledger, without rounds where the run is new.
  /// - Throws: ``StoreError``, ``LedgerError`` or ``DatabaseError``.
  public func begin(_ header: LedgerHeader) throws -> Ledger {
    switch state {
    case .finished: preconditionFailure("\(path) is finished")
    case .begun(let ledger):
      if let field = header.firstDifference(from: ledger.headerInForce) {
        throw StoreError.otherBeginning(path: path, field: field)
      }
      return ledger
    case .reserved(let draft, let replacing):
      // The ledger is closed before its folder is moved, because SQLite knows its files by name.
      _ = try Ledger(creating: draft.appending(path: ledgerName).path, header: header)
      try write(Data(header.config.utf8), to: "config.yml", in: draft)
      try attempt("move the run to") {
        let isThere = { FileManager.default.fileExists(atPath: self.target.path) }
        if replacing, isThere() { try setAside() }
        do { try FileManager.default.moveItem(at: draft, to: target) } catch {
          throw isThere() ? StoreError.exists(path: path) : error
        }
      }
      let ledger = try Ledger(opening: file(ledgerName).path, writing: true)
      state = .begun(ledger)
      return ledger
    }
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

  /// Writes the tables, and says in the ledger that the run is finished.
  ///
  /// - Returns: all files of the run, by their paths inside the folder.
  /// - Throws: ``StoreError`` or ``DatabaseError``.
  public func finish() throws -> [String] {
    guard let ledger else { preconditionFailure("\(path) has not begun") }
    var (contributions, rounds) = (ContributionsCSV(), RoundsCSV())
    let names = ledger.header.parties.map(\.client.name)
    var totals = TotalAccount(clientCount: names.count)
    for number in 0..<ledger.roundCount {
      let round = try ledger.round(number + 1)
      contributions.add(round.account.rows(names: names))
      rounds.add(round.account, test: round.test)
      totals.add(round.account)
    }
    contributions.add(totals.rows(names: names))
    let clients = ClientsCSV(ledger.header.parties.map(\.client))
    for (name, text) in [
      ("clients.csv", clients.text), ("contributions.csv", contributions.text),
      ("rounds.csv", rounds.text), ("config.yml", ledger.config),
    ] {
      try write(Data(text.utf8), to: name, in: target)
    }
    try ledger.finish()
    state = .finished
    try attempt("remove the former run beside") { try removeFormer() }
    return try FileManager.default.subpathsOfDirectory(atPath: target.path)
      .filter { $0 != "rounds" }.sorted()
  }

  /// Removes what has been written; the run's place is as it was.
  ///
  /// A finished run stays.
  public func discard() {
    // Nothing can be done about a folder that will not go, and the error that led here matters more.
    switch state {
    case .finished: return
    case .reserved(let draft, _): _ = try? FileManager.default.removeItem(at: draft)
    case .begun:
      _ = try? FileManager.default.removeItem(at: target)
      _ = try? FileManager.default.moveItem(at: former, to: target)
    }
    for parent in parents { rmdir(parent.path) }  // which leaves alone what is not empty
  }

  /// Where the run that is replaced waits until the new one is finished.
  private var former: URL {
    target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).former")
  }

  /// What is replaced is kept until the new run is finished; where an unfinished one had replaced
  /// another already, that other is.
  private func setAside() throws {
    if FileManager.default.fileExists(atPath: former.path) {
      try FileManager.default.removeItem(at: target)
    } else {
      try FileManager.default.moveItem(at: target, to: former)
    }
  }

  private func removeFormer() throws {
    guard FileManager.default.fileExists(atPath: former.path), isRun(former) else { return }
    try FileManager.default.removeItem(at: former)
  }

  private func file(_ name: String) -> URL { target.appending(path: name) }

  /// Only a folder that a run wrote may be replaced by another.
  private func isRun(_ folder: URL) -> Bool {
    ["config.yml", ledgerName].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }

  /// A file is there whole or not at all.
  private func write(_ data: Data, to name: String, in folder: URL) throws {
    let file = folder.appending(path: name)
    try attempt("write \(name) in") {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file, options: .atomic)
    }
  }

  private func attempt(_ action: String, _ work: () throws -> Void) throws {
    try StoreError.attempt(action, path, work)
  }
}

/// What the ledger is called in a run's folder.
let ledgerName = "run.sqlite"
