import ApportionPrimitives
import ApportionStore
import ApportionValuation
import Testing

@Suite("A file of coalitions")
struct CoalitionFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  func read(_ lines: String...) throws -> CoalitionFile {
    try folder.write(lines.joined(separator: "\n") + "\n", to: "table.csv")
    return try CoalitionFile(contentsOf: folder.path("table.csv"))
  }

  static let north = ["members,utility", ",0", "north,20", "south,30", "north+south,80"]

  @Test("has names, with players in alphabetical order whatever the order of rows and of members")
  func names() throws {
    let file = try read("members,utility", "site 10+ site 9,5", ",0", "site 9,1", "site 10 ,2")
    #expect(file.players == ["site 9", "site 10"])
    #expect(file.table.complete?.worths == [0, 1, 2, 5])
    let other = try read("utility,members", "1,site 9", "5,site 9+site 10", "2,site 10", "0,")
    #expect(other == file)
  }

  @Test("keeps pluses, blanks, backslashes and quotes in names")
  func hostile() throws {
    let names = ["a+b", " c", "d\\", "e \"f\"", "g,h\n", "\\+", "+", "i  j\t"]
    var draws = RandomStream(seed: 3)
    let table = CoalitionTable(worths: (0..<1 << names.count).map { _ in draws.normal() })
    try folder.write(table.csv(players: names), to: "table.csv")
    let both = try CoalitionFile(contentsOf: folder.path("table.csv"))
    #expect(both.players == names)
    #expect(both.table.complete == table)
    // Without the numbers, the same names in another order.
    let lines = table.csv(players: ["a+b", " c"].map { $0 } + Array(names.dropFirst(2)))
    #expect(lines.hasPrefix("coalition,members,utility\n0,,"))
    let small = CoalitionTable(worths: [0, 1, 2, 4])
    let text = small.csv(players: ["x+y", "w"])
    #expect(
      text == """
        coalition,members,utility
        0,,0
        1,x\\+y,1
        2,w,2
        3,x\\+y+w,4

        """)
    let file = try read("members,utility", ",0", "x\\+y,1", "w,2", "w + x\\+y,4")
    #expect(file.players == ["w", "x+y"])
    #expect(file.table.complete?.worths == [0, 2, 1, 4])
  }

  @Test("tells apart players of one name by their numbers")
  func twins() {
    #expect(
      CoalitionTable(worths: [0, 1, 2, 4]).csv(players: ["a", "a"]) == """
        coalition,members,utility
        0,,0
        1,a (0),1
        2,a (1),2
        3,a (0)+a (1),4

        """)
  }

  @Test("may lack coalitions")
  func partial() throws {
    let file = try read("members,utility", "a+b+c,9", ",0", "b,1")
    #expect(file.players == ["a", "b", "c"])
    #expect(file.table.coalitions == [.empty, Coalition([1]), .grand(3)])
    #expect(file.table.utilities == [0, 1, 9])
    #expect(!file.table.isComplete && file.table.complete == nil)
    #expect(
      file.table.missing(limit: 3) == [Coalition([0]), Coalition([2]), Coalition([0, 1])])
    let huge = try read("coalition,utility", "0,0", "4611686018427387904,1")
    #expect(huge.players == nil && huge.table.playerCount == 63)
    let widest = try read("coalition,utility", "\(UInt128.max),1")
    #expect(widest.table.playerCount == 128)
  }

  @Test(
    "is refused where it is wrong, by its line",
    arguments: [
      (
        ["a,b", "0,0"],
        """
        :1: the header is "a", "b", but must be coalition,utility or members,utility or \
        coalition,members,utility
        """
      ),
      (
        ["0,0", "1,1"],
        """
        :1: the header is "0", "0", but must be coalition,utility or members,utility or \
        coalition,members,utility
        """
      ),
      (
        ["coalition;utility", "0;0"],
        """
        :1: the header is "coalition;utility", but must be coalition,utility or members,utility or \
        coalition,members,utility
        """
      ),
      (
        [],
        """
        : the file is empty; it needs a header: coalition,utility or members,utility or \
        coalition,members,utility
        """
      ),
      (["members,utility"], ": holds no coalitions"),
      (["members,utility", ",0"], ": holds the empty coalition alone; a game needs players"),
      (
        ["members,utility", "a+a,1"], ":2: the members \"a+a\" name \"a\" twice"
      ),
      (
        ["members,utility", "a+,1"],
        ":2: the members \"a+\" have an empty name before, after or between +"
      ),
      (
        ["members,utility", "a++b,1"],
        ":2: the members \"a++b\" have an empty name before, after or between +"
      ),
      (
        ["members,utility", "a+b,1", "a,2", "b+a,3"],
        ":4: coalition a+b is repeated after line 2; keep one"
      ),
      (
        ["members,utility", ",1", "a,2", ",3"],
        ":4: the empty coalition is repeated after line 2; keep one"
      ),
      (
        ["coalition,members,utility", "3,a,1"],
        ":2: coalition {0, 1} has 2 players, but its list of members has 1; these must be equal"
      ),
      (
        ["coalition,members,utility", "1,a,1", "3,b+a,1"],
        """
        :3: the members call player 0 "b", but line 2 calls it "a"; list members in the order of the \
        players' numbers
        """
      ),
      (
        ["coalition,members,utility", "1,a,1", "2,a,1"],
        ":3: the members call player 1 \"a\", which is the name of player 0"
      ),
      (
        ["coalition,utility", "0,1\u{0}abc"],
        ":2: the utility \"1\u{0}abc\" is not a finite number"
      ),
      (
        ["coalition,utility", "1\u{0},1"],
        """
        :2: the coalition "1\u{0}" is not a whole number below 2^128; write 5 for players 0 and 2, the \
        sum of 2^0 and 2^2, or use names in a column `members`
        """
      ),
      (
        ["coalition,utility", "0,-1.7e308", "1,1.7e308", "2,-1.7e308", "3,1.7e308"],
        """
        :2: the utility -1.7e308 is too large: beyond 1e+100, sums and squares overflow; divide all \
        utilities by the same number, which divides the values too
        """
      ),
    ])
  func wrong(lines: [String], problem: String) throws {
    try folder.write(lines.map { $0 + "\n" }.joined(), to: "table.csv")
    let path = folder.path("table.csv")
    let error = #expect(throws: TableFileError.self) { try CoalitionFile(contentsOf: path) }
    #expect(error?.description == path + problem)
  }
}
