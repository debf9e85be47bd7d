import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
public import ApportionStore
public import Foundation

extension Experiment {
  /// Trains the federation and accounts for every round.
  ///
  /// If the directory holds the first rounds of this run already, the run continues after them and gives
  /// the same bits as a run without interruption. If this throws, a run that has a complete round, or that
  /// existed before, is kept and can be resumed once the cause is removed; a new run without rounds is
  /// deleted.
  ///
  /// - Parameters:
  ///   - threads: the number of clients that train, and of coalitions that are evaluated, at once; it
  ///     changes no result.
  ///   - memory: the most bytes that the workers evaluating coalitions may hold, or nil; it changes no
  ///     result.
  ///   - directory: where to store the run, or nil to keep it in memory only.
  ///   - drawing: whether a stored run's report is drawn at the end.
  ///   - keepingAccounts: whether the result contains every round's account. With all coalitions of n
  ///     participants in each of R rounds, the accounts take 16 · 2ⁿ · R bytes.
  ///   - onRound: called with every round when its account is complete.
  ///   - onForecast: called before the first round with the forecast of the run, if given.
  /// - Returns: the contribution of each client, and the results of the rounds.
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

  /// Trains the remaining rounds, and passes each with its account to `take`.
  ///
  /// - Parameters:
  ///   - stage: the data and the federation.
  ///   - start: the checkpoint of an earlier run of the same configuration, or nil.
  ///   - threads: as in ``run(threads:memory:into:drawing:keepingAccounts:onRound:onForecast:)``.
  ///   - memory: as in ``run(threads:memory:into:drawing:keepingAccounts:onRound:onForecast:)``.
  ///   - take: called with the round, its account, the outcome of its model on the test examples, and the
  ///     checkpoint after it.
  /// - Throws: what ``run(threads:memory:into:drawing:keepingAccounts:onRound:onForecast:)`` throws for a
  ///   round, and what `take` throws.
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

  /// The contribution of each client to a round, simulated or recorded.
  func account(
    for round: Round, on evaluation: EvaluationSet, threads: Int, memory: Int? = nil
  ) async throws -> RoundAccount {
    try await RoundAccount(
      for: round, by: configuration.valuation, on: evaluation,
      using: trainingStream.child("valuation").child("round", round.number),
      engine: configuration.engine, threads: threads, memory: memory)
  }

  /// The server before its first round, as in `Federation`.
  func server(for start: Parameters, clients: Int) -> Server {
    Federation.server(configuration.strategy, for: start, clients: clients, using: trainingStream)
  }

  /// The initial state of the run, for its ledger.
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
