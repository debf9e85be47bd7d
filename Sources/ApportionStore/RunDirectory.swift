public import ApportionReconstruction
public import ApportionSimulation
import Foundation

/// The folder that a run leaves behind.
///
/// It is written beside its final place under another name and moved there by ``finish(config:clients:totals:)``,
/// so that a folder with the run's name is always complete.
public final class RunDirectory {
  /// Where the run will be.
  public let path: String
  private let target: URL
  private let draft: URL
  private let replacing: Bool
  /// The folders above the draft that were made for it, innermost first.
  private let parents: [URL]
  private var contributions = ContributionsCSV()
  private var rounds = RoundsCSV()
  private var names: [String] = []

  /// Makes the folder that the run is written to.
  ///
  /// - Parameters:
  ///   - path: taken from the working directory.
  ///   - replacing: whether a run that is already there may be replaced.
  /// - Throws: ``StoreError``.
  public init(path: String, replacing: Bool) throws {
    self.path = path
    self.replacing = replacing
    target = URL(filePath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    // Not named after the process, because one that was killed may have had the same number and left
    // its files.
    draft = parent.appending(
      path: ".\(target.lastPathComponent).\(UUID().uuidString).unfinished")
    let above = sequence(first: parent) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
    parents = Array(above.prefix { !FileManager.default.fileExists(atPath: $0.path) })
    if FileManager.default.fileExists(atPath: target.path) {
      guard replacing else { throw StoreError.exists(path: path) }
      guard isRun(target) else { throw StoreError.notARun(path: path) }
    }
    try attempt("create") {
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
    }
  }

  /// Keeps a round's contributions, and how its model does on the examples held out for testing, where
  /// there are any.
  public func add(_ account: RoundAccount, test: Outcome? = nil) {
    contributions.add(account)
    rounds.add(account, test: test)
  }

  /// Writes a round's models.
  public func record(_ round: Round) throws {
    let digits = "\(round.number)"
    let number = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    try write(Safetensors(round).data, to: "rounds/round-\(number).safetensors")
  }

  /// Writes the examples that utilities are measured on.
  public func record(evaluation dataset: Dataset, rows: [Int]) throws {
    try write(Safetensors(evaluation: dataset, rows: rows).data, to: "evaluation.safetensors")
  }

  /// Writes what is left and moves the folder to its place.
  ///
  /// - Parameters:
  ///   - config: the resolved config.
  ///   - clients: who took part.
  ///   - totals: the contributions over all rounds.
  /// - Returns: the files, by their paths inside the folder.
  /// - Throws: ``StoreError``.
  public func finish(
    config: String, clients: [ClientRecord], totals: TotalAccount
  ) throws -> [String] {
    contributions.add(totals)
    try write(Data(ClientsCSV(clients).text.utf8), to: "clients.csv")
    try write(Data(contributions.text.utf8), to: "contributions.csv")
    try write(Data(rounds.text.utf8), to: "rounds.csv")
    try write(Data(config.utf8), to: "config.yml")
    try attempt("move the run to") {
      guard replacing, FileManager.default.fileExists(atPath: target.path) else {
        return try FileManager.default.moveItem(at: draft, to: target)
      }
      // Moved aside first: a folder that cannot be removed whole must not be left in part.
      let former = draft.appendingPathExtension("former")
      try FileManager.default.moveItem(at: target, to: former)
      do {
        try FileManager.default.moveItem(at: draft, to: target)
      } catch {
        try FileManager.default.moveItem(at: former, to: target)
        throw error
      }
      try FileManager.default.removeItem(at: former)
    }
    return names.sorted()
  }

  /// Removes what has been written; the run's place is as it was.
  ///
  /// A finished run stays.
  public func discard() {
    // Nothing can be done about a folder that will not go, and the error that led here matters more.
    _ = try? FileManager.default.removeItem(at: draft)
    for parent in parents { rmdir(parent.path) }  // which leaves alone what is not empty
  }

  /// Only a folder that a run wrote may be replaced by another.
  private func isRun(_ folder: URL) -> Bool {
    ["config.yml", "contributions.csv"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }

  private func write(_ data: Data, to name: String) throws {
    let file = draft.appending(path: name)
    try attempt("write \(name) in") {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file)
    }
    names.append(name)
  }

  private func attempt(_ action: String, _ work: () throws -> Void) throws {
    do {
      try work()
    } catch {
      // What the system said is clearer than what Foundation makes of it.
      let cause = (error as? CocoaError)?.underlying ?? error
      let reason = (cause as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
      throw StoreError.failed(
        action: action, path: path, reason: reason ?? cause.localizedDescription)
    }
  }
}

/// Why a run's folder could not be written, and what to change.
public enum StoreError: Error, Hashable, Sendable {
  case exists(path: String)
  case notARun(path: String)
  case twice(path: String)
  case failed(action: String, path: String, reason: String)
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exists(let path):
      "\(path) is there already; add --force to replace it, or name another place with --output"
    case .notARun(let path):
      "\(path) is there already and is not a run, so --force does not replace it; use --output"
    case .twice(let path):
      "two configs are to be kept in \(path); give each a `name` of its own"
    case .failed(let action, let path, let reason):
      "cannot \(action) \(path): \(reason); mend that, or name another place with --output"
    }
  }
}
