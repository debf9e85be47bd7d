import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("ValuationError")
struct ValuationErrorTests {
  static let message = """
    the worth of coalition {} is 1.7e+308; worths must be from -1e+100 to 1e+100, so that their \
    squares and sums are finite; divide all worths by a power of ten
    """

  @Test(
    "worths whose sums overflow are refused by every method",
    arguments: MethodLawsTests.methods.indices)
  func huge(method: Int) async throws {
    let worths = [1.7e308, 1.7e308, -1.7e308, 1.7e308]
    let error = await #expect(throws: ValuationError.self) {
      _ = try await MethodLawsTests.methods[method].attribute(
        CoalitionTable(worths: worths), using: RandomStream(seed: 1))
    }
    // Which of them it asks for first is its own affair.
    guard case .hugeWorth(let coalition, let worth) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(abs(worth) == 1.7e308)
    if coalition.isEmpty { #expect(error?.description == Self.message) }
  }

  @Test(
    "worths of up to 1e100 have values by every method", arguments: MethodLawsTests.methods.indices)
  func large(method: Int) async throws {
    var draws = RandomStream(seed: 1)
    let table = CoalitionTable(worths: (0..<256).map { _ in 1e100 * (2 * draws.uniform() - 1) })
    let result = try await MethodLawsTests.methods[method].attribution(
      of: table, using: RandomStream(seed: 1))
    #expect(result.values.allSatisfy { $0.isFinite })
  }

  @Test("tables that the machine cannot hold are refused before any of one is made")
  func memory() async throws {
    try CoalitionTable.checkMemory(players: 25, of: 4e9)
    let error = #expect(throws: ValuationError.self) {
      try CoalitionTable.checkMemory(players: 30, of: 4e9)
    }
    #expect(
      error?.description == """
        all 2^30 coalitions of 30 players take 96 GiB, and this machine has 3.7 GiB; use methods that \
        sample, such as bordered-regression, with a smaller budget, or lower `participation.fraction`
        """)
    let huge = GloveGame(left: 1, right: 61)
    await #expect(throws: ValuationError.self) { try await CoalitionTable(of: huge) }
    var estimated = PermutationShapley()
    estimated.budget = 1 << 62
    await #expect(throws: ValuationError.self) {
      try await estimated.attribute(huge, using: RandomStream(seed: 1))
    }
  }

  @Test("a result that is no number per player is refused, whoever made it")
  func results() async throws {
    let table = CoalitionTable(worths: [0, 1, 1, 2])
    let error = await #expect(throws: ValuationError.self) {
      _ = try await GivenMethod(values: [1, .nan]).attribution(
        of: table, using: RandomStream(seed: 1))
    }
    #expect(
      error?.description == """
        given: the value of player 1, or its standard error, is nan; check for worths of very \
        different magnitudes, or for a bug in the method
        """)
    let short = await #expect(throws: ValuationError.self) {
      _ = try await GivenMethod(values: [1]).attribution(of: table, using: RandomStream(seed: 1))
    }
    #expect(
      short?.description == """
        given: it returned 1 values and 1 standard errors for 2 players; a method must return one of \
        each per player
        """)
    #expect(
      try await GivenMethod(values: [1, 2]).attribution(of: table, using: RandomStream(seed: 1))
        .values
        == [1, 2])
  }
}

private struct GivenMethod: ValuationMethod {
  static let id = "given"
  static let summary = "values that are given"
  var values: [Double] = []

  init() {}
  init(values: [Double]) { self.values = values }

  var estimand: Semivalue? { nil }
  var guarantees: Axioms { [] }
  func evaluations(forPlayers n: Int) -> Int { 0 }
  func attribute(_ game: some CoalitionGame, using stream: RandomStream) -> Attribution {
    Attribution(values: values, evaluations: 0, guarantees: [])
  }
}
