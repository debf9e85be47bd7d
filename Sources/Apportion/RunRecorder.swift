import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import Foundation

/// The rounds of a run or of an account as they come: in memory, and in their folder where they have one.
struct RunRecorder {
  let clients: [ClientRecord]
  private(set) var rounds: [RoundResult] = []
  private(set) var accounts: [RoundAccount] = []
  private(set) var totals: TotalAccount
  /// How the model before the first round does; nil before a round is here.
  private(set) var initial: Outcome?
  /// Nil where training did not diverge.
  private(set) var divergence: Divergence?
  /// Whether every round's models are kept, too.
  private let record: Bool
  private let directory: RunDirectory?
  private let catalogs: Catalogs
  private let keepingAccounts: Bool
  private let ledger: Ledger?

  /// Begins with the rounds that the ledger has already, and says there where the others are worked out.
  ///
  /// - Parameters:
  ///   - configuration: the run's; it says whether models and examples are kept, too.
  ///   - clients: the federation's.
  ///   - examples: those that utilities are measured on, and which rows.
  ///   - directory: where, or nil.
  ///   - ledger: the directory's.
  ///   - catalogs: what the configuration is made of.
  ///   - keepingAccounts: whether ``accounts`` are held.
  ///   - threads: on how many the rounds are worked out.
  /// - Throws: `StoreError`, `LedgerError` or `DatabaseError`.
  init(
    _ configuration: Configuration, clients: [ClientRecord],
    judgedOn examples: (dataset: Dataset, rows: [Int]), in directory: RunDirectory?,
    _ ledger: Ledger?, catalogs: Catalogs, keepingAccounts: Bool, threads: Int
  ) throws {
    (self.catalogs, self.keepingAccounts) = (catalogs, keepingAccounts)
    (self.clients, record) = (clients, configuration.record)
    (self.directory, self.ledger) = (directory, ledger)
    totals = TotalAccount(clientCount: clients.count)
    if let ledger, ledger.roundCount < configuration.training.rounds {
      // The folder that the first rounds' paths were taken from is that of the others, too.
      let hasPaths = configuration.dataset.paths.contains { !$0.hasPrefix("/") }
      let folder = ledger.segments.first?.folder ?? FileManager.default.currentDirectoryPath
      try ledger.begin(
        onMachine: currentMachine(), threads: threads, folder: hasPaths ? folder : "")
    }
    if record { try directory?.record(evaluation: examples.dataset, rows: examples.rows) }
    for number in 0..<(ledger?.roundCount ?? 0) {
      guard let earlier = try ledger?.round(number + 1) else { break }
      take(earlier.account, excluded: earlier.excluded, test: earlier.test)
    }
  }

  /// Keeps the next round.
  ///
  /// - Parameters:
  ///   - round: the round itself.
  ///   - account: what each contributed to it.
  ///   - test: how its model does on the test examples.
  ///   - checkpoint: where the federation stands after it.
  /// - Returns: how it went.
  /// - Throws: `StoreError` or `DatabaseError`.
  mutating func keep(
    _ round: Round, _ account: RoundAccount, test: Outcome, _ checkpoint: Checkpoint
  ) throws -> RoundResult {
    if record { try directory?.record(round) }
    try ledger?.append(
      LedgerRound(account, of: round, test: test, checkpoint: checkpoint), checkpoint: checkpoint)
    return take(account, excluded: round.excluded, test: test)
  }

  @discardableResult
  private mutating func take(
    _ account: RoundAccount, excluded: [Exclusion], test: Outcome
  ) -> RoundResult {
    let start = initial ?? account.before
    (initial, divergence) = (start, Divergence(from: start, to: account.after))
    totals.add(account)
    if keepingAccounts { accounts.append(account) }
    rounds.append(RoundResult(account, excluded: excluded, test: test))
    return rounds[rounds.count - 1]
  }

  /// Writes the tables, and the page if it is to be drawn.
  ///
  /// - Returns: what was written, or nil where there is no folder.
  /// - Throws: `StoreError`, `DatabaseError`, or what ``Report`` throws.
  func finish(drawing: Bool) async throws -> RunResult.Output? {
    guard let directory, let ledger else { return nil }
    var files = Set(try directory.finish())
    if drawing {
      try await Report(of: directory.path, catalogs: catalogs).write()
      files.insert(Report.fileName)
    }
    return RunResult.Output(
      directory: directory.path, files: files.sorted(), hash: "\(ledger.lastHash)")
  }
}
