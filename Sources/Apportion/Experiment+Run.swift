import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
public import ApportionStore
public import Foundation

extension Experiment {
  /// Trains the federation and accounts for every round.
  ///
  /// In a directory that holds the first rounds of this run already, it continues after them, to the same
  /// bits as without a pause. Where this throws, a run that has a whole round, or was there before, is kept
  /// and can be resumed when the cause is mended; a new one without rounds is taken back.
  ///
  /// - Parameters:
  ///   - threads: how many clients train, and coalitions are evaluated, at once; it changes no result.
  ///   - memory: the most bytes that the workers who evaluate coalitions may hold, or nil; it changes no
  ///     result.
  ///   - directory: where to keep the run, or nil to keep it in memory alone.
  ///   - drawing: whether its page is drawn at the end, where it is kept.
  ///   - keepingAccounts: whether the result holds every round's account. With all coalitions of n participants
  ///     in each of R rounds they take 16 · 2ⁿ · R bytes.
  ///   - onRound: told of every round when it is accounted for.
  ///   - onForecast: told before the first round what the run will take, where given.
  /// - Returns: what each client contributed, and how the rounds went.
  /// - Throws: what ``stage()`` throws, `SimulationError`, `ReconstructionError`, `ValuationError`,
  ///   `StoreError`, `LedgerError`, `DatabaseError`, or `CancellationError` between rounds.
  public func run(
    threads: Int = ProcessInfo.processInfo.activeProcessorCount, memory: Int? = nil,
    into directory: RunDirectory? = nil, drawing: Bool = true,
    keepingAccounts: Bool = true,
    onRound: (RoundResult) -> Void = { _ in },
    onForecast: ((Forecast) -> Void)? = nil
  ) async throws -> RunResult {
    do {
      let stage = try stage()
      if let onForecast { onForecast(try await forecast(stage, threads: threads)) }
      let ledger = try await directory?.begin(
        header(of: stage, threads: threads), extended: isExtension)
      var kept = try RunRecorder(
        configuration, clients: stage.federation.clients.map(\.record),
        judgedOn: (stage.dataset, stage.split.validation), in: directory, ledger,
        catalogs: allCatalogs, keepingAccounts: keepingAccounts, threads: threads)
      try await play(
        stage,
        after: ledger?.checkpoint(
          for: stage.federation, strategies: allCatalogs.strategies),
        threads: threads, memory: memory
      ) {
        round, account, test, checkpoint in
        onRound(try kept.keep(round, account, test: test, checkpoint))
      }
      let output = try await kept.finish(drawing: drawing)
      return RunResult(
        configuration, dataset: type(of: configuration.dataset).id,
        data: stage.dataset.summary, train: stage.split.train.count,
        validation: stage.split.validation.count,
        test: stage.split.test.count, kept, output: output)
    } catch {
      directory?.discard()
      throw error
    }
  }

  /// Plays the rounds that are left, and hands over each with its account.
  ///
  /// - Parameters:
  ///   - stage: the parties.
  ///   - start: where an earlier run of the same configuration stood, or nil.
  ///   - threads: as in ``run(threads:memory:into:drawing:onRound:onForecast:)``.
  ///   - memory: likewise.
  ///   - take: given the round, its account, how its model does on the test examples, and where the
  ///     federation stands after it.
  /// - Throws: as there, and what `take` throws.
  func play(
    _ stage: Stage, after start: Checkpoint?, threads: Int, memory: Int?,
    _ take: (Round, RoundAccount, _ test: Outcome, Checkpoint) throws -> Void
  ) async throws {
    var federation = stage.federation
    if let start {
      federation.resume(after: start.round, from: start.global, server: start.server)
    }
    while federation.roundsPlayed < configuration.training.rounds {
      try Task.checkCancellation()
      let round = try await federation.nextRound(threads: threads)
      let account = try await account(
        for: round, on: stage.validation, threads: threads, memory: memory)
      try take(
        round, account, stage.test(round.network, round.globalAfter),
        Checkpoint(round: round.number, global: federation.global, server: federation.server))
    }
  }

  /// What each client contributed to a round, simulated or recorded.
  func account(
    for round: Round, on evaluation: EvaluationSet, threads: Int, memory: Int? = nil
  ) async throws -> RoundAccount {
    try await RoundAccount(
      for: round, by: configuration.valuation, on: evaluation,
      using: trainingStream.child("valuation").child("round", round.number),
      engine: configuration.engine, threads: threads, memory: memory)
  }

  /// The server before its first round, as `Federation` has it.
  func server(for start: Parameters, clients: Int) -> Server {
    Federation.server(configuration.strategy, for: start, clients: clients, using: trainingStream)
  }

  /// What the run sets out with, for its ledger.
  func header(of stage: Stage, threads: Int) async throws -> LedgerHeader {
    let clients = stage.federation.clients
    let digests = try await concurrentMap(clients.count, width: threads) { index in
      Digest(of: clients[index].dataset, rows: clients[index].rows)
    }
    return LedgerHeader(
      version: apportionVersion, config: try configuration.yaml(),
      rounds: configuration.training.rounds,
      parties: zip(clients, digests).map { LedgerHeader.Party(client: $0.record, data: $1) },
      data: stage.dataset.summary,
      validation: Digest(of: stage.dataset, rows: stage.split.validation),
      test: Digest(of: stage.dataset, rows: stage.split.test),
      model: Digest(of: stage.federation.global))
  }
}
