import ApportionPrimitives
import ApportionReconstruction
public import ApportionStore
public import Foundation

/// The verification of an account: checks the ledger and the files beside it, and computes its contents
/// again.
///
/// A ledger that is not valid cannot be opened. One manipulation is detected only with the hash that was
/// printed at the end of the run: the replacement of the whole ledger by another one whose hashes and files
/// are consistent.
public struct Verification {
  /// The ledger of the run.
  public let ledger: Ledger
  /// The configuration in the ledger.
  public let configuration: Configuration
  /// The run's folder.
  let path: String
  let catalogs: Catalogs

  /// Opens a run, and checks its ledger.
  ///
  /// - Parameters:
  ///   - path: the run's folder, relative to the working directory.
  ///   - catalogs: the components that its config may name.
  /// - Throws: `StoreError` if there is no run, `LedgerError`, `DatabaseError`, or ``ConfigError``.
  public init(path: String, catalogs: Catalogs = .builtIn) throws {
    (self.path, self.catalogs) = (path, catalogs)
    let file = URL(filePath: path).appending(path: "run.sqlite").relativePath
    guard FileManager.default.fileExists(atPath: file) else { throw StoreError.noRun(path: path) }
    ledger = try Ledger(opening: file, writing: false)
    configuration = try ledger.configuration(catalogs: catalogs)
  }

  /// Trains and accounts again, and compares every bit.
  ///
  /// - Parameters:
  ///   - threads: the number of clients that train, and of coalitions that are evaluated, at once.
  ///   - onRound: called with the number of every round that is reproduced.
  /// - Returns: the first part that differs, or nil.
  /// - Throws: what `Experiment.run` throws, or ``NothingToRecompute`` if the rounds were recorded
  ///   elsewhere.
  /// - Cost: that of the run.
  public func replayed(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount, onRound: (Int) -> Void = { _ in }
  ) async throws -> LedgerFault? {
    guard !ledger.header.isOfRecordedRounds else { throw NothingToRecompute(path: path) }
    let experiment = Experiment(configuration, catalogs: catalogs)
    let stage = try experiment.stage()
    let header = try await experiment.header(of: stage, threads: threads)
    if let fault = ledger.firstDifference(from: header) { return fault }
    do {
      try await experiment.play(stage, after: nil, threads: threads, memory: nil) {
        round, account, test, checkpoint in
        guard round.number <= ledger.roundCount else { throw Stop(fault: nil) }
        try check(LedgerRound(account, of: round, test: test, checkpoint: checkpoint))
        onRound(round.number)
      }
    } catch let stop as Stop {
      return stop.fault
    }
    return nil
  }

  /// Accounts again for the rounds that the run has recorded, and compares every bit.
  ///
  /// Neither data nor training are needed. Test outcomes and excluded clients are taken from the ledger,
  /// because neither is recorded.
  ///
  /// - Parameters:
  ///   - threads: the number of coalitions that are evaluated at once.
  ///   - onRound: called with the number of every round that is reproduced.
  /// - Returns: the first part that differs, or nil.
  /// - Throws: `DataError` if a recorded file is missing or cannot be read, and what
  ///   `RoundAccount` throws.
  /// - Cost: that of the run without its training.
  public func reaccounted(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount, onRound: (Int) -> Void = { _ in }
  ) async throws -> LedgerFault? {
    let recorded = try RecordedFederation(path: path, model: configuration.model)
    let rows = Array(0..<recorded.evaluation.count)
    guard Digest(of: recorded.evaluation, rows: rows) == ledger.header.validation else {
      return LedgerFault(
        round: 0, field: "data", problem: "evaluation.safetensors does not match its hash")
    }
    let otherStart = { (round: Int) in
      LedgerFault(round: round, field: "model", problem: "the round starts from another model")
    }
    guard Digest(of: try recorded.initialModel()) == ledger.header.model else {
      return otherStart(1)
    }
    do {
      try await Experiment(configuration, catalogs: catalogs).play(
        recorded, rounds: ledger.roundCount, clients: ledger.header.parties.map(\.client),
        allowsRounding: ledger.header.isOfRecordedRounds,
        excluded: { try ledger.round($0).excluded }, threads: threads
      ) { round, account, checkpoint in
        let stored = try ledger.round(round.number)
        try check(LedgerRound(account, of: round, test: stored.test, checkpoint: checkpoint))
        onRound(round.number)
      }
    } catch let stop as Stop {
      return stop.fault
    } catch RecordedRoundsError.otherModel(let round, _, _, _) {
      return LedgerFault(
        round: round, field: "model", problem: "the strategy makes another model of the updates")
    } catch ReconstructionError.roundsApart(_, let round) {
      return otherStart(round)
    }
    return nil
  }

  private func check(_ round: LedgerRound) throws {
    if let fault = try ledger.firstDifference(from: round) { throw Stop(fault: fault) }
  }

  /// Ends the computation when nothing more is to be compared.
  private struct Stop: Error {
    let fault: LedgerFault?
  }
}
