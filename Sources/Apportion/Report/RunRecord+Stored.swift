import ApportionReconstruction
import ApportionReport
import ApportionSimulation
import ApportionStore
import ApportionValuation

extension RunRecord {
  /// Reads a run from its ledger.
  ///
  /// - Parameters:
  ///   - stored: the run, with at least one round.
  ///   - catalogs: the components that its config may name.
  /// - Throws: ``ConfigError`` if this version cannot read its config, or `StoreError` if it has no round.
  init(_ stored: StoredRun, catalogs: Catalogs) throws {
    let configuration = try stored.configuration(catalogs: catalogs)
    let isRecorded = stored.header.isOfRecordedRounds
    var totals = TotalAccount(clientCount: stored.clients.count)
    for round in stored.rounds { totals.add(round.account) }
    let method = configuration.valuation.first.map { type(of: $0).id }
    guard let first = stored.rounds.first else {
      throw StoreError.unfinished(path: stored.path, rounds: 0, isAccount: isRecorded)
    }
    self.init(
      name: configuration.name,
      dataset: isRecorded ? RecordedAccount.dataset : type(of: configuration.dataset).id,
      data: stored.header.data, strategy: type(of: configuration.strategy).id,
      seed: configuration.seed,
      version: stored.header.version, config: stored.config,
      machines: stored.segments.map { ($0.firstRound, $0.machine) },
      command: isRecorded
        ? "apportion account DIRECTORY --config config.yml --output again"
        : "apportion run config.yml --output again",
      hash: "\(stored.hash)",
      clients: stored.clients, roundsTaken: totals.roundsTaken,
      contributions: totals.contributions(orderedBy: method, configuration.utility),
      initial: first.account.before,
      rounds: stored.rounds.map { Round($0, method: method, clients: stored.clients.count) })
  }
}

extension RunRecord.Round {
  fileprivate init(_ round: LedgerRound, method: String?, clients: Int) {
    var values: [Utility: [Double?]] = [:]
    for entry in round.account.entries where entry.method == method {
      var own = [Double?](repeating: nil, count: clients)
      for (client, value) in zip(round.account.clients, entry.attribution.values) {
        own[client] = value
      }
      values[entry.utility] = own
    }
    self.init(
      number: round.account.round, strategy: round.account.strategy, values: values,
      validation: round.account.after, test: round.test)
  }
}
