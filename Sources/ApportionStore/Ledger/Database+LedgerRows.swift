import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation

/// Reads the rows of a ledger's tables as values of the module's types.
///
/// Missing rows, and rows without an owner, are faults; ``LedgerRules`` checks the content.
extension Database {
  func header() throws -> LedgerHeader {
    try part("run", ofRound: 0) {
      guard let run = try rows("SELECT * FROM run").first else {
        throw LedgerFault(round: 0, field: "run", problem: "it is missing")
      }
      return LedgerHeader(
        version: try run.text("version"), config: try run.text("config"),
        rounds: try run.integer("rounds"), parties: try parties(), data: try dataSummary(),
        validation: try run.digest("validation"), test: try run.digest("test"),
        model: try run.digest("model"))
    }
  }

  private func parties() throws -> [LedgerHeader.Party] {
    try part("clients", ofRound: 0) {
      try rows("SELECT * FROM clients ORDER BY client").map { row in
        var corruption = Corruption()
        corruption.labelNoise = try row.real("label_noise")
        corruption.featureNoise = try row.real("feature_noise")
        corruption.freeRider = try row.flag("free_rider")
        return LedgerHeader.Party(
          client: ClientRecord(
            id: try row.integer("client"), name: try row.text("name"),
            examples: try row.integer("examples"), corruption: corruption),
          data: try row.blob("data").isEmpty ? nil : row.digest("data"))
      }
    }
  }

  private func dataSummary() throws -> DataSummary {
    try part("data", ofRound: 0) {
      let classes = try inOrder("classes", by: "class").map {
        DataSummary.ClassCount(name: try $0.text("name"), examples: try $0.integer("examples"))
      }
      return DataSummary(
        classes: classes, notes: try inOrder("notes", by: "note").map { try $0.text("text") })
    }
  }

  /// The rows of a table that are numbered from 0 without gaps.
  private func inOrder(_ table: String, by key: String) throws -> [DatabaseRow] {
    try rows("SELECT * FROM \(table) ORDER BY \(key)").enumerated().map { place, row in
      guard try row.integer(key) == place else {
        throw LedgerFault(round: 0, field: "data", problem: "\(key) \(place) is missing")
      }
      return row
    }
  }

  func round(_ number: Int) throws -> LedgerRound {
    func own(_ table: String, _ order: String) throws -> [DatabaseRow] {
      try rows("SELECT * FROM \(table) WHERE round = ? ORDER BY \(order)", .integer(number))
    }
    func fault(_ field: String, _ problem: String) -> LedgerFault {
      LedgerFault(round: number, field: field, problem: problem)
    }
    guard let row = try own("rounds", "round").first else { throw fault("round", "it is missing") }
    let participants = try part("participants", ofRound: number) {
      try own("participants", "player").enumerated().map { player, row in
        guard try row.integer("player") == player else {
          throw fault("participants", "player \(player) is missing")
        }
        return LedgerRound.Participant(
          client: try row.integer("client"), examples: try row.integer("examples"),
          stepSum: try row.optionalReal("step_sum"),
          initialLoss: try row.optionalReal("initial_loss"), update: try row.digest("model"))
      }
    }
    let excluded = try part("exclusions", ofRound: number) {
      try own("exclusions", "client").map {
        Exclusion(client: try $0.integer("client"), reason: try $0.text("reason"))
      }
    }
    let (before, after, test) = try part("outcomes", ofRound: number) {
      let count = try row.integer("validation_examples")
      return (
        try row.outcome("correct_before", "loss_sum_before", count: count),
        try row.outcome("correct_after", "loss_sum_after", count: count),
        try row.outcome(
          "test_correct", "test_loss_sum", count: try row.integer("test_examples"))
      )
    }
    let engine = try part("engine", ofRound: number) {
      guard let engine = Engine(rawValue: try row.text("engine")) else {
        throw fault("engine", "there is no engine \(try row.text("engine"))")
      }
      return engine
    }
    let coalitions = try part("coalitions", ofRound: number) {
      try own("coalitions", "round").first?.coalitions(examples: after.count)
    }
    guard let coalitions else { throw fault("coalitions", "they are missing or cut off") }
    let account = RoundAccount(
      round: number, strategy: try row.text("strategy"), clients: participants.map(\.client),
      entries: try entries(inRound: number), before: before, after: after, evaluated: coalitions,
      engine: engine, stableShare: try row.optionalReal("stable_share"))
    return try part("model", ofRound: number) {
      LedgerRound(
        account: account, participants: participants, excluded: excluded, test: test,
        model: try row.digest("model"), memory: try row.digest("memory"))
    }
  }

  private func entries(inRound number: Int) throws -> [RoundAccount.Entry] {
    func fault(_ problem: String) -> LedgerFault {
      LedgerFault(round: number, field: "contributions", problem: problem)
    }
    return try part("contributions", ofRound: number) {
      var values: [Int: [DatabaseRow]] = [:]
      for row in try rows(
        "SELECT * FROM contributions WHERE round = ? ORDER BY place, player", .integer(number))
      { values[try row.integer("place"), default: []].append(row) }
      var figures: [Int: [String: Double]] = [:]
      for row in try rows("SELECT * FROM figures WHERE round = ?", .integer(number)) {
        let (place, name) = (try row.integer("place"), try row.text("name"))
        guard figures[place]?[name] == nil else { throw fault("there are two figures \(name)") }
        figures[place, default: [:]][name] = try row.real("value")
      }
      let entries = try rows(
        "SELECT * FROM attributions WHERE round = ? ORDER BY place", .integer(number)
      ).enumerated().map { place, row in
        guard try row.integer("place") == place else { throw fault("method \(place) is missing") }
        guard let utility = Utility(rawValue: try row.text("utility")) else {
          throw fault("there is no utility \(try row.text("utility"))")
        }
        let own = values.removeValue(forKey: place) ?? []
        for (player, row) in own.enumerated() {
          guard try row.integer("player") == player else {
            throw fault("player \(player) is missing at method \(place)")
          }
        }
        return RoundAccount.Entry(
          method: try row.text("method"), utility: utility,
          attribution: Attribution(
            values: try own.map { try $0.real("value") },
            standardErrors: try own.map { try $0.optionalReal("standard_error") },
            evaluations: try row.integer("evaluations"),
            guarantees: Axioms(rawValue: try row.integer("guarantees")),
            figures: figures.removeValue(forKey: place) ?? [:]))
      }
      if let place = (Array(values.keys) + figures.keys).min() {
        throw fault("there is no method \(place)")
      }
      return entries
    }
  }

  /// The links of the chain in their order.
  func links() throws -> [ChainEntry] {
    try part("chain", ofRound: 0) {
      var parts: [Int: [ChainEntry.Part]] = [:]
      for row in try rows("SELECT * FROM parts ORDER BY link, part") {
        let link = try row.integer("link")
        guard try row.integer("part") == parts[link]?.count ?? 0 else {
          throw LedgerFault(
            round: 0, field: "chain", problem: "a hash is missing at link \(link)")
        }
        parts[link, default: []].append(
          ChainEntry.Part(name: try row.text("name"), hash: try row.digest("hash")))
      }
      let links = try rows("SELECT * FROM chain ORDER BY link").enumerated().map { place, row in
        guard try row.integer("link") == place else {
          throw LedgerFault(round: 0, field: "chain", problem: "link \(place) is missing")
        }
        guard let kind = ChainEntry.Kind(rawValue: try row.text("kind")) else {
          throw LedgerFault(
            round: 0, field: "chain",
            problem: "link \(place) has the unknown kind \(try row.text("kind"))")
        }
        return ChainEntry(
          kind, round: try row.integer("round"), parts: parts.removeValue(forKey: place) ?? [],
          hash: try row.digest("hash"))
      }
      if let place = parts.keys.min() {
        throw LedgerFault(round: 0, field: "chain", problem: "link \(place) is missing")
      }
      return links
    }
  }

  /// The configs and numbers of rounds of all extensions, by the index of their links.
  func extensions() throws -> [Int: (config: String, rounds: Int)] {
    try part("extension", ofRound: 0) {
      var extensions: [Int: (config: String, rounds: Int)] = [:]
      for row in try rows("SELECT * FROM extensions") {
        extensions[try row.integer("link")] = (
          try row.text("config"), try row.integer("rounds")
        )
      }
      return extensions
    }
  }

  /// The segments of the run; the last one may start at the round after the last stored one.
  func segments(rounds count: Int) throws -> [Segment] {
    try part("segments", ofRound: 0) {
      try rows("SELECT * FROM segments ORDER BY first_round").map { row in
        let segment = Segment(
          firstRound: try row.integer("first_round"), machine: try row.text("machine"),
          threads: try row.integer("threads"), folder: try row.text("folder"))
        guard (1...count + 1).contains(segment.firstRound), segment.threads > 0 else {
          throw LedgerFault(
            round: 0, field: "segments",
            problem: "one has \(segment.threads) threads and starts at round \(segment.firstRound)")
        }
        return segment
      }
    }
  }

  /// The checkpoint after the last round; nil before the first round.
  func checkpoint(after last: LedgerRound?) throws -> CheckpointBytes? {
    let number = last?.account.round ?? 0
    func fault(_ problem: String) -> LedgerFault {
      LedgerFault(round: number, field: "checkpoint", problem: problem)
    }
    return try part("checkpoint", ofRound: number) {
      let row = try rows("SELECT * FROM checkpoint").first
      guard let row, let last else {
        guard row == nil, last == nil else {
          throw fault(row == nil ? "it is missing" : "it belongs to no round")
        }
        return nil
      }
      guard try row.integer("round") == number else {
        throw fault("it is that of round \(try row.integer("round"))")
      }
      guard let words = LittleEndianWriter.read(try row.blob("model"), as: UInt32.self) else {
        throw fault("its model is cut off")
      }
      let bytes = CheckpointBytes(
        round: number, global: Parameters(words.map(Float.init(bitPattern:))),
        memory: try row.blob("server"))
      guard Digest(of: bytes.global) == last.model else {
        throw fault("its model is not the round's")
      }
      guard Digest(of: bytes.memory) == last.memory else {
        throw fault("its memory is not the round's")
      }
      guard bytes.global.firstNonFinite == nil else { throw fault("its model is not finite") }
      return bytes
    }
  }

  /// Throws a fault for rows of rounds that the run does not have.
  func checkStrays(rounds count: Int) throws {
    for table in [
      "rounds", "participants", "exclusions", "coalitions", "attributions", "contributions",
      "figures",
    ] {
      for end in ["min", "max"] {
        // Uses the order of the table instead of a scan of all rows.
        let row = try rows("SELECT \(end)(round) AS round FROM \(table)").first
        guard let row, try !row.isNull("round") else { continue }
        let number = try row.integer("round")
        guard (1...max(count, 1)).contains(number), count > 0 else {
          throw LedgerFault(
            round: number, field: table, problem: "there is a row, but the run has \(count) rounds")
        }
      }
    }
  }

  /// Adds the round and the part to the error if a field does not have the expected type or form.
  private func part<Value>(
    _ field: String, ofRound number: Int, _ read: () throws -> Value
  ) throws -> Value {
    do { return try read() } catch let error as DatabaseError where error.code == 0 {
      throw LedgerFault(round: number, field: field, problem: error.reason)
    }
  }
}

extension DatabaseRow {
  func digest(_ name: String) throws(DatabaseError) -> Digest {
    let bytes = try blob(name)
    guard bytes.count == 32 else { throw error(name, "a hash of 32 bytes") }
    return Digest(bytes: bytes)
  }

  fileprivate func flag(_ name: String) throws(DatabaseError) -> Bool {
    let number = try integer(name)
    guard number == 0 || number == 1 else { throw error(name, "0 or 1, but \(number)") }
    return number == 1
  }

  fileprivate func outcome(
    _ correct: String, _ loss: String, count: Int
  ) throws(DatabaseError) -> Outcome {
    Outcome(correct: try integer(correct), lossSum: try real(loss), count: count)
  }

  /// Decodes coalitions; nil if numbers are truncated or the counts of the columns differ.
  fileprivate func coalitions(examples: Int) throws(DatabaseError) -> EvaluatedCoalitions? {
    guard let correct = LittleEndianWriter.read(try blob("correct"), as: UInt32.self),
      let sums = LittleEndianWriter.read(try blob("loss_sums"), as: UInt64.self),
      correct.count == sums.count
    else { return nil }
    let members = try optionalText("members").map { text in
      text.split(separator: ";", omittingEmptySubsequences: false).map {
        $0.split(separator: " ").map { Int($0) ?? -1 }
      }
    }
    if let members {
      guard members.count == correct.count,
        try optionalText("members") == Database.text(ofMembers: members)
      else { return nil }
    }
    return EvaluatedCoalitions(
      exampleCount: examples, members: members, correct: correct.map(Int.init),
      lossSums: sums.map(Double.init(bitPattern:)))
  }
}
