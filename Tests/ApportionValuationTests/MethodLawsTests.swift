import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

/// A method joins these tests by its line in the catalog.
@Suite("Laws of every catalogued method")
struct MethodLawsTests {
  static let methods = Catalog.methods.types.compactMap { $0.init() as? any ValuationMethod }

  /// Others than the defaults.
  static let configured: [any ValuationMethod] = [
    WeightedBanzhaf(inclusion: 0.3), WeightedBanzhaf(inclusion: 0), WeightedBanzhaf(inclusion: 1),
    BetaShapley(alpha: 1, beta: 1), BetaShapley(alpha: 1, beta: 4),
    BetaShapley(alpha: 16, beta: 0.5),
    AverageMarginalEffect(inclusions: [0.1, 0.5, 1], weights: [3, 0, 1]),
  ]

  @Test(
    "obeyed on every reference game", arguments: methods.indices, ReferenceGames.all.indices)
  func obeyed(method: Int, game: Int) async throws {
    let broken = try await MethodLaws.violations(
      of: Self.methods[method], on: ReferenceGames.all[game], seed: 1)
    #expect(broken.isEmpty)
  }

  @Test(
    "obeyed with other settings, too", arguments: configured.indices, ReferenceGames.all.indices)
  func obeyedConfigured(method: Int, game: Int) async throws {
    try Self.configured[method].validate()
    let broken = try await MethodLaws.violations(
      of: Self.configured[method], on: ReferenceGames.all[game], seed: 1)
    #expect(broken.isEmpty)
  }

  @Test("its defaults are valid", arguments: methods.indices)
  func defaults(method: Int) throws {
    try Self.methods[method].validate()
  }

  @Test("a game without players is refused", arguments: methods.indices)
  func noPlayers(method: Int) async throws {
    let id = type(of: Self.methods[method]).id
    let error = await #expect(throws: ValuationError.self) {
      _ = try await Self.methods[method].attribute(
        AdditiveGame(amounts: []), using: RandomStream(seed: 1))
    }
    #expect(
      error?.description == "\(id): the game has no players; did the round select any clients?")
  }

  @Test(
    "a worth that is not finite is refused, and never taken for 0",
    arguments: methods.indices, [Double.nan, .infinity, -.infinity])
  func nonFiniteWorth(method: Int, worth: Double) async throws {
    // Every method asks for everybody or for the first player alone.
    let game = TableGame(worths: [0, worth, 1, worth], shapleyValues: [0, 0])
    let error = await #expect(throws: ValuationError.self) {
      _ = try await Self.methods[method].attribute(game, using: RandomStream(seed: 1))
    }
    // Which of the two it asks for first is its own affair.
    let descriptions = ["{0}", "{0, 1}"].map {
      "the worth of coalition \($0) is \(worth); worths must be finite"
    }
    #expect(descriptions.contains(error?.description ?? ""))
  }

  @Test("what the game throws comes out as it is", arguments: methods.indices)
  func failure(method: Int) async throws {
    await #expect(throws: BrokenGame.Failure.self) {
      _ = try await Self.methods[method].attribute(BrokenGame(), using: RandomStream(seed: 1))
    }
  }
}

private struct BrokenGame: CoalitionGame {
  struct Failure: Error {}
  let playerCount = 2

  func worths(of coalitions: [Coalition]) async throws -> [Double] { throw Failure() }
}

/// A Shapley value with a fault of choice, to see the laws notice.
private struct FaultyMethod: ValuationMethod {
  enum Fault: String, Codable, CaseIterable {
    case none, wrongCredit, wrongWeights, miscounted, drifting, tooFewValues, nullPaid, favourite
    case notANumber, squared, uncentred, jumpy, askingTwice, broken
  }

  static let id = "faulty"
  static let summary = "a method with a fault"

  var fault = Fault.none
  var promises: Axioms = []
  var named = false

  init() {}

  init(_ fault: Fault, promises: Axioms = [], named: Bool = false) {
    (self.fault, self.promises, self.named) = (fault, promises, named)
  }

  var estimand: Semivalue? { named ? .shapley : nil }
  var guarantees: Axioms { promises }

  func evaluations(forPlayers n: Int) -> Int { 1 + 1 << n }

  func attribute(
    _ game: some CoalitionGame, using stream: RandomStream
  ) async throws -> Attribution {
    var result = try await Shapley().attribute(game, using: stream)
    result.guarantees = guarantees
    switch fault {
    case .none: break
    case .wrongCredit: result.values.reverse()
    case .wrongWeights: result.values = result.values.map { $0 * 1.01 }
    case .miscounted: result.evaluations -= 1
    case .drifting:
      // Something outside the arguments decides: here, the kind of game, as a clock would.
      result.values[0] += game is MeteredGame<CachedGame<AirportGame>> ? 0 : 1e-9
    case .tooFewValues: result.values.removeLast()
    case .nullPaid: result.values = result.values.map { $0 + 0.001 }
    case .favourite: result.values[0] += 0.001
    case .notANumber: result.values[0] = .nan
    case .uncentred:
      // What all coalitions have in common goes from one player to another.
      let grand = try await game.value(of: .grand(game.playerCount))
      result.evaluations += 1
      result.values[0] += 1e-3 * grand
      result.values[1] -= 1e-3 * grand
    case .jumpy:
      // As an estimator does that divides the jump from nobody to one player by chance.
      let gain = result.values.reduce(0, +)
      result.values[0] += 1e-3 * gain
      result.values[1] -= 1e-3 * gain
    case .askingTwice:
      _ = try await game.value(of: .empty)
      result.evaluations += 1
    case .broken: result.guarantees = []
    case .squared: result.values = result.values.map { $0 * $0 }
    }
    return result
  }
}

/// An estimator that takes one order for all, and for exact.
private struct FaultyEstimator: Estimator {
  static let id = "faulty-estimator"
  static let summary = "an estimator with a fault"

  var budget = 1000
  var stopping = StoppingRule()
  var hasTarget = true

  var target: Semivalue? { hasTarget ? .shapley : nil }
  var estimand: Semivalue? { .shapley }
  var guarantees: Axioms { [] }

  func minimumBudget(forPlayers n: Int) -> Int { n + 1 }
  func initialCoalitions(forPlayers n: Int) -> [Coalition] {
    (0...n).map { Coalition.grand($0) }
  }
  func tally(forPlayers n: Int, initial worths: [Double]) -> [Double] { worths }
  func draw(_ index: Int, given tally: [Double], using stream: RandomStream) -> Draw? { nil }
  func add(_ draw: Draw, to tally: inout [Double]) {}
  func values(from tally: [Double]) -> SampledValues {
    // What a jump adds is known to be divided equally, so that no other law is broken.
    let jump = tally[1] - tally[0]
    return SampledValues(
      exact: zip(tally.dropFirst(), tally).enumerated().map { place, pair in
        pair.0 - pair.1 - (place == 0 ? jump : 0) + jump / Double(tally.count - 1)
      })
  }
}

@Suite("The laws catch")
struct BrokenMethodTests {
  /// Null players are 0 and 4; the others are alike two by two.
  static let game = UnanimityGame(players: 5, needed: [1, 3])

  private static func broken(
    _ method: FaultyMethod, on game: some ReferenceGame
  ) async throws -> [String] {
    try await MethodLaws.violations(of: method, on: game, seed: 1)
  }

  /// The names of the laws, from "faulty breaks 'law': detail".
  private static func laws(_ violations: [String]) -> Set<String> {
    Set(violations.compactMap { $0.split(separator: "'").dropFirst().first.map(String.init) })
  }

  @Test("nothing in a method without a fault")
  func sound() async throws {
    let method = FaultyMethod(
      .none, promises: [.efficiency, .symmetry, .nullPlayer, .linearity], named: true)
    #expect(try await Self.broken(method, on: Self.game).isEmpty)
  }

  @Test("one player's credit given to another")
  func wrongCredit() async throws {
    let airport = AirportGame(costs: [1, 2, 5])
    #expect(
      Self.laws(try await Self.broken(FaultyMethod(.wrongCredit, named: true), on: airport))
        == ["near the truth"])
    // Unnamed, it is still not symmetric: credit goes by number.
    #expect(
      Self.laws(try await Self.broken(FaultyMethod(.wrongCredit, promises: .symmetry), on: airport))
        == ["relabelling"])
  }

  @Test("wrong weights, in the values and in their sum")
  func wrongWeights() async throws {
    #expect(
      Self.laws(
        try await Self.broken(
          FaultyMethod(.wrongWeights, promises: .efficiency, named: true), on: Self.game))
        == ["near the truth", "efficiency", "constants of coalitions that are not empty"])
  }

  @Test("an error that grows with what all coalitions have in common")
  func uncentred() async throws {
    let airport = AirportGame(costs: [1, 2, 5])
    #expect(
      Self.laws(try await Self.broken(FaultyMethod(.uncentred), on: airport))
        == ["constants", "no coalition twice"])
    let violations = try await Self.broken(FaultyMethod(.jumpy, named: true), on: airport)
    #expect(
      Self.laws(violations) == ["near the truth", "constants of coalitions that are not empty"])
    #expect(
      violations.last == """
        faulty breaks 'constants of coalitions that are not empty': player 1 is off by 5.0 if \
        5000.0 is added to the worths
        """)
  }

  @Test("a coalition that is paid for twice, and a promise that is not kept")
  func askingTwice() async throws {
    #expect(
      try await Self.broken(FaultyMethod(.askingTwice), on: Self.game) == [
        "faulty breaks 'no coalition twice': asked for 33 worths of 32 coalitions"
      ])
    #expect(
      try await Self.broken(
        FaultyMethod(.broken, promises: [.efficiency, .nullPlayer]), on: Self.game)
        == ["faulty breaks 'promises kept': promised [\"efficiency\", \"null player\"], kept []"])
  }

  @Test(
    "an estimator that states an error of 0 for a value that is wrong, and one that is never exact")
  func zeroError() async throws {
    let airport = AirportGame(costs: [1, 2, 5, 9])
    let violations = try await MethodLaws.violations(
      of: FaultyEstimator(), on: airport, seed: 1)
    #expect(Self.laws(violations) == ["no error of 0 beside a wrong value"])
    var pathless = FaultyEstimator()
    pathless.hasTarget = false
    #expect(
      Self.laws(try await MethodLaws.violations(of: pathless, on: airport, seed: 1))
        == ["near the truth"])
  }

  @Test("a wrong count of evaluations")
  func miscounted() async throws {
    #expect(
      try await Self.broken(FaultyMethod(.miscounted), on: Self.game) == [
        "faulty breaks 'honest count of evaluations': reported 31, spent 32"
      ])
  }

  @Test("another answer to the same question")
  func drifting() async throws {
    let airport = AirportGame(costs: [1, 2, 5])
    #expect(
      Self.laws(try await Self.broken(FaultyMethod(.drifting), on: airport))
        == ["same seed, same answer"])
  }

  @Test("a player without a value")
  func tooFewValues() async throws {
    let method = FaultyMethod(
      .tooFewValues, promises: [.efficiency, .symmetry, .nullPlayer], named: true)
    #expect(
      try await Self.broken(method, on: Self.game) == [
        "faulty breaks 'one value per player': 4 values and 5 standard errors for 5"
      ])
  }

  @Test("a null player that is paid")
  func nullPaid() async throws {
    let violations = try await Self.broken(
      FaultyMethod(.nullPaid, promises: .nullPlayer), on: Self.game)
    #expect(
      violations
        == [0, 2, 4].map {
          "faulty breaks 'null player': player \($0) adds nothing and gets 0.001"
        })
  }

  @Test("a favourite that is favoured by its number")
  func favourite() async throws {
    #expect(
      Self.laws(
        try await Self.broken(FaultyMethod(.favourite, promises: .symmetry), on: Self.game))
        == ["symmetry", "relabelling"])
  }

  @Test("values that are not linear in the worths")
  func squared() async throws {
    #expect(
      Self.laws(try await Self.broken(FaultyMethod(.squared, promises: .linearity), on: Self.game))
        == ["linearity"])
  }

  @Test("a value that is not a number, whatever was promised")
  func notANumber() async throws {
    for (promise, law) in [
      (Axioms.efficiency, "efficiency"), (.symmetry, "symmetry"), (.symmetry, "relabelling"),
      (.nullPlayer, "null player"), (.linearity, "linearity"),
    ] {
      let laws = Self.laws(
        try await Self.broken(FaultyMethod(.notANumber, promises: promise), on: Self.game))
      #expect(laws.contains(law))
    }
    #expect(!(try await Self.broken(FaultyMethod(.notANumber), on: Self.game).isEmpty))
  }
}
