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
      --budget 9: `budget` is not a key of method `shapley`. It has: method, maximum_players
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
