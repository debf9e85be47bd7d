import Apportion
import Foundation

/// Ledgers as bytes, changed by SQL, or forged with hashes that hold.
///
/// The first byte chooses which of them, and what reads it.
struct LedgerInput: FuzzedReader {
  static let name = "ledger"

  static let dictionary: Set<String> = ["SQLite format 3\0", "\0\u{1}", "\0\u{2}", "\u{3}\0"]

  private static let config = """
    seed: 3
    dataset: {kind: synthetic, clients: 3, features: 2, classes: 2, maximum_examples: 51}
    partition: {kind: sites}
    model: {kind: linear}
    training: {rounds: 2}
    participation: {fraction: 0.7}
    strategy: {kind: fed-avg-m}
    valuation: [{method: shapley}, {method: permutation, budget: 4}]
    """

  static func seeds(in workshop: Workshop) throws -> [[UInt8]] {
    var stream = RandomStream(seed: 1)
    var seeds: [[UInt8]] = [[0] + Array(try Data(contentsOf: whole(in: workshop)))]
    for length in 0..<60 {
      let edits = (0..<length).map { _ in UInt8(stream.next() & 0xff) }
      seeds.append([UInt8(4 * (length % 6) + 1)] + edits)
      seeds.append([UInt8(4 * (length % 6) + 2)] + edits)
    }
    return seeds
  }

  /// A finished run's ledger.
  private static func whole(in workshop: Workshop) throws -> URL {
    let configuration = try Configuration(yaml: config)
    let path = workshop.path("whole")
    _ = try blocking {
      try await Experiment(configuration).run(
        into: RunDirectory(path: path, replacing: true), drawing: false)
    }
    return workshop.url.appending(path: "whole/run.sqlite")
  }

  private let workshop: Workshop
  private let file: [UInt8]
  private let tables: Tables
  private let stored: StoredRun
  private let checkpoint: Checkpoint
  private let accounts: JSON

  init(in workshop: Workshop) throws {
    self.workshop = workshop
    let url = try Self.whole(in: workshop)
    file = Array(try Data(contentsOf: url))
    tables = Tables(of: url.path)
    stored = try StoredRun(path: url.deletingLastPathComponent().path)
    guard let last = try Ledger(opening: url.path, writing: false).checkpoint() else {
      fatalError("the run has no checkpoint")
    }
    checkpoint = last
    accounts = try JSON(JSONEncoder().encode(stored.rounds.map(\.account)))
    try FileManager.default.createDirectory(
      at: workshop.url.appending(path: "run"), withIntermediateDirectories: true)
  }

  func read(_ input: [UInt8]) async throws {
    guard let mode = input.first else { return }
    for name in ["run/run.sqlite", "run/run.sqlite-wal", "run/run.sqlite-journal"] {
      unlink(workshop.path(name))
    }
    switch mode % 4 {
    case 0: workshop.write(input.dropFirst(), to: "run/run.sqlite")
    case 1:
      var edits = Edits(input.dropFirst())
      workshop.write(file, to: "run/run.sqlite")
      let database = SQLite(workshop.path("run/run.sqlite"))
      database.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
      for statement in tables.statements(&edits) { database.run(statement) }
    default:
      guard try forge(input.dropFirst()) else { return }
    }
    let path = workshop.path("run")
    switch mode / 4 % 6 {
    case 0:
      for format in Export.Format.allCases { _ = try Export([path]).text(format) }
    case 1:
      let run = try StoredRun(path: path)
      for utility in Utility.allCases { _ = try run.coalitionTable(utility: utility) }
    case 2: _ = try await Report(of: path).html
    case 3: _ = try Verification(path: path).ledger.firstFault()
    case 4: _ = try RunDirectory(resuming: path).ledger?.checkpoint()
    default: _ = try RecordedAccount(of: path)
    }
  }

  /// Writes a ledger whose hashes hold and whose rounds are what an input makes of them.
  ///
  /// - Returns: whether it could be written: rounds are to be in order.
  private func forge(_ input: ArraySlice<UInt8>) throws -> Bool {
    var edits = Edits(input)
    let text = accounts.edited(&edits).text
    guard let forged = try? JSONDecoder().decode([RoundAccount].self, from: Data(text.utf8)),
      forged.count == stored.rounds.count, forged.enumerated().allSatisfy({ $1.round == $0 + 1 }),
      forged.allSatisfy(canBeWritten)
    else { return false }
    let ledger = try Ledger(creating: workshop.path("run/run.sqlite"), header: stored.header)
    for (round, account) in zip(stored.rounds, forged) {
      var round = round
      round.account = account
      try ledger.append(
        round,
        checkpoint: Checkpoint(
          round: account.round, global: checkpoint.global, server: checkpoint.server))
    }
    try ledger.finish()
    return true
  }

  /// Whether the program's own writer has a place for it; what else is in it does not matter.
  private func canBeWritten(_ account: RoundAccount) -> Bool {
    account.evaluated.correct.allSatisfy { UInt32(exactly: $0) != nil }
      && account.entries.allSatisfy {
        $0.attribution.standardErrors.count >= $0.attribution.values.count
      }
  }
}
