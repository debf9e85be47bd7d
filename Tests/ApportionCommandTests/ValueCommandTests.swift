import Apportion
import Foundation
import Testing

@Suite("apportion value")
struct ValueCommandTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try CoalitionTable(worths: [0, 40, 60, 80, 70, 75, 85, 90])
      .write(to: folder.path("table.csv"))
  }

  func value(_ arguments: String...) throws -> Program.Outcome {
    try Program.run(["value"] + arguments, in: folder)
  }

  @Test("shows the players by rank")
  func table() throws {
    let outcome = try value("table.csv")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(
      outcome.output == """
        table.csv: 3 players, shapley, 8 evaluations

        rank  player    value  standard error   share
        ────  ──────  ───────  ──────────────  ──────
           1       2  +36.667           0.000  40.7 %
           2       1  +34.167           0.000  38.0 %
           3       0  +19.167           0.000  21.3 %

        linear datamodelling score 0.976, efficiency residual +0

        """)
  }

  @Test(
    "says that an estimate is exact where its budget covers all coalitions",
    arguments: [
      ["kernel-shap", "--budget", "16", "--seed", "2"],
      ["leverage-shap", "--budget", "14", "--seed", "1"],
      ["antithetic-permutation", "--budget", "10"], ["antithetic-permutation"], ["tmc-shapley"],
    ])
  func exact(arguments: [String]) throws {
    try CoalitionTable(worths: [0, 20, 30, 80, 40, 70, 80, 134]).write(to: folder.path("t.csv"))
    let outcome = try Program.run(["value", "t.csv", "--method"] + arguments, in: folder)
    #expect(
      outcome.output == """
        t.csv: 3 players, \(arguments[0]), 8 evaluations, exact

        rank  player    value  standard error   share
        ────  ──────  ───────  ──────────────  ──────
           1       1  +48.000           0.000  35.8 %
           1       2  +48.000           0.000  35.8 %
           3       0  +38.000           0.000  28.4 %

        linear datamodelling score 0.976, efficiency residual +0

        """)
  }

  @Test("says where an error is not known, in the table and in JSON")
  func unknown() throws {
    // Whoever comes when, everybody adds the same.
    try CoalitionTable(worths: (0..<32).map { Double($0.nonzeroBitCount) })
      .write(to: folder.path("alike.csv"))
    let arguments = ["alike.csv", "--method", "permutation", "--budget", "20"]
    let outcome = try Program.run(["value"] + arguments, in: folder)
    #expect(outcome.output.contains("   1       0  +1.0000         unknown  20.0 %\n"))
    #expect(!outcome.output.contains("exact"))
    let json = try Program.run(["value"] + arguments + ["--json"], in: folder)
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((read["standard_errors"] as? [Any])?.allSatisfy { $0 is NSNull } ?? false)
  }

  @Test("shows the subsidy of the least core and of the nucleolus")
  func subsidy() throws {
    for method in ["least-core", "nucleolus"] {
      let outcome = try value("table.csv", "--method", method)
      #expect(
        outcome.output.contains("efficiency residual +0, subsidy 30.0\n"), "\(outcome.output)")
      let json = try value("table.csv", "--method", method, "--json")
      let read = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(read["figures"] as? [String: Double] == ["subsidy": 30])
    }
  }

  @Test("worths that are the same but for rounding give nobody a share, and everybody one rank")
  func rounding() throws {
    try CoalitionTable(worths: [0.3, 0.3, 0.3, 0.1 + 0.2]).write(to: folder.path("same.csv"))
    let outcome = try value("same.csv")
    #expect(
      outcome.output == """
        same.csv: 2 players, shapley, 4 evaluations

        rank  player        value  standard error  share
        ────  ──────  ───────────  ──────────────  ─────
           1       0  +2.7756e-17      0.0000e+00      –
           1       1  +2.7756e-17      0.0000e+00      –
        no shares: the values are no larger than what rounding of the worths makes

        linear datamodelling score –, efficiency residual +0

        """)
  }

  @Test("adds the errors of the population where they are asked for")
  func population() throws {
    let outcome = try value("table.csv", "--population")
    #expect(outcome.status == 0)
    #expect(
      outcome.output.contains("rank  player    value  standard error  population error   share"))
    // Player 2 is worth 47.5 without 0 and 52.5 without 1: √(½ · 2 · 2.5²).
    #expect(
      outcome.output.contains("   1       2  +36.667           0.000             2.500  40.7 %"))
    let refusal = try value(
      "table.csv", "--population", "--method", "size-weighted", "--set", "sizes=[1,0,1]")
    #expect(refusal.status == 65)
    #expect(
      refusal.errors == """
        apportion: error: size-weighted: `sizes` has 3 numbers, but the game has 2 players; give one \
        number for each size of coalition that a player can join, 0 to 1

        """)
  }

  @Test("shows names, whatever the order of the rows")
  func names() throws {
    try folder.write(
      """
      utility,members
      90,north+site 9+site 10
      70,site 10
      85,site 10 + site 9
      75,north+site 10
      0,
      40,north
      60,site 9
      80,north+site 9

      """, to: "names.csv")
    #expect(
      try value("names.csv").output == """
        names.csv: 3 players, shapley, 8 evaluations

        rank  player     value  standard error   share
        ────  ───────  ───────  ──────────────  ──────
           1  site 10  +36.667           0.000  40.7 %
           2  site 9   +34.167           0.000  38.0 %
           3  north    +19.167           0.000  21.3 %

        linear datamodelling score 0.976, efficiency residual +0

        """)
    let read = try #require(
      try JSONSerialization.jsonObject(
        with: Data(try value("names.csv", "--json").output.utf8)) as? [String: Any])
    #expect(read["names"] as? [String] == ["north", "site 9", "site 10"])
    #expect(read["assumption"] is NSNull)
  }

  @Test("values a table that lacks coalitions by what is there")
  func partial() throws {
    try folder.write(
      """
      members,utility
      ,0
      a,20
      b,30
      a+b,80
      c,40
      b+c,80
      a+b+c,134

      """, to: "partial.csv")
    #expect(try value("partial.csv").status == 65)
    let outcome = try value("partial.csv", "--method", "permutation")
    #expect(outcome.status == 0 && outcome.errors == "")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0].hasPrefix("partial.csv: 3 players, permutation, 7 of 8 coalitions are given"))
    #expect(
      outcome.output.hasSuffix(
        """

        values and standard errors assume that the orders along which all coalitions are given are \
        a random sample of all orders

        """))
  }

  @Test("values a table by every method of the catalog, the same at any time")
  func everyMethod() throws {
    for id in Catalog.methods.ids {
      let outcome = try value("table.csv", "--method", id, "--json", "--seed", "4")
      #expect(outcome.status == 0, "\(id): \(outcome.errors)")
      let read = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(read["method"] as? String == id)
      #expect((read["values"] as? [Double])?.count == 3)
      #expect(
        try value("table.csv", "--method", id, "--json", "--seed", "4").output == outcome.output)
    }
  }

  @Test("says what is wrong, with the exit code of its kind")
  func refusals() throws {
    func expect(
      _ arguments: [String], _ status: Int32, _ message: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let outcome = try Program.run(["value"] + arguments, in: folder)
      #expect(outcome.status == status, sourceLocation: sourceLocation)
      #expect(outcome.output == "", sourceLocation: sourceLocation)
      #expect(outcome.errors == "apportion: error: \(message)\n", sourceLocation: sourceLocation)
    }
    try expect(
      ["no.csv"], 66,
      "no.csv: no such file; check the path; it is relative to the working directory")
    try folder.write("coalition,utility\n0,0\n1,1\n1,2\n", to: "bad.csv")
    try expect(
      ["bad.csv"], 65,
      "bad.csv:4: coalition 1 is repeated after line 3; keep one")
    try expect(
      ["table.csv", "--budget", "9"], 65,
      """
      --budget 9: `budget` is not a key of method `shapley`, but of `bordered-regression`, `permutation`, \
      `antithetic-permutation` and 10 others. It has: method, maximum_players
      """)
    try expect(
      ["table.csv", "--set", "maximum_players=2"], 65,
      """
      table.csv: 3 players are more than shapley accepts, which is 2; raise the limit with --set \
      maximum_players=3, or use a method that samples, such as bordered-regression
      """)
    try folder.write("coalition,utility\n0,0\n1,1\n3,2\n", to: "partial.csv")
    try expect(
      ["partial.csv", "--method", "kernel-shap", "--budget", "100"], 65,
      """
      partial.csv: --budget limits evaluations, but nothing is evaluated for a table that lacks \
      coalitions; leave it out
      """)
    try folder.write("players,worth\n0,0\n", to: "other.csv")
    try expect(
      ["other.csv"], 65,
      """
      other.csv:1: the header is "players", "worth", but must be coalition,utility or members,utility \
      or coalition,members,utility
      """)
    for arguments in [[], ["--json"], ["--method", "least-core"]] {
      try folder.write(
        "coalition,utility\n0,-1.7e308\n1,1.7e308\n2,-1.7e308\n3,1.7e308\n", to: "huge.csv")
      try expect(
        ["huge.csv"] + arguments, 65,
        """
        huge.csv:2: the utility -1.7e308 is too large: beyond 1e+100, sums and squares overflow; \
        divide all utilities by the same number, which divides the values too
        """)
    }
    let outcome = try value("table.csv", "--seed", "-1")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasPrefix(
        """
        Error: The value '-1' is invalid for '--seed <seed>': It must be a whole number from 0 to \
        18446744073709551615.
        """))
  }
}
