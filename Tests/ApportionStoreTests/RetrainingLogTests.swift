import ApportionReconstruction
import ApportionSimulation
import ApportionStore
import ApportionValuation
import Foundation
import Testing

@Suite("RetrainingLog")
struct RetrainingLogTests {
  let folder: ScratchFolder
  let path: String
  let outcomes: [(Coalition, Outcome)] = [
    (.empty, Outcome(correct: 3, lossSum: 100.0 / 3, count: 50)),
    (Coalition([0, 2]), Outcome(correct: 50, lossSum: 2e-300, count: 50)),
    (Coalition([1]), Outcome(correct: 0, lossSum: 0.1 + 0.2, count: 50)),
  ]

  init() throws {
    folder = try ScratchFolder()
    path = folder.path("deep/game")
    let log = try open()
    for (coalition, outcome) in outcomes { try log.append(outcome, of: coalition) }
  }

  func open(config: String = "seed: 1\n", replacing: Bool = false) throws -> RetrainingLog {
    try RetrainingLog(path: path, config: config, replacing: replacing, players: 3, examples: 50)
  }

  var text: String { get throws { try folder.text("deep/game/outcomes.csv") } }

  @Test("knows what was kept, to the bit, and goes on after it")
  func same() throws {
    let rows = """
      coalition,examples,correct,loss_sum
      ,50,3,33.333333333333336
      0 2,50,50,2.0000000000000001e-300
      1,50,0,0.30000000000000004

      """
    #expect(try text == rows)
    #expect(try folder.text("deep/game/config.yml") == "seed: 1\n")
    do {
      let log = try open()
      #expect(log.known == Dictionary(uniqueKeysWithValues: outcomes))
      try log.append(Outcome(correct: 1, lossSum: 2, count: 50), of: .grand(3))
      #expect(try text == rows + "0 1 2,50,1,2\n")
    }
    #expect(try open().known.count == 4)
  }

  @Test("is written by one process at a time")
  func exclusive() throws {
    let before = try text
    let log = try open()
    for replacing in [false, true] {
      let error = #expect(throws: StoreError.busy(path: path)) { try open(replacing: replacing) }
      #expect(
        error?.description == "another process is writing \(path); wait until that has ended")
    }
    #expect(try text == before)
    try log.append(Outcome(correct: 1, lossSum: 2, count: 50), of: .grand(3))
  }

  @Test("loses no more than the row in which it was broken off, wherever that was")
  func cutOff() throws {
    let rows = Array(try text.utf8)
    for count in rows.indices {
      try folder.write(
        String(decoding: rows.prefix(count), as: UTF8.self), to: "deep/game/outcomes.csv")
      let whole = rows.prefix(count).count { $0 == UInt8(ascii: "\n") } - 1
      let kept = outcomes.prefix(max(whole, 0))
      let log = try open()
      #expect(log.known == Dictionary(uniqueKeysWithValues: Array(kept)), "\(count)")
      for (coalition, outcome) in outcomes.dropFirst(kept.count) {
        try log.append(outcome, of: coalition)
      }
      #expect(try Array(text.utf8) == rows)
    }
  }

  @Test(
    "names the row that is broken",
    arguments: [
      ("coalition,", "set,", ":1: the columns are not coalition,examples,correct,loss_sum"),
      (
        "0 2,", "0 3,",
        ":3: column coalition: \"0 3\" is not a coalition of clients 0 to 2, in order"
      ),
      (
        "0 2,", "2 0,",
        ":3: column coalition: \"2 0\" is not a coalition of clients 0 to 2, in order"
      ),
      (
        "0 2,", "0  2,",
        ":3: column coalition: \"0  2\" is not a coalition of clients 0 to 2, in order"
      ),
      ("0 2,", "1,", ":4: column coalition: \"1\" is repeated"),
      ("0 2,50", "0 2,51", ":3: column examples: \"51\" is not the 50 of this game"),
      ("50,50,", "50,51,", ":3: column correct: \"51\" is above the 50 examples"),
      ("50,50,", "50,-1,", ":3: column correct: \"-1\" is not a whole number of at least 0"),
      ("0.30000000000000004", "nan", ":4: column loss_sum: \"nan\" is not a finite number"),
    ])
  func broken(found: String, replacement: String, problem: String) throws {
    let csv = try text
    let range = try #require(csv.range(of: found))
    try folder.write(
      csv.replacingCharacters(in: range, with: replacement), to: "deep/game/outcomes.csv")
    let error = #expect(throws: RunFileError.self) { _ = try open() }
    #expect(
      error?.description
        == "\(path)/outcomes.csv\(problem); remove the run's folder and run it again")
  }

  @Test("refuses what another config has left, or replaces it, values and all")
  func otherConfig() throws {
    try StoredRetraining([.accuracy: [1], .loss: [1]]).write(to: path)
    let error = #expect(throws: StoreError.self) { _ = try open(config: "seed: 2\n") }
    #expect(
      error?.description == """
        \(path) cannot be resumed: it differs from this run in config; restore what has changed, or start \
        a run in another folder
        """)
    #expect(try open().known.count == 3)
    #expect(try open(config: "seed: 2\n", replacing: true).known.isEmpty)
    #expect(try folder.text("deep/game/config.yml") == "seed: 2\n")
    #expect(try folder.contents().filter { $0.hasSuffix("values.csv") } == [])
  }

  @Test("refuses rows and values that have no config, which may be anybody's, and keeps them")
  func noConfig() throws {
    try FileManager.default.removeItem(atPath: path + "/config.yml")
    let before = try text
    func expectRefusal() {
      let error = #expect(throws: StoreError.self) { try open() }
      #expect(
        error?.description == """
          \(path) holds an outcomes.csv or a values.csv without the config.yml of their game; move them \
          away, or choose another folder
          """)
    }
    expectRefusal()
    #expect(try text == before)

    // As it is left by one that was killed before the config was written.
    try folder.write("coalition,examples,correct,loss_sum\n", to: "deep/game/outcomes.csv")
    try folder.write("mine", to: "deep/game/values.csv")
    expectRefusal()
    #expect(try folder.text("deep/game/values.csv") == "mine")
    try FileManager.default.removeItem(atPath: path + "/values.csv")
    #expect(try open().known.isEmpty)
    #expect(try folder.text("deep/game/config.yml") == "seed: 1\n")
  }

  @Test("leaves other files of its folder alone, also where it replaces a game")
  func foreignFile() throws {
    try folder.write("mine", to: "deep/game/notes.txt")
    _ = try open(config: "seed: 2\n", replacing: true)
    #expect(try folder.text("deep/game/notes.txt") == "mine")
  }
}
