public import ApportionSimulation
public import ApportionValuation
import Foundation
import Synchronization

/// The folder of a retraining game in progress: the outcome of each coalition, stored as it is found.
///
/// `config.yml` is the config of the grand coalition's run and is written before any rows, so that rows of
/// another config are never mistaken for its own. `outcomes.csv` grows by a row for each coalition, which
/// contains its members in order with spaces between them; every row is on the disk before the next is
/// written. If the process is interrupted within a row, only that row is lost.
public final class RetrainingLog: Sendable {
  /// The outcomes that were stored before.
  public let known: [Coalition: Outcome]
  private let path: String
  private let file: Mutex<FileHandle>

  private static let header = "coalition,examples,correct,loss_sum"

  // The lock is released explicitly, for the reason given in `FolderLock`.
  deinit { file.withLock { _ = flock($0.fileDescriptor, LOCK_UN) } }

  /// Starts a game, or opens an interrupted one.
  ///
  /// Rows in a folder without a config could belong to any game, and are refused like those of another
  /// config.
  ///
  /// - Parameters:
  ///   - path: the folder, relative to the working directory.
  ///   - config: the resolved config.
  ///   - replacing: whether a game with another config may be replaced.
  ///   - players: the number of clients.
  ///   - examples: the number of examples that models are evaluated on.
  /// - Throws: ``StoreError``, such as ``StoreError/busy(path:)`` if another process has the game open; or
  ///   ``RunFileError`` if rows do not belong to this game.
  public init(
    path: String, config: String, replacing: Bool, players: Int, examples: Int
  ) throws {
    let folder = URL(filePath: path)
    let (settings, rows) = (
      folder.appending(path: "config.yml"), folder.appending(path: "outcomes.csv")
    )
    self.path = path
    let values = folder.appending(path: "values.csv")
    /// Whether the content of the folder belongs to this game.
    func isOwn() throws -> Bool {
      let left = FileManager.default.contents(atPath: settings.path)
      if left == Data(config.utf8) { return true }
      guard !replacing else { return false }
      guard left == nil else { throw StoreError.otherBeginning(path: path, field: "config") }
      // The config is written before any rows, so rows without a config do not belong to a game.
      let rows = FileManager.default.contents(atPath: rows.path) ?? Data()
      guard Data("\(Self.header)\n".utf8).starts(with: rows), FileKind(of: values) == nil else {
        throw StoreError.notAGame(path: path)
      }
      return false
    }
    _ = try isOwn()
    let file = try StoreError.attempt("keep a retraining game in", path) {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let file = try Self.locked(rows, of: path)
      // From here on no other process can start the same game.
      if try !isOwn() {
        if FileKind(of: values) == .regular { try FileManager.default.removeItem(at: values) }
        try file.truncate(atOffset: 0)
        // The config is written after old rows were removed: rows next to it then belong to its game.
        try WholeFile.write(Data(config.utf8), to: settings)
      }
      try Self.seekEnd(of: file)
      return file
    }
    known = try Self.outcomes(in: rows.relativePath, players: players, examples: examples)
    self.file = Mutex(file)
  }

  /// Stores the outcome of a coalition.
  ///
  /// - Parameters:
  ///   - outcome: the outcome of the coalition's model.
  ///   - coalition: a coalition that was not stored before.
  /// - Throws: ``StoreError``.
  public func append(_ outcome: Outcome, of coalition: Coalition) throws {
    let members = coalition.members.map(String.init).joined(separator: " ")
    let row = "\(members),\(outcome.count),\(outcome.correct),\(fullPrecision(outcome.lossSum))\n"
    try file.withLock { file in
      try StoreError.attempt("write outcomes.csv in", path) {
        try file.write(contentsOf: Data(row.utf8))
        try file.synchronize()
      }
    }
  }

  /// The file, created if it does not exist and locked for this process.
  private static func locked(_ rows: URL, of path: String) throws -> FileHandle {
    let kind = FileKind(of: rows) ?? .regular
    guard kind == .regular else { throw NotReplaceable(path: rows.relativePath, kind: kind) }
    let descriptor = open(rows.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw POSIXError.current }
    // The lock is released when the file is closed, however the process ends.
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw StoreError.busy(path: path) }
    return file
  }

  /// Moves the write position to the end of the last complete line, and removes everything after it.
  private static func seekEnd(of file: FileHandle) throws {
    try file.seek(toOffset: 0)
    let bytes = try file.readToEnd() ?? Data()
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    try file.truncate(atOffset: UInt64(whole))
    if whole == 0 {
      try file.write(contentsOf: Data("\(header)\n".utf8))
      try file.synchronize()
    }
  }

  private static func outcomes(
    in path: String, players: Int, examples: Int
  ) throws -> [Coalition: Outcome] {
    var outcomes: [Coalition: Outcome] = [:]
    for row in try RunTable(path: path, header: header).rows {
      let coalition = try row.parse(
        "coalition", "a coalition of clients 0 to \(players - 1), in order"
      ) { members($0, of: players) }
      try row.require(
        row.whole("examples") == examples, "examples", "is not the \(examples) of this game")
      let correct = try row.whole("correct")
      try row.require(correct <= examples, "correct", "is above the \(examples) examples")
      let outcome = Outcome(
        correct: correct, lossSum: try row.number("loss_sum"), count: examples)
      let first = outcomes.updateValue(outcome, forKey: coalition)
      try row.require(first == nil, "coalition", "is repeated")
    }
    return outcomes
  }

  private static func members(_ text: String, of players: Int) -> Coalition? {
    let words = text.isEmpty ? [] : text.split(separator: " ", omittingEmptySubsequences: false)
    let members = words.compactMap { Int($0) }.filter { (0..<players).contains($0) }
    let inOrder = zip(members, members.dropFirst()).allSatisfy { $0 < $1 }
    return members.count == words.count && inOrder ? Coalition(members) : nil
  }
}
