import ApportionPrimitives
import ApportionSimulation
import ApportionStore
import ApportionValuation
import Testing

@Suite("A table of worths as CSV")
struct TableCSVTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func read(_ rows: String...) throws -> CoalitionTable {
    let text = (["coalition,utility"] + rows).joined(separator: "\n") + "\n"
    try folder.write(text, to: "table.csv")
    return try CoalitionTable(contentsOf: folder.path("table.csv"))
  }

  @Test("is what was written, to the bit", arguments: 1...6)
  func same(players: Int) throws {
    var draws = RandomStream(seed: 40)
    var worths = (0..<1 << players).map { _ in draws.normal() / 3 }
    worths[1] = 1e-300
    let table = CoalitionTable(worths: worths)
    try table.write(to: folder.path("table.csv"))
    #expect(try CoalitionTable(contentsOf: folder.path("table.csv")) == table)
    try CoalitionTable(worths: worths.map(-)).write(to: folder.path("table.csv"))
    #expect(try CoalitionTable(contentsOf: folder.path("table.csv")) != table)
  }

  @Test("has nobody first, and all digits")
  func text() {
    #expect(
      CoalitionTable(worths: [0, 1.0 / 3, -2, 1e22]).csv == """
        coalition,utility
        0,0
        1,0.33333333333333331
        2,-2
        3,1e+22

        """)
  }

  @Test("may have its rows in any order, client 0 in the lowest bit")
  func order() async throws {
    let table = try read("3,12", "0,1", "2,7.5", "1,-4e1")
    #expect(table.worths == [1, -40, 7.5, 12])
    #expect(try await table.value(of: Coalition([1])) == 7.5)
  }

  func expect(
    _ rows: [String], _ problem: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.write(rows.map { $0 + "\n" }.joined(), to: "table.csv")
    let path = folder.path("table.csv")
    let error = #expect(throws: TableFileError.self, sourceLocation: sourceLocation) {
      try CoalitionTable(contentsOf: path)
    }
    #expect(error?.description == path + problem, sourceLocation: sourceLocation)
  }

  @Test("that lacks a coalition is refused by the first that is missing")
  func incomplete() throws {
    let header = "coalition,utility"
    let eight = (0..<8).map { "\($0),\($0)" }
    for (missing, players) in [(0, "{}"), (1, "{0}"), (5, "{0, 2}"), (7, "{0, 1, 2}")] {
      var rows = [header] + eight
      rows.remove(at: missing + 1)
      try expect(
        rows,
        ": lacks the coalition of players \(players); it has 7 of the 8 coalitions of 3 players")
    }
    try expect(
      [header] + eight + ["8,1"],
      ": lacks the coalition of players {0, 3}; it has 9 of the 16 coalitions of 4 players")
    try expect(
      [header, "4611686018427387904,1"],
      ": lacks the coalition of players {}; it has 1 of the 2^63 coalitions of 63 players")
    try expect([header], ": holds no coalitions")
    try expect([header, "0,1"], ": holds the empty coalition alone; a game needs players")
  }

  @Test(
    "is refused where a row is wrong, by its line",
    arguments: [
      ("1,2", ":4: coalition 1 is repeated after line 3; keep one"),
      ("2,nan", ":4: the utility \"nan\" is not a finite number"),
      ("2,-inf", ":4: the utility \"-inf\" is not a finite number"),
      ("2,", ":4: the utility \"\" is not a finite number"),
      (
        "2.0,1",
        """
        :4: the coalition "2.0" is not a whole number below 2^128; write 5 for players 0 and 2, the \
        sum of 2^0 and 2^2, or use names in a column `members`
        """
      ),
      (
        "-2,1",
        """
        :4: the coalition "-2" is not a whole number below 2^128; write 5 for players 0 and 2, the \
        sum of 2^0 and 2^2, or use names in a column `members`
        """
      ),
    ])
  func wrong(row: String, problem: String) throws {
    try expect(["coalition,utility", "0,0", "1,1", row], problem)
  }

  @Test("is refused where it is another file, or none")
  func foreign() throws {
    let path = folder.path("nowhere.csv")
    #expect(throws: DataError.missingFile(path: path, looked: [])) {
      try CoalitionTable(contentsOf: path)
    }
    #expect(throws: DataError.self) { try read("0,0", "1") }
  }
}
