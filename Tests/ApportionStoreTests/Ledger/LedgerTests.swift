import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import ApportionValuation
import Foundation
import Testing

@Suite("Ledger")
struct LedgerTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  var path: String { folder.path("run.sqlite") }

  @Test("gives back what was added, to the bit")
  func roundTrip() async throws {
    let written = try await tinyLedger(3, at: path)
    let read = try Ledger(opening: path, writing: false)
    #expect(read.header == written.header)
    #expect(read.roundCount == 3)
    #expect(read.lastHash == written.lastHash)
    let rounds = try await tinyRounds(3)
    for (number, expected) in zip(1..., rounds) {
      let round = try read.round(number)
      #expect(round.account == expected.account)
      #expect(
        round.participants.map(\.update) == expected.round.updates.map { Digest(of: $0.parameters) }
      )
      #expect(round.model == Digest(of: expected.round.globalAfter))
      #expect(round.test == Outcome(correct: 3, lossSum: 2.5, count: 5))
    }
    #expect(try read.firstFault() == nil)
  }

  @Test("tells clients whose data nobody knows from all whose data have a hash")
  func unknownData() throws {
    let nothing = Digest(bytes: Array(repeating: 0, count: 32))
    func header(_ data: [Digest?]) throws -> LedgerHeader {
      LedgerHeader(
        version: "1.2.3", config: "name: tiny\n", rounds: 0,
        parties: zip(try tinyClients(), data).map { LedgerHeader.Party(client: $0, data: $1) },
        validation: nothing, test: nothing, model: nothing)
    }
    var hashes: Set<Digest> = []
    for (number, data) in [
      [nothing, nothing], [nil, nil], [nil, nothing], [nothing, nil],
    ].enumerated() {
      let path = folder.path("\(number).sqlite")
      let written = try Ledger(creating: path, header: header(data))
      let read = try Ledger(opening: path, writing: false)
      #expect(read.header == written.header)
      #expect(read.header.parties.map(\.data) == data)
      #expect(read.header.isOfRecordedRounds == data.contains(nil))
      #expect(try read.firstFault() == nil)
      hashes.insert(read.lastHash)
    }
    #expect(hashes.count == 4)
  }

  @Test("goes on from its checkpoint to the same hash as without a pause")
  func checkpoint() async throws {
    let whole = try await tinyLedger(4, at: folder.path("whole.sqlite"))
    _ = try await tinyLedger(2, of: 4, at: path)
    let ledger = try Ledger(opening: path, writing: true)
    let checkpoint = try #require(try ledger.checkpoint())
    #expect(checkpoint.round == 2)
    var (federation, evaluation) = try tinyFederation()
    federation.resume(
      after: checkpoint.round, from: checkpoint.global, server: checkpoint.server)
    try await add(2, of: &federation, judgedOn: evaluation, to: ledger)
    #expect(ledger.lastHash == whole.lastHash)
    #expect(try ledger.firstFault() == nil)
  }

  @Test("is written by one process at a time")
  func exclusive() async throws {
    _ = try await tinyLedger(1, at: path)
    let first = try Ledger(opening: path, writing: true)
    for writing in [true, false] {
      let error = #expect(throws: DatabaseError.self) {
        try Ledger(opening: path, writing: writing)
      }
      #expect(error?.description.hasSuffix(Self.busy) == true)
    }
    #expect(first.roundCount == 1)
  }

  static let busy = "run.sqlite: another process is writing it; wait until that has ended"

  @Test("is one file when it is finished")
  func oneFile() async throws {
    _ = try await tinyLedger(2, at: path)
    let ledger = try Ledger(opening: path, writing: true)
    try ledger.finish()
    #expect(try folder.contents() == ["run.sqlite"])
    #expect(try Ledger(opening: path, writing: false).isFinished)
  }

  @Test("has no checkpoint before the first round")
  func fresh() async throws {
    let ledger = try await tinyLedger(0, at: path)
    #expect(try ledger.checkpoint() == nil)
    #expect(try ledger.firstFault() == nil)
    #expect(!ledger.isFinished)
    try ledger.finish()
    #expect(try Ledger(opening: path, writing: false).isFinished)
  }

  // What is done to a ledger of three rounds, and what is then said of it.
  static let tamperings = [
    ("UPDATE run SET config = 'name: other'", 0, "config"),
    ("UPDATE run SET version = '9.9.9'", 0, "version"),
    ("UPDATE clients SET name = 'Eve' WHERE client = 1", 0, "clients"),
    ("UPDATE clients SET data = zeroblob(32) WHERE client = 0", 0, "data"),
    (
      "UPDATE contributions SET value = value + 1e-15 WHERE round = 2 AND place = 0 AND player = 1",
      2, "contributions"
    ),
    (
      "UPDATE contributions SET standard_error = 1e-9 WHERE round = 1 AND place = 3 AND player = 0",
      1, "contributions"
    ),
    (
      "UPDATE coalitions SET loss_sums = CAST(substr(loss_sums, 1, 7) || x'01' || substr(loss_sums, 9) AS BLOB) WHERE round = 3",
      3, "coalitions"
    ),
    (
      "UPDATE coalitions SET correct = CAST(x'ff' || substr(correct, 2) AS BLOB) WHERE round = 1",
      1, "coalitions"
    ),
    (
      "UPDATE participants SET examples = examples + 1 WHERE round = 2 AND player = 0", 2,
      "participants"
    ),
    ("UPDATE participants SET model = zeroblob(32) WHERE round = 2 AND player = 1", 2, "updates"),
    ("INSERT INTO exclusions VALUES (2, 3, 'no reason')", 2, "exclusions"),
    ("UPDATE rounds SET strategy = 'krum' WHERE round = 1", 1, "strategy"),
    ("UPDATE rounds SET engine = 'reference' WHERE round = 2", 2, "engine"),
    ("UPDATE rounds SET correct_after = correct_after + 1 WHERE round = 3", 3, "outcomes"),
    ("UPDATE rounds SET model = zeroblob(32) WHERE round = 2", 2, "model"),
    ("UPDATE checkpoint SET server = x'7b7d'", 3, "checkpoint"),
    ("UPDATE checkpoint SET model = zeroblob(24)", 3, "checkpoint"),
    ("DELETE FROM rounds WHERE round = 2", 2, "round"),
    ("DELETE FROM contributions WHERE round = 2 AND player = 1", 2, "contributions"),
    ("DELETE FROM parts WHERE link = 2 AND part = 10", 2, "contributions"),
    (swap, 1, "participants"),
  ]

  /// Gives round 1 the number 2, and round 2 the number 1.
  static let swap = ["rounds", "participants", "coalitions", "attributions", "contributions"].map {
    """
    UPDATE \($0) SET round = -round WHERE round IN (1, 2);
    UPDATE \($0) SET round = 3 + round WHERE round < 0;
    """
  }
  .joined()

  @Test("tells what was tampered with, and in which round", arguments: tamperings)
  func tampering(sql: String, round: Int, field: String) async throws {
    _ = try await tinyLedger(3, at: path)
    try Database(path: path, .opening).execute(sql)
    let fault: LedgerFault?
    do { fault = try Ledger(opening: path, writing: false).firstFault() } catch LedgerError.broken(
      _, let thrown)
    { fault = thrown }
    #expect(fault?.round == round)
    #expect(fault?.field == field)
  }

  @Test("does not take other files for a ledger")
  func others() throws {
    func message(_ work: () throws -> Ledger) -> String? {
      do { _ = try work(); return nil } catch { return "\(error)" }
    }
    try folder.write("round,client\n", to: "text.sqlite")
    let text = folder.path("text.sqlite")
    #expect(
      message { try Ledger(opening: text, writing: true) }
        == "cannot read \(text): it is not a SQLite file")
    try folder.write("", to: "empty.sqlite")
    let empty = folder.path("empty.sqlite")
    #expect(
      message { try Ledger(opening: empty, writing: true) }
        == "\(empty) is a SQLite file, but not the ledger of a run; name the folder of a run")
  }

  @Test(
    "that was killed in the middle of a change is read as it was before", arguments: [true, false])
  func hot(writing: Bool) async throws {
    let ledger = try await tinyLedger(2, at: path)
    try ledger.finish()
    let database = try Database(path: path, .opening)
    // More than fits into memory, so that half of it is in the file and the way back in the journal.
    try database.execute(
      """
      PRAGMA cache_size = 1; BEGIN; UPDATE rounds SET strategy = 'another';
      CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200)
      SELECT randomblob(2000) AS bytes FROM n
      """)
    let copy = folder.path("copy.sqlite")
    for end in ["", "-journal"] {
      try FileManager.default.copyItem(atPath: path + end, toPath: copy + end)
    }
    // Without the way back it would be no ledger any more.
    let lost = folder.path("lost.sqlite")
    try FileManager.default.copyItem(atPath: path, toPath: lost)
    #expect(throws: (any Error).self) {
      if let fault = try Ledger(opening: lost, writing: writing).firstFault() {
        throw LedgerError.broken(path: lost, fault)
      }
    }
    let left = try Ledger(opening: copy, writing: writing)
    #expect(left.lastHash == ledger.lastHash && left.roundCount == 2)
    #expect(try left.firstFault() == nil)
  }

  @Test("that is cut off is told as damaged")
  func cutOff() async throws {
    _ = try await tinyLedger(3, at: path)
    let whole = try #require(FileManager.default.contents(atPath: path))
    for lost in [1, 20, whole.count / 2, whole.count / 2 + 1] {
      try whole.dropLast(lost).write(to: URL(filePath: path))
      let error = #expect(throws: DatabaseError.self) {
        try Ledger(opening: path, writing: false).firstFault()
      }
      #expect(
        error?.description
          == "cannot read \(path): it is damaged or cut off; restore a copy, or repeat the run")
      #expect(error?.isDamaged == true)
    }
  }

  @Test("of a newer version is refused")
  func newer() async throws {
    _ = try await tinyLedger(1, at: path)
    try Database(path: path, .opening).execute("PRAGMA user_version = 7")
    let error = #expect(throws: LedgerError.self) { try Ledger(opening: path, writing: false) }
    #expect(
      error?.description == """
        \(path) was written by a newer apportion (its tables have version 7, this one knows 3); \
        update apportion to read it
        """)
  }

  @Test("says where rounds were worked out, which no hash covers")
  func segments() async throws {
    let without = try await tinyLedger(2, at: folder.path("without.sqlite"))
    let ledger = try await tinyLedger(0, of: 2, at: path)
    try ledger.begin(onMachine: "killed at once", threads: 1)
    try ledger.begin(onMachine: "here", threads: 2)
    var (federation, evaluation) = try tinyFederation()
    try await add(1, of: &federation, judgedOn: evaluation, to: ledger)
    try ledger.begin(onMachine: "there", threads: 3)
    try await add(1, of: &federation, judgedOn: evaluation, to: ledger)
    #expect(
      try ledger.segments == [
        Segment(firstRound: 1, machine: "here", threads: 2),
        Segment(firstRound: 2, machine: "there", threads: 3),
      ])
    #expect(ledger.lastHash == without.lastHash)
    #expect(try ledger.firstFault() == nil)
  }

  @Test("of apportion 0.1 is refused, with what makes the run again", arguments: [1, 2])
  func older(version: Int) async throws {
    _ = try await tinyLedger(1, at: path)
    try Database(path: path, .opening).execute("PRAGMA user_version = \(version)")
    for writing in [false, true] {
      let error = #expect(throws: LedgerError.self) { try Ledger(opening: path, writing: writing) }
      #expect(
        error?.description == """
          \(path) was made by apportion 0.1, whose ledgers this version does not read; make the run \
          again with `apportion run config.yml`, or with `apportion account` if its rounds were \
          recorded elsewhere
          """)
    }
  }

  @Test("is closed by a link of its own, which holds the number of rounds")
  func close() async throws {
    let ledger = try await tinyLedger(2, at: path)
    let open = ledger.lastHash
    try ledger.finish()
    let closed = ledger.lastHash
    #expect(open != closed)
    try ledger.finish()
    #expect(ledger.lastHash == closed)
    let read = try Ledger(opening: path, writing: false)
    #expect(read.isFinished && read.lastHash == closed)
    #expect(try read.firstFault() == nil)
  }

  @Test("is not finished before it has as many rounds as its config asks for")
  func early() async throws {
    let ledger = try await tinyLedger(2, of: 3, at: path)
    let error = #expect(throws: LedgerError.self) { try ledger.finish() }
    #expect(
      error?.description == "\(path): round 2, rounds: it is the last, but the config asks for 3")
    #expect(!ledger.isFinished)
  }

  @Test("is continued by another config, and keeps the entries that are there", arguments: [2, 5])
  func extended(planned: Int) async throws {
    let first = try await tinyLedger(2, of: planned, at: path)
    if planned == 2 { try first.finish() }
    let former = first.lastHash
    do {
      let ledger = try Ledger(opening: path, writing: true)
      let checkpoint = try #require(try ledger.checkpoint())
      try ledger.extend(to: "name: longer\n", rounds: 3)
      #expect(!ledger.isFinished && ledger.lastHash != former)
      var (federation, evaluation) = try tinyFederation()
      federation.resume(
        after: checkpoint.round, from: checkpoint.global, server: checkpoint.server)
      try await add(1, of: &federation, judgedOn: evaluation, to: ledger)
      try ledger.finish()
    }
    let read = try Ledger(opening: path, writing: false)
    #expect(read.isFinished && read.roundCount == 3)
    #expect(read.header.config == "name: tiny\n" && read.header.rounds == planned)
    #expect(read.config == "name: longer\n" && read.plannedRounds == 3)
    #expect(read.extensions.map(\.round) == [2])
    #expect(read.headerInForce.config == "name: longer\n")
    #expect(try read.firstFault() == nil)
    let whole = try await tinyLedger(3, at: folder.path("whole.sqlite"))
    for number in 1...3 { #expect(try read.round(number) == whole.round(number)) }
  }

  @Test("takes in no round that nobody could read back, and stays as it was")
  func unusable() async throws {
    let (round, account) = try #require(try await tinyRounds(1).first)
    let ledger = try await tinyLedger(0, of: 1, at: path)
    let hash = ledger.lastHash
    let checkpoint = try Checkpoint(
      round: 1, global: round.globalAfter, server: round.serverBefore)
    let test = Outcome(correct: 0, lossSum: 0, count: 0)
    for (spoil, message) in [
      (
        { $0.entries[1].attribution.values[0] = .infinity },
        "round 1, contributions: shapley has the value inf"
      ),
      (
        { $0.entries[1].attribution.standardErrors[0] = -1 },
        "round 1, contributions: shapley has the standard error -1.0"
      ),
      (
        { $0.entries = [] }, "round 1, contributions: there are none"
      ),
      (
        { $0.after.lossSum = .nan }, "round 1, outcomes: a loss is nan"
      ),
    ] as [((inout RoundAccount) -> Void, String)] {
      var account = account
      spoil(&account)
      let error = #expect(throws: LedgerError.self) {
        try ledger.append(
          LedgerRound(account, of: round, test: test, checkpoint: checkpoint),
          checkpoint: checkpoint)
      }
      #expect(error?.description == "\(path): \(message)")
      #expect(ledger.roundCount == 0 && ledger.lastHash == hash)
      #expect(try ledger.firstFault() == nil)
    }
    try ledger.append(
      LedgerRound(account, of: round, test: test, checkpoint: checkpoint), checkpoint: checkpoint)
    try ledger.finish()
    #expect(try Ledger(opening: path, writing: false).round(1).account == account)
  }

  @Test("is not begun where a file is")
  func exists() async throws {
    try folder.write("precious", to: "run.sqlite")
    await #expect(throws: LedgerError.exists(path: path)) { try await tinyLedger(0, at: path) }
    #expect(try folder.text("run.sqlite") == "precious")
  }
}
