import Apportion
import Foundation
import Testing

@Suite("TableValuation")
struct TableValuationTests {
  /// The game of GTG-Shapley's table 1.
  static let table = CoalitionTable(worths: [0, 50, 50, 60, 10, 90, 90, 100])

  @Test("ranks and divides what the method says")
  func values() async throws {
    let result = try await TableValuation(
      of: Self.table, named: "gtg", by: Shapley(), seed: 3)
    for (value, truth) in zip(result.attribution.values, [35.0, 35, 30]) {
      #expect(abs(value - truth) < 1e-12)
    }
    #expect(result.ranks[2] == 3)
    guard case .fractions(let shares) = result.shares else {
      Issue.record("there are no shares")
      return
    }
    #expect(abs(shares[2] - 0.3) < 1e-12)
  }

  @Test("is one document, with the method's settings and every digit")
  func json() async throws {
    let method = try Catalog.methods.method(
      named: "weighted-banzhaf", overriding: ["inclusion=0.3"])
    let table = CoalitionTable(worths: [0, 0.1, 0.3, 0.35])
    let result = try await TableValuation(of: table, named: "a/b.csv", by: method, seed: 3)
    let document = try jsonDocument(result)
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: Any])
    #expect(read["table"] as? String == "a/b.csv")
    #expect(read["method"] as? String == "weighted-banzhaf")
    #expect((read["settings"] as? [String: Any])?["inclusion"] as? Double == 0.3)
    #expect((read["settings"] as? [String: Any])?["maximum_players"] as? Int == 16)
    #expect(read["seed"] as? Int == 3)
    #expect(read["players"] as? Int == 2)
    #expect(read["evaluations"] as? Int == 4)
    #expect(read["guarantees"] as? [String] == ["symmetry", "null player", "linearity"])
    for value in result.attribution.values { #expect(document.contains("    \(value)")) }
    #expect(read["standard_errors"] as? [Double] == [0, 0])
    #expect(read["population_errors"] is NSNull)
    #expect(read["ranks"] as? [Int] == [2, 1])
    #expect((read["linear_datamodelling_score"] as? Double) == 1)
    let residual = try #require(read["efficiency_residual"] as? Double)
    #expect(abs(residual - (0.085 + 0.285 - 0.35)) < 1e-12)
    #expect((read["shares"] as? [Double])?.count == 2)
    #expect(read["shares_withheld"] is NSNull)
    #expect(read["version"] as? String == apportionVersion)
  }

  @Test("says why there are no shares, in place of them")
  func withheld() async throws {
    let table = CoalitionTable(worths: [0, -1, -1, -2])
    let result = try await TableValuation(of: table, named: "t", by: Shapley(), seed: 0)
    let document = try jsonDocument(result)
    #expect(document.contains("\"shares\" : null"))
    #expect(
      document.contains(
        """
        "shares_withheld" : "the values sum to less than zero, so dividing by the sum would turn \
        signs around"
        """))
  }

  // MARK: Tables that lack coalitions

  /// The table of three players that the messages are about, without coalition 5.
  static func partial(without absent: Int...) -> PartialTable {
    let worths: [Double] = [0, 20, 30, 80, 40, 70, 80, 134]
    let kept = worths.enumerated().filter { !absent.contains($0.offset) }
    return PartialTable(
      playerCount: 3,
      utilities: Dictionary(
        uniqueKeysWithValues: kept.map { (Coalition(index: $0.offset), $0.element) }))
  }

  func expect(
    _ table: PartialTable, _ players: [String]?, by id: String, _ problem: String,
    population: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let method = try Catalog.methods.method(named: id)
    let error = await #expect(throws: TableValuationError.self, sourceLocation: sourceLocation) {
      try await TableValuation(
        of: table, players: players, named: "t.csv", by: method, seed: 0, population: population)
    }
    #expect(error?.description == "t.csv: \(problem)", sourceLocation: sourceLocation)
  }

  @Test("a table that lacks coalitions is refused by exact methods, with the coalitions to add")
  func lacking() async throws {
    let given = """
      use a method that works from given coalitions: permutation, \
      antithetic-permutation, kernel-shap, leverage-shap, maximum-sample-reuse, one-sample-fits-all
      """
    try await expect(
      Self.partial(without: 5), nil, by: "shapley",
      """
      shapley needs all 8 coalitions of the 3 players, and the table has 7; it lacks {0, 2}; add it, \
      or \(given)
      """)
    try await expect(
      Self.partial(without: 0, 1, 2, 3, 4, 5), ["north", "south", "a+b"], by: "banzhaf",
      """
      banzhaf needs all 8 coalitions of the 3 players, and the table has 2; it lacks the empty \
      coalition, north, south, a+b and 2 more; add them, or \(given)
      """)
    try await expect(
      Self.partial(without: 5, 7), ["north", "south", "a+b"], by: "leave-one-out",
      """
      leave-one-out needs 2 coalitions that the table lacks: the grand coalition, north+a+b; add \
      them, or \(given)
      """)
    try await expect(
      PartialTable(playerCount: 63, utilities: [.empty: 0, Coalition([62]): 1]), nil, by: "shapley",
      """
      shapley needs all 2^63 coalitions of the 63 players, and the table has 2; it lacks {0}, {1}, \
      {2}, {3} and many more; add them, or \(given)
      """)
    try await expect(
      Self.partial(without: 5), nil, by: "owen",
      "owen chooses coalitions itself and cannot work from given ones; \(given)")
    try await expect(
      Self.partial(without: 7), nil, by: "kernel-shap",
      "kernel-shap needs 1 coalition that the table lacks: the grand coalition; add it")
    try await expect(
      Self.partial(without: 1, 2, 4), nil, by: "permutation",
      """
      permutation: the 5 of 8 coalitions do not determine the values: for some order of the \
      players, the table must have the coalitions of the first, the first two, and so on; add \
      coalitions, or use another method that works from given coalitions, such as kernel-shap
      """)
    try await expect(
      Self.partial(without: 2, 3, 4, 5), nil, by: "kernel-shap",
      """
      kernel-shap: the 4 of 8 coalitions do not determine the values: for every player, there \
      must be two coalitions of the same size, one with the player and one without; add such \
      coalitions
      """)
    try await expect(
      Self.partial(without: 5), nil, by: "kernel-shap",
      """
      --population leaves out players, which needs all coalitions, but the table has 7 of 8
      """, population: true)
  }

  @Test("an exact method that needs few coalitions values a table that has them")
  func few() async throws {
    let result = try await TableValuation(
      of: Self.partial(without: 1, 2, 4), named: "t", by: LeaveOneOut(), seed: 0)
    #expect(result.attribution.values == [54, 64, 54])
    #expect(result.attribution.standardErrors == [0, 0, 0])
    #expect(result.assumption == nil)
    let alone = try await TableValuation(
      of: Self.partial(without: 3, 5, 6, 7), named: "t", by: Individual(), seed: 0)
    #expect(alone.attribution.values == [20, 30, 40])
    #expect(alone.efficiencyResidual == nil)
  }

  @Test("an estimate from given coalitions says what it assumes, how many there are, and its error")
  func estimate() async throws {
    let result = try await TableValuation(
      of: Self.partial(without: 5), players: ["a", "b", "c"], named: "t", by: KernelSHAP(), seed: 0)
    #expect(result.coalitions == 7 && result.allCoalitions == "8")
    #expect(
      result.assumption == "missing coalitions are like the given ones of the same size")
    #expect(abs(result.attribution.values.reduce(0, +) - 134) < 1e-9)
    #expect(result.attribution.standardErrors.allSatisfy { $0.map { $0 > 0 } ?? true })
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(jsonDocument(result).utf8)) as? [String: Any])
    #expect(read["names"] as? [String] == ["a", "b", "c"])
    #expect(read["coalitions"] as? Int == 7)
    #expect(read["assumption"] as? String == result.assumption)
  }

  @Test("a complete table is valued by exact methods up to 24 players, unless a limit is set")
  func limits() async throws {
    let table = CoalitionTable(worths: (0..<1 << 17).map { Double($0.nonzeroBitCount) })
    let result = try await TableValuation(of: table, named: "t", by: LeaveOneOut(), seed: 0)
    #expect(result.attribution.values == Array(repeating: 1, count: 17))
    let banzhaf = try await TableValuation(of: table, named: "t", by: Banzhaf(), seed: 0)
    #expect(banzhaf.attribution.values.allSatisfy { abs($0 - 1) < 1e-12 })
    var limited = Shapley()
    limited.maximumPlayers = 3
    let error = await #expect(throws: TableValuationError.self) {
      try await TableValuation(of: table, named: "t", by: limited, seed: 0)
    }
    #expect(
      error?.description == """
        t: 17 players are more than shapley accepts, which is 3; raise the limit with --set \
        maximum_players=17, or use a method that samples, such as bordered-regression
        """)
  }

  @Test("numbers that JSON has no form for are named")
  func unwritable() throws {
    let error = #expect(throws: UnwritableNumber.self) {
      try jsonDocument(["a": [1, Double.infinity]])
    }
    #expect(
      error?.description == """
        `a[1]` is inf, which JSON cannot represent; utilities or values have overflowed, so look \
        for \
        a diverged model or for utilities that are too large
        """)
  }

  // MARK: Methods by name

  @Test("a method takes its settings from options, the budget among them")
  func settings() throws {
    let catalog = Catalog.methods.adding(Budgeted.self)
    let method = try catalog.method(named: "budgeted", overriding: ["weight=0.5"], budget: 70)
    var expected = Budgeted()
    (expected.budget, expected.weight) = (70, 0.5)
    #expect(method as? Budgeted == expected)
    #expect(try catalog.method(named: "budgeted") as? Budgeted == Budgeted())
    #expect(
      try catalog.method(named: "asymmetric-shapley", overriding: ["groups=[[1], [0, 2]]"])
        as? AsymmetricShapley == AsymmetricShapley(groups: [[1], [0, 2]]))
  }

  @Test("a wrong option is named")
  func wrong() {
    func expect(
      _ message: String, _ id: String, _ settings: [String] = [], budget: Int? = nil,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let error = #expect(throws: ConfigError.self, sourceLocation: sourceLocation) {
        try Catalog.methods.adding(Budgeted.self)
          .method(named: id, overriding: settings, budget: budget)
      }
      #expect(error?.description == message, sourceLocation: sourceLocation)
    }
    let ids = (Catalog.methods.ids + ["budgeted"]).joined(separator: ", ")
    expect(
      """
      --method shaply: `method` is an unknown method "shaply" (did you mean "shapley"?); it may be \
      one of: \(ids)
      """, "shaply")
    expect(
      """
      --budget 9: `budget` is not a key of method `shapley`, but of `bordered-regression`, `permutation`, `antithetic-permutation` and 11 others. It has: method, maximum_players
      """, "shapley", budget: 9)
    expect(
      "--budget 0: `budget` is 0, but must be at least 1", "budgeted", ["weight=1"], budget: 0)
    expect(
      """
      --set inclusoin=0: `inclusoin` is not a key of method `weighted-banzhaf`; did you mean \
      `inclusion`? It has: method, inclusion, maximum_players
      """, "weighted-banzhaf", ["inclusoin=0"])
    expect(
      "--set inclusion=2: `inclusion` is 2.0, but must be from 0 to 1", "weighted-banzhaf",
      ["inclusion=2"])
    expect(
      "--set inclusion=big: `inclusion` is \"big\", but must be a number", "weighted-banzhaf",
      ["inclusion=big"])
  }
}

/// A method that is told how much it may spend, and spends nothing.
private struct Budgeted: ValuationMethod {
  static let id = "budgeted"
  static let summary = "nothing for anybody"
  var budget = 10
  var weight = 1.0

  init() {}

  func validate() throws {
    try InvalidSetting.check("budget", budget, budget >= 1, mustBe: "at least 1")
  }

  var estimand: Semivalue? { nil }
  var guarantees: Axioms { [.nullPlayer] }
  func evaluations(forPlayers n: Int) -> Int { budget }

  func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    Attribution(
      values: Array(repeating: 0, count: game.playerCount), evaluations: 0, guarantees: guarantees)
  }
}
