import ApportionSimulation
import ApportionStore
import Foundation

/// The contents of the ledger beside recorded rounds: the clients, and those excluded from rounds.
struct SourceLedger {
  let clients: [ClientRecord]
  /// The exclusions by round; fewer than there are recorded rounds if the run was interrupted.
  let exclusions: [[Exclusion]]

  /// Reads the ledger; nil if there is none.
  ///
  /// - Parameters:
  ///   - recorded: the rounds.
  ///   - participants: the clients of each round.
  /// - Throws: `LedgerError` if the ledger is not valid, `DatabaseError`, `DataError` if the rounds cannot
  ///   be read, or ``RecordedRoundsError/otherLedger(path:field:)`` if it belongs to other rounds.
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
      try require(round.account.clients == clients, "the list of clients in round \(number)")
      return round.excluded
    }
  }
}
