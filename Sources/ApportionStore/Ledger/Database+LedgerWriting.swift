import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// Writes the entries of a ledger as rows of its tables.
extension Database {
  func insert(_ header: LedgerHeader) throws(DatabaseError) {
    try run(
      "INSERT INTO run VALUES (1, ?, ?, ?, ?, ?, ?)", .text(header.version), .text(header.config),
      .integer(header.rounds), .blob(header.validation.bytes), .blob(header.test.bytes),
      .blob(header.model.bytes))
    try run(
      "INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?, ?)",
      each: header.parties.map {
        let corruption = $0.client.corruption
        return [
          .integer($0.client.id), .text($0.client.name), .integer($0.client.examples),
          .real(corruption.labelNoise), .real(corruption.featureNoise),
          .integer(corruption.freeRider ? 1 : 0), .blob($0.data?.bytes ?? []),
        ]
      })
    try run(
      "INSERT INTO classes VALUES (?, ?, ?)",
      each: header.data.classes.enumerated().map {
        [.integer($0), .text($1.name), .integer($1.examples)]
      })
    try run(
      "INSERT INTO notes VALUES (?, ?)",
      each: header.data.notes.enumerated().map { [.integer($0), .text($1)] })
  }

  func insert(_ addition: LedgerExtension, link: Int) throws(DatabaseError) {
    try run(
      "INSERT INTO extensions VALUES (?, ?, ?)", .integer(link), .text(addition.config),
      .integer(addition.rounds))
  }

  func insert(_ link: ChainEntry, at place: Int) throws(DatabaseError) {
    try run(
      "INSERT INTO chain VALUES (?, ?, ?, ?)", .integer(place), .text(link.kind.rawValue),
      .integer(link.round), .blob(link.hash.bytes))
    try run(
      "INSERT INTO parts VALUES (?, ?, ?, ?)",
      each: link.parts.enumerated().map {
        [.integer(place), .integer($0), .text($1.name), .blob($1.hash.bytes)]
      })
  }

  func insert(_ round: LedgerRound) throws(DatabaseError) {
    let account = round.account
    let number = DatabaseValue.integer(account.round)
    try run(
      "INSERT INTO rounds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", number,
      .text(account.strategy), .text(account.engine.rawValue), .real(account.stableShare),
      .integer(account.after.count), .integer(account.before.correct),
      .real(account.before.lossSum), .integer(account.after.correct), .real(account.after.lossSum),
      .integer(round.test.count), .integer(round.test.correct), .real(round.test.lossSum),
      .blob(round.model.bytes), .blob(round.memory.bytes))
    try run(
      "INSERT INTO participants VALUES (?, ?, ?, ?, ?, ?, ?)",
      each: round.participants.enumerated().map { player, participant in
        [
          number, .integer(player), .integer(participant.client), .integer(participant.examples),
          .real(participant.stepSum), .real(participant.initialLoss),
          .blob(participant.update.bytes),
        ]
      })
    try run(
      "INSERT INTO exclusions VALUES (?, ?, ?)",
      each: round.excluded.map { [number, .integer($0.client), .text($0.reason)] })
    let evaluated = account.evaluated
    try run(
      "INSERT INTO coalitions VALUES (?, ?, ?, ?)", number,
      evaluated.members.map { .text(Self.text(ofMembers: $0)) } ?? .null,
      .blob(LittleEndianWriter.bytes(evaluated.correct.map(UInt32.init))),
      .blob(LittleEndianWriter.bytes(evaluated.lossSums.map { $0.bitPattern })))
    for (place, entry) in account.entries.enumerated() {
      let attribution = entry.attribution
      try run(
        "INSERT INTO attributions VALUES (?, ?, ?, ?, ?, ?)", number, .integer(place),
        .text(entry.method), .text(entry.utility.rawValue), .integer(attribution.evaluations),
        .integer(attribution.guarantees.rawValue))
      try run(
        "INSERT INTO contributions VALUES (?, ?, ?, ?, ?)",
        each: attribution.values.indices.map { player in
          [
            number, .integer(place), .integer(player), .real(attribution.values[player]),
            .real(attribution.standardErrors[player]),
          ]
        })
      try run(
        "INSERT INTO figures VALUES (?, ?, ?, ?)",
        each: attribution.figures.map {
          [number, .integer(place), .text($0.key), .real($0.value)]
        })
    }
  }

  func insert(_ segment: Segment) throws(DatabaseError) {
    try run(
      "INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?)", .integer(segment.firstRound),
      .text(segment.machine), .integer(segment.threads), .text(segment.folder))
  }

  func insert(_ checkpoint: CheckpointBytes) throws(DatabaseError) {
    try run(
      "INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", .integer(checkpoint.round),
      .blob(LittleEndianWriter.bytes(checkpoint.global.values.map { $0.bitPattern })),
      .blob(checkpoint.memory))
  }

  /// The members of coalitions as text, with spaces between players and semicolons between coalitions.
  static func text(ofMembers coalitions: [[Int]]) -> String {
    coalitions.map { $0.map(String.init).joined(separator: " ") }.joined(separator: ";")
  }

  func pragma(_ name: String) throws(DatabaseError) -> Int {
    try rows("PRAGMA \(name)")[0].integer(name)
  }
}
