import ApportionSimulation
import ApportionStore
import Foundation

/// What the ledger beside recorded rounds tells of them: who the clients are, and who was left out of
/// rounds.
struct SourceLedger {
  let clients: [ClientRecord]
  /// By round; fewer than there are recorded where the run was broken off.
  let exclusions: [[Exclusion]]

  /// Nil where there is no ledger.
  ///
  /// - Parameters:
  ///   - recorded: the rounds.
  ///   - participants: of each of them.
  /// - Throws: `LedgerError` where the ledger does not hold, `DatabaseError`, or
  ///   ``RecordedRoundsError/otherLedger(path:field:)`` where it is not theirs.
  init?(beside recorded: RecordedFederation, participants: [[Int]]) throws {
    let file = URL(filePath: recorded.path).appending(path: "run.sqlite").relativePath
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    let ledger = try Ledger(opening: file, writing: false)
    func require(_ isSame: Bool, _ field: String) throws {
      guard isSame else {
        throw RecordedRoundsError.otherLedger(path: recorded.path, field: field)
      }
    }
    let examples = recorded.evaluation
    try require(
      Digest(of: examples, rows: Array(0..<examples.count)) == ledger.header.validation,
      "the hash of evaluation.safetensors")
    try require(
      Digest(of: try recorded.initialModel()) == ledger.header.model,
      "the hash of the model before round 1")
    clients = ledger.header.parties.map(\.client)
    exclusions = try zip(1...max(ledger.roundCount, 1), participants.prefix(ledger.roundCount)).map
    {
      number, clients in
      let round = try ledger.round(number)
      try require(round.account.clients == clients, "who took part in round \(number)")
      return round.excluded
    }
  }
}
