import Apportion

/// Somebody who changes a ledger and makes its hashes fit: the format of the hashes, written a second
/// time.
struct Forger {
  private let database: Database

  /// Hashes again all that is in a ledger, in the order of its chain.
  ///
  /// The last round is given the hashes of the checkpoint, and rounds that are not there lose their links.
  ///
  /// - Throws: `DatabaseError` where a field is not of its kind; the file is then as it was.
  static func forgeHashes(of path: String) throws {
    let forger = Forger(database: try Database(path: path, .opening))
    try forger.database.execute("BEGIN")
    do {
      try forger.forge()
      try forger.database.execute("COMMIT")
    } catch {
      try forger.database.execute("ROLLBACK")
      throw error
    }
  }

  private func forge() throws {
    let last = try database.rows("SELECT max(round) AS round FROM rounds").first
    if let round = try? last?.integer("round") {
      for row in try database.rows("SELECT * FROM checkpoint") {
        try database.run(
          "UPDATE rounds SET model = ?, memory = ? WHERE round = ?",
          .blob(digest(row.blob("model"))), .blob(digest(row.blob("server"))), .integer(round))
        try database.run("UPDATE checkpoint SET round = ?", .integer(round))
      }
    }
    let links = try database.rows(
      """
      SELECT * FROM chain WHERE kind <> 'round' OR round IN (SELECT round FROM rounds) ORDER BY link
      """)
    try database.execute("DELETE FROM chain; DELETE FROM parts")
    var previous = [UInt8](repeating: 0, count: 32)
    for (place, link) in links.enumerated() {
      let (kind, round) = (try link.text("kind"), try link.integer("round"))
      let parts: [(String, Canonical)]
      switch kind {
      case "header": parts = try header()
      case "round": parts = try self.round(round)
      case "extension": parts = try addition(link.integer("link"), round)
      default: parts = [("close", Canonical().int(round))]
      }
      var entry = Canonical().raw(previous)
      for (number, (name, content)) in parts.enumerated() {
        let hash = digest(content.bytes)
        entry = entry.text(name).raw(hash)
        try database.run(
          "INSERT INTO parts VALUES (?, ?, ?, ?)", .integer(place), .integer(number), .text(name),
          .blob(hash))
      }
      previous = digest(entry.bytes)
      try database.run(
        "INSERT INTO chain VALUES (?, ?, ?, ?)", .integer(place), .text(kind), .integer(round),
        .blob(previous))
    }
  }

  private func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalized().bytes
  }

  private func header() throws -> [(String, Canonical)] {
    guard let run = try database.rows("SELECT * FROM run").first else { return [] }
    let clients = try database.rows("SELECT * FROM clients ORDER BY client")
    let known = try clients.map { try $0.blob("data") }.filter { !$0.isEmpty }
    let unknown = try clients.filter { try $0.blob("data").isEmpty }
    let hashes = known + [try run.blob("validation"), try run.blob("test")]
    var data = Canonical().list(hashes) { $0.raw($1) }
    if !unknown.isEmpty { data = try data.list(unknown) { try $0.int($1.integer("client")) } }
    let classes = try database.rows("SELECT * FROM classes ORDER BY class")
    let notes = try database.rows("SELECT * FROM notes ORDER BY note")
    data = try data.list(classes) { try $0.text($1.text("name")).int($1.integer("examples")) }
    data = try data.list(notes) { try $0.text($1.text("text")) }
    return [
      ("version", Canonical().text(try run.text("version"))),
      ("config", Canonical().text(try run.text("config"))),
      ("rounds", Canonical().int(try run.integer("rounds"))),
      (
        "clients",
        try Canonical().list(clients) {
          try $0.int($1.integer("client")).text($1.text("name")).int($1.integer("examples"))
            .real($1.real("label_noise")).real($1.real("feature_noise"))
            .int($1.integer("free_rider"))
        }
      ),
      ("data", data), ("model", Canonical().raw(try run.blob("model"))),
    ]
  }

  private func addition(_ link: Int, _ round: Int) throws -> [(String, Canonical)] {
    guard
      let row = try database.rows("SELECT * FROM extensions WHERE link = ?", .integer(link)).first
    else { return [] }
    return [
      ("extension", Canonical().int(round)), ("config", Canonical().text(try row.text("config"))),
      ("rounds", Canonical().int(try row.integer("rounds"))),
    ]
  }

  private func round(_ number: Int) throws -> [(String, Canonical)] {
    func own(_ table: String, _ order: String) throws -> [DatabaseRow] {
      try database.rows(
        "SELECT * FROM \(table) WHERE round = ? ORDER BY \(order)", .integer(number))
    }
    guard let row = try own("rounds", "round").first else { return [] }
    let participants = try own("participants", "player")
    let examples = try row.integer("validation_examples")
    let outcomes = [
      (examples, "correct_before", "loss_sum_before"),
      (examples, "correct_after", "loss_sum_after"),
      (try row.integer("test_examples"), "test_correct", "test_loss_sum"),
    ]
    return [
      ("round", Canonical().int(number)),
      ("strategy", Canonical().text(try row.text("strategy"))),
      (
        "engine",
        Canonical().text(try row.text("engine")).optional(try row.optionalReal("stable_share"))
      ),
      (
        "participants",
        try Canonical().list(participants) {
          try $0.int($1.integer("client")).int($1.integer("examples"))
            .optional($1.optionalReal("step_sum")).optional($1.optionalReal("initial_loss"))
        }
      ),
      (
        "exclusions",
        try Canonical().list(own("exclusions", "client")) {
          try $0.int($1.integer("client")).text($1.text("reason"))
        }
      ),
      ("updates", try Canonical().list(participants) { try $0.raw($1.blob("model")) }),
      ("model", Canonical().raw(try row.blob("model"))),
      ("memory", Canonical().raw(try row.blob("memory"))),
      (
        "outcomes",
        try Canonical().list(outcomes) {
          try $0.int($1.0).int(row.integer($1.1)).real(row.real($1.2))
        }
      ),
      ("coalitions", try coalitions(own("coalitions", "round").first, examples)),
      ("contributions", try contributions(own)),
    ]
  }

  private func coalitions(_ row: DatabaseRow?, _ examples: Int) throws -> Canonical {
    guard let row else { return Canonical() }
    let members = try row.optionalText("members").map { text in
      text.split(separator: ";", omittingEmptySubsequences: false).map {
        $0.split(separator: " ").compactMap { Int($0) }
      }
    }
    func words(_ bytes: [UInt8], _ width: Int) -> [UInt64] {
      stride(from: 0, to: bytes.count - bytes.count % width, by: width).map { start in
        (0..<width).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * $1) }
      }
    }
    return Canonical().int(examples)
      .list(members ?? []) { $0.list($1) { $0.int($1) } }
      .list(words(try row.blob("correct"), 4)) { $0.int(Int($1)) }
      .list(words(try row.blob("loss_sums"), 8)) { $0.real(Double(bitPattern: $1)) }
  }

  private func contributions(
    _ own: (_ table: String, _ order: String) throws -> [DatabaseRow]
  ) throws -> Canonical {
    let values = try own("contributions", "place, player")
    let figures = try own("figures", "place, name")
    return try Canonical().list(own("attributions", "place")) { bytes, row in
      let place = try row.integer("place")
      let values = try values.filter { try $0.integer("place") == place }
      return try bytes.text(row.text("method")).text(row.text("utility"))
        .int(row.integer("evaluations")).int(row.integer("guarantees"))
        .list(values) { try $0.real($1.real("value")) }
        .list(values) { try $0.optional($1.optionalReal("standard_error")) }
        .list(figures.filter { try $0.integer("place") == place }) {
          try $0.text($1.text("name")).real($1.real("value"))
        }
    }
  }
}

/// Bytes that stand for values: eight to a number, little-endian, and a count before what has one.
private struct Canonical {
  private(set) var bytes: [UInt8] = []

  func raw(_ more: [UInt8]) -> Canonical { Canonical(bytes: bytes + more) }

  func int(_ number: Int) -> Canonical { word(UInt64(bitPattern: Int64(number))) }

  func real(_ number: Double) -> Canonical { word((number + 0).bitPattern) }

  func text(_ text: String) -> Canonical { int(text.utf8.count).raw(Array(text.utf8)) }

  func optional(_ number: Double?) -> Canonical {
    number.map { int(1).real($0) } ?? int(0)
  }

  func list<Item>(
    _ items: [Item], _ each: (Canonical, Item) throws -> Canonical
  ) rethrows -> Canonical {
    try items.reduce(int(items.count)) { try each($0, $1) }
  }

  private func word(_ word: UInt64) -> Canonical {
    raw((0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
  }
}
