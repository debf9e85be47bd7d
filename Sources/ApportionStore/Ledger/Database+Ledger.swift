import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// The entries of a ledger as rows of its tables.
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
  }

  func header() throws -> LedgerHeader {
    guard let run = try rows("SELECT * FROM run").first else {
      throw broken(0, "run", "it is missing")
    }
    let parties = try rows("SELECT * FROM clients ORDER BY client").map { row in
      var corruption = Corruption()
      corruption.labelNoise = try row.real("label_noise")
      corruption.featureNoise = try row.real("feature_noise")
      corruption.freeRider = try row.integer("free_rider") != 0
      return LedgerHeader.Party(
        client: ClientRecord(
          id: try row.integer("client"), name: try row.text("name"),
          examples: try row.integer("examples"), corruption: corruption),
        data: try row.blob("data").isEmpty ? nil : row.digest("data"))
    }
    return LedgerHeader(
      version: try run.text("version"), config: try run.text("config"),
      rounds: try run.integer("rounds"), parties: parties,
      validation: try run.digest("validation"), test: try run.digest("test"),
      model: try run.digest("model"))
  }

  func insert(_ addition: LedgerExtension, link: Int) throws(DatabaseError) {
    try run(
      "INSERT INTO extensions VALUES (?, ?, ?)", .integer(link), .text(addition.config),
      .integer(addition.rounds))
  }

  func insert(_ link: Link, at place: Int) throws(DatabaseError) {
    try run(
      "INSERT INTO chain VALUES (?, ?, ?, ?)", .integer(place), .text(link.kind.rawValue),
      .integer(link.round), .blob(link.hash.bytes))
    try run(
      "INSERT INTO parts VALUES (?, ?, ?, ?)",
      each: link.parts.enumerated().map {
        [.integer(place), .integer($0), .text($1.name), .blob($1.hash.bytes)]
      })
  }

  /// The links in their order, and the extensions among them by their places.
  func chain() throws -> (links: [Link], extensions: [Int: LedgerExtension]) {
    let parts = Dictionary(grouping: try rows("SELECT * FROM parts ORDER BY link, part")) {
      (try? $0.integer("link")) ?? -1
    }
    let links = try rows("SELECT * FROM chain ORDER BY link").enumerated().map { place, row in
      guard try row.integer("link") == place, let kind = Link.Kind(rawValue: try row.text("kind"))
      else { throw broken(try row.integer("round"), "chain", "link \(place) is missing") }
      return Link(
        kind, round: try row.integer("round"),
        parts: try (parts[place] ?? []).map {
          Link.Part(name: try $0.text("name"), hash: try $0.digest("hash"))
        }, hash: try row.digest("hash"))
    }
    var extensions: [Int: LedgerExtension] = [:]
    for row in try rows("SELECT * FROM extensions") {
      let place = try row.integer("link")
      guard links.indices.contains(place), links[place].kind == .extension else {
        throw broken(0, "extensions", "link \(place) is none")
      }
      extensions[place] = LedgerExtension(
        round: links[place].round, config: try row.text("config"),
        rounds: try row.integer("rounds"))
    }
    return (links, extensions)
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
    let judged = account.judged
    let members = judged.members.map { coalitions in
      coalitions.map { $0.map(String.init).joined(separator: " ") }.joined(separator: ";")
    }
    try run(
      "INSERT INTO coalitions VALUES (?, ?, ?, ?)", number, members.map { .text($0) } ?? .null,
      .blob(Words.bytes(judged.correct.map(UInt32.init))),
      .blob(Words.bytes(judged.lossSums.map { $0.bitPattern })))
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
    }
  }

  func round(_ number: Int) throws -> LedgerRound {
    guard let row = try rows("SELECT * FROM rounds WHERE round = ?", .integer(number)).first else {
      throw broken(number, "round", "it is missing")
    }
    let own = { [self] (table: String, order: String) in
      try rows("SELECT * FROM \(table) WHERE round = ? ORDER BY \(order)", .integer(number))
    }
    let participants = try own("participants", "player").map { row in
      LedgerRound.Participant(
        client: try row.integer("client"), examples: try row.integer("examples"),
        stepSum: try row.optionalReal("step_sum"),
        initialLoss: try row.optionalReal("initial_loss"), update: try row.digest("model"))
    }
    let excluded = try own("exclusions", "client").map { row in
      Exclusion(client: try row.integer("client"), reason: try row.text("reason"))
    }
    let validation = try row.integer("validation_examples")
    let outcome = { (correct: String, loss: String, count: Int) in
      Outcome(correct: try row.integer(correct), lossSum: try row.real(loss), count: count)
    }
    guard let engine = Engine(rawValue: try row.text("engine")) else {
      throw broken(number, "engine", "there is no engine \(try row.text("engine"))")
    }
    let values = Dictionary(grouping: try own("contributions", "place, player")) {
      (try? $0.integer("place")) ?? -1
    }
    let entries = try own("attributions", "place").map { row in
      guard let utility = Utility(rawValue: try row.text("utility")) else {
        throw broken(number, "contributions", "there is no utility \(try row.text("utility"))")
      }
      let own = values[try row.integer("place")] ?? []
      return RoundAccount.Entry(
        method: try row.text("method"), utility: utility,
        attribution: Attribution(
          values: try own.map { try $0.real("value") },
          standardErrors: try own.map { try $0.optionalReal("standard_error") },
          evaluations: try row.integer("evaluations"),
          guarantees: Axioms(rawValue: try row.integer("guarantees"))))
    }
    let account = RoundAccount(
      round: number, strategy: try row.text("strategy"), clients: participants.map(\.client),
      entries: entries, before: try outcome("correct_before", "loss_sum_before", validation),
      after: try outcome("correct_after", "loss_sum_after", validation),
      judged: try judged(inRound: number, examples: validation), engine: engine,
      stableShare: try row.optionalReal("stable_share"))
    return LedgerRound(
      account: account, participants: participants, excluded: excluded,
      test: try outcome("test_correct", "test_loss_sum", try row.integer("test_examples")),
      model: try row.digest("model"), memory: try row.digest("memory"))
  }

  func pragma(_ name: String) throws(DatabaseError) -> Int {
    try rows("PRAGMA \(name)")[0].integer(name)
  }

  private func judged(inRound number: Int, examples: Int) throws -> JudgedCoalitions {
    let row = try rows("SELECT * FROM coalitions WHERE round = ?", .integer(number)).first
    guard let row,
      let correct = Words.read(try row.blob("correct"), as: UInt32.self),
      let sums = Words.read(try row.blob("loss_sums"), as: UInt64.self),
      correct.count == sums.count
    else { throw broken(number, "coalitions", "they are missing or cut off") }
    let members = try row.optionalText("members").map { text in
      text.split(separator: ";", omittingEmptySubsequences: false).map {
        $0.split(separator: " ").compactMap { Int($0) }
      }
    }
    guard members.map({ $0.count == correct.count }) ?? true else {
      throw broken(number, "coalitions", "they are missing or cut off")
    }
    return JudgedCoalitions(
      exampleCount: examples, members: members, correct: correct.map(Int.init),
      lossSums: sums.map(Double.init(bitPattern:)))
  }

  private func broken(_ round: Int, _ field: String, _ problem: String) -> LedgerError {
    .broken(path: path, LedgerFault(round: round, field: field, problem: problem))
  }
}

extension DatabaseRow {
  func digest(_ name: String) throws(DatabaseError) -> Digest {
    let bytes = try blob(name)
    guard bytes.count == 32 else {
      throw DatabaseError(
        path: path, action: "read", reason: "column \(name) does not hold a hash of 32 bytes")
    }
    return Digest(bytes: bytes)
  }
}
