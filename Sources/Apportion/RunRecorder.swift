import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import Foundation

/// Collects the rounds of a run or of an account, in memory and in their folder if there is one.
struct RunRecorder {
  let clients: [ClientRecord]
  private(set) var rounds: [RoundResult] = []
  private(set) var accounts: [RoundAccount] = []
  private(set) var totals: TotalAccount
  /// The outcome of the model before the first round; nil before a round is recorded.
  private(set) var initial: Outcome?
  /// How training diverged, or nil if it did not.
  private(set) var divergence: Divergence?
  /// Whether the models of every round are stored.
  private let record: Bool
  private let directory: RunDirectory?
  private let catalogs: Catalogs
  private let keepingAccounts: Bool
  private let ledger: Ledger?

  /// Begins with the rounds that the ledger contains already, and records a new segment in it.
  ///
  /// - Parameters:
  ///   - configuration: the run's; it determines whether models and examples are stored.
  ///   - clients: the clients of the federation.
  ///   - examples: the data set whose given rows utilities are measured on.
  ///   - directory: where to store the rounds, or nil.
  ///   - ledger: the directory's ledger.
  ///   - catalogs: the components that the configuration may name.
  ///   - keepingAccounts: whether ``accounts`` are kept.
  ///   - threads: the number of threads that compute the rounds.
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
      // Relative paths refer to the same folder in all segments.
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

  /// Stores the next round.
  ///
  /// - Parameters:
  ///   - round: the round itself.
  ///   - account: the contribution of each client to it.
  ///   - test: the outcome of its model on the test examples.
  ///   - checkpoint: the checkpoint after it.
  /// - Returns: the result of the round.
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

  /// Writes the tables, and the report if it is to be drawn.
  ///
  /// - Returns: what was written, or nil if there is no folder.
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
