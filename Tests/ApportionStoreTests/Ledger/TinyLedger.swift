import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import ApportionValuation

/// The ledger of the tiny federation's first rounds, of a run that was to have so many or more.
func tinyLedger(_ rounds: Int, of planned: Int? = nil, at path: String) async throws -> Ledger {
  var (federation, evaluation) = try tinyFederation()
  let header = LedgerHeader(
    version: "1.2.3", config: "name: tiny\n", rounds: planned ?? rounds,
    parties: federation.clients.map {
      LedgerHeader.Party(client: $0.record, data: Digest(of: $0.dataset, rows: $0.rows))
    },
    validation: Digest(bytes: Array(repeating: 1, count: 32)),
    test: Digest(bytes: Array(repeating: 2, count: 32)), model: Digest(of: federation.global))
  let ledger = try Ledger(creating: path, header: header)
  try await add(rounds, of: &federation, judgedOn: evaluation, to: ledger)
  return ledger
}

/// Plays rounds and puts them into the ledger.
func add(
  _ rounds: Int, of federation: inout Federation, judgedOn evaluation: EvaluationSet,
  to ledger: Ledger
) async throws {
  for _ in 0..<rounds {
    let round = try await federation.nextRound(threads: 1)
    let account = try await RoundAccount(
      for: round, by: [Shapley(), LeaveOneOut()], on: evaluation,
      using: RandomStream(seed: UInt64(round.number)), threads: 1)
    let checkpoint = try Checkpoint(
      round: round.number, global: federation.global, server: federation.server)
    try ledger.append(
      LedgerRound(
        account, of: round, test: Outcome(correct: 3, lossSum: 2.5, count: 5),
        checkpoint: checkpoint),
      checkpoint: checkpoint)
  }
}

/// A finished run of rounds that have been played, as an experiment leaves it.
///
/// - Returns: its files.
func writeRun(
  _ rounds: [(round: Round, account: RoundAccount)], clients: [ClientRecord],
  tests: [Outcome] = [], to directory: RunDirectory
) throws -> [String] {
  let nothing = Digest(bytes: Array(repeating: 0, count: 32))
  let ledger = try directory.begin(
    LedgerHeader(
      version: "1.2.3", config: "seed: 1\n", rounds: rounds.count,
      parties: clients.map { LedgerHeader.Party(client: $0, data: nothing) }, validation: nothing,
      test: nothing, model: nothing))
  for (index, (round, account)) in rounds.enumerated() {
    let checkpoint = try Checkpoint(
      round: round.number, global: round.globalAfter, server: round.serverBefore)
    let test = tests.isEmpty ? Outcome(correct: 0, lossSum: 0, count: 0) : tests[index]
    try ledger.append(
      LedgerRound(account, of: round, test: test, checkpoint: checkpoint), checkpoint: checkpoint)
  }
  return try directory.finish()
}

/// The tiny federation's clients.
func tinyClients() throws -> [ClientRecord] {
  try tinyFederation().federation.clients.map(\.record)
}
