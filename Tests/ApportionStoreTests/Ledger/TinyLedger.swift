import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import ApportionValuation

/// The ledger of the tiny federation's first rounds.
func tinyLedger(_ rounds: Int, at path: String) async throws -> Ledger {
  var (federation, evaluation) = try tinyFederation()
  let header = LedgerHeader(
    version: "1.2.3", config: "name: tiny\n",
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
  _ rounds: Int, of federation: inout Federation, judgedOn evaluation: Evaluation, to ledger: Ledger
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
