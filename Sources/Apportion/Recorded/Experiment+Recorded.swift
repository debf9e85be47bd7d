import ApportionReconstruction
import ApportionSimulation
import ApportionStore

extension Experiment {
  /// Accounts for recorded rounds, and passes each with its account to `take`.
  ///
  /// It is the counterpart of ``play(_:after:threads:memory:_:)``, which trains its rounds. The recorded
  /// models are used as they are. The model that the strategy makes of the recorded updates is compared with
  /// the recorded model, and the strategy's state is updated with the recorded updates.
  ///
  /// - Parameters:
  ///   - recorded: the rounds.
  ///   - count: the number of rounds to account for.
  ///   - start: the checkpoint of an earlier account of the same rounds, or nil.
  ///   - clients: all clients of the federation.
  ///   - allowsRounding: whether a recorded model that differs from the strategy's by rounding is accepted,
  ///     because another program summed in another order: no parameter may differ by more than
  ///     10⁻⁴ max(1, max |parameter|).
  ///   - excluded: the clients that were excluded from a round before it was recorded.
  ///   - threads: the number of coalitions that are evaluated at once; it changes no result.
  ///   - memory: as in ``run(threads:memory:into:drawing:keepingAccounts:onRound:onForecast:)``.
  ///   - take: called with the round, its account, and the checkpoint after it.
  /// - Throws: `DataError` if a file cannot be read, ``RecordedRoundsError``, `SimulationError` for a
  ///   client whose model is not finite, what `RoundAccount` throws, and what `take` throws.
  func play(
    _ recorded: RecordedFederation, rounds count: Int, after start: Checkpoint? = nil,
    clients: [ClientRecord],
    allowsRounding: Bool, excluded: (_ round: Int) throws -> [Exclusion], threads: Int,
    memory: Int? = nil, _ take: (Round, RoundAccount, Checkpoint) throws -> Void
  ) async throws {
    let evaluation = EvaluationSet(recorded.evaluation, rows: Array(0..<recorded.evaluation.count))
    var (server, last) = (start?.server, start?.global)
    for number in (start?.round ?? 0)..<count {
      try Task.checkCancellation()
      let number = number + 1
      var round = try recorded.round(number) { start in
        server ?? self.server(for: start, clients: clients.count)
      }
      if let last, !round.globalBefore.hasBits(of: last) {
        throw ReconstructionError.roundsApart(round: number - 1, next: number)
      }
      if let stranger = round.updates.first(where: { $0.client >= clients.count }) {
        throw RecordedRoundsError.unknownClient(
          round: number, client: stranger.client, known: clients.count)
      }
      try leaveOutInvalid(of: &round, clients: clients)
      round.excluded = (try excluded(number) + round.excluded).sorted { $0.client < $1.client }
      let after = try serverAfter(round, allowsRounding: allowsRounding)
      let account = try await account(
        for: round, on: evaluation, threads: threads, memory: memory)
      try take(
        round, account, Checkpoint(round: number, global: round.globalAfter, server: after))
      (server, last) = (after, round.globalAfter)
    }
  }

  /// Excludes clients whose models are not finite, or ends the account, as in a simulated round.
  private func leaveOutInvalid(of round: inout Round, clients: [ClientRecord]) throws {
    round.excluded = try configuration.participation.excluded(
      from: round.updates.map { ($0.client, clients[$0.client].name, $0.parameters) },
      of: round.network, inRound: round.number)
    let out = Set(round.excluded.map(\.client))
    round.updates.removeAll { out.contains($0.client) }
    // Clients without examples may remain.
    if let first = round.excluded.first, !round.updates.contains(where: { $0.exampleCount > 0 }) {
      throw SimulationError.noClientLeft(round: round.number, first: first)
    }
  }

  /// The server after a round, if the recorded model is the one that the strategy makes.
  private func serverAfter(_ round: Round, allowsRounding: Bool) throws -> Server {
    var server = round.serverBefore
    let made = try server.aggregate(round.updates, into: round.globalBefore)
    guard !made.hasBits(of: round.globalAfter) else { return server }
    if let place = made.firstNonFinite {
      throw SimulationError.nonFiniteModel(
        round: round.number, strategy: round.strategy,
        parameter: round.network.name(ofParameter: place), value: made.values[place])
    }
    let distance = zip(made.values, round.globalAfter.values).reduce(0) {
      max($0, abs($1.0 - $1.1))
    }
    let largest = round.globalAfter.values.reduce(0) { max($0, abs($1)) }
    let allowed = allowsRounding ? 1e-4 * max(1, largest) : 0
    guard distance <= allowed else {
      throw RecordedRoundsError.otherModel(
        round: round.number, strategy: round.strategy, distance: distance, allowed: allowed)
    }
    return server
  }
}

extension Parameters {
  /// Whether all numbers are bit-identical, with 0 and −0 different.
  fileprivate func hasBits(of other: Parameters) -> Bool {
    values.elementsEqual(other.values) { $0.bitPattern == $1.bitPattern }
  }
}
