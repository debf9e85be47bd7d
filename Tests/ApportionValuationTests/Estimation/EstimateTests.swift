import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Foundation
import Synchronization
import Testing

@Suite("Estimate")
struct EstimateTests {
  static let game = FederatedGame(players: 7, using: RandomStream(seed: 5))
  /// 1,024 coalitions, which no budget of these tests covers.
  static let large = FederatedGame(players: 10, using: RandomStream(seed: 5))

  @Test(
    "two runs, written down between them, give the bits of one", arguments: Estimators.all.indices)
  func continued(index: Int) async throws {
    func check<Method: Estimator>(_ method: Method) async throws {
      let stream = RandomStream(seed: 3)
      var whole = try Estimate(by: method, players: 10, using: stream)
      try await whole.run(Self.large, budget: 1000)
      var parts = try Estimate(by: method, players: 10, using: stream)
      for budget in [600, 601, 800, 1000] {
        try await parts.run(Self.large, budget: budget)
        parts = try JSONDecoder().decode(
          Estimate<Method>.self, from: try JSONEncoder().encode(parts))
      }
      #expect(try parts.attribution() == whole.attribution())
      #expect(parts.end == whole.end)
      #expect(parts.draws == whole.draws)
    }
    try await check(Estimators.unbiased[index])
  }

  @Test("draws do not depend on a stopping rule", arguments: Estimators.all.indices)
  func rules(index: Int) async throws {
    func check<Method: Estimator>(_ method: Method) async throws {
      var hasty = method
      hasty.stopping.standardError = 1e-12
      hasty.stopping.rankConfidence = 0.999_999
      let results = [
        try await Estimators.attribution(method, Self.game, budget: 100, seed: 2),
        try await Estimators.attribution(hasty, Self.game, budget: 100, seed: 2),
      ]
      #expect(results[0] == results[1])
    }
    // Less than all coalitions, which would make some of them exact.
    try await check(Estimators.unbiased[index])
  }

  @Test(
    "no budget is overdrawn, and what is spent is what the game was asked for",
    arguments: Estimators.all.indices, [600, 601, 613, 1000])
  func honest(index: Int, budget: Int) async throws {
    let metered = MeteredGame(Self.large)
    let result = try await Estimators.attribution(
      Estimators.all[index], metered, budget: budget, seed: 1)
    #expect(result.evaluations == metered.evaluations)
    #expect(result.evaluations <= budget)
  }

  @Test(
    "spends what it may, but for coalitions that it has met before",
    arguments: Estimators.unbiased.indices)
  func spends(index: Int) async throws {
    let method = Estimators.unbiased[index]
    let game = FederatedGame(players: 20, using: RandomStream(seed: 5))
    let budget = max(1000, method.minimumBudget(forPlayers: 20))
    let result = try await Estimators.attribution(method, game, budget: budget, seed: 1)
    #expect(result.evaluations > budget / 2)
  }

  @Test(
    "a budget that covers all coalitions makes every estimator exact",
    arguments: Estimators.unbiased.indices, [128, 129, 1000])
  func covered(index: Int, budget: Int) async throws {
    func check<Method: Estimator>(_ method: Method) async throws {
      let target = try #require(method.target)
      let metered = MeteredGame(Self.game)
      var estimate = try Estimate(by: method, players: 7, using: RandomStream(seed: 1))
      try await estimate.run(metered, budget: budget)
      let result = try estimate.attribution()
      let truth = try await CoalitionTable(of: Self.game).values(by: target)
      #expect(zip(result.values, truth).allSatisfy { abs($0 - $1) < 1e-14 })
      #expect(result.isExact && estimate.end == .exhausted)
      #expect(result.evaluations == 128 && metered.evaluations == 128)
      #expect(result.guarantees == target.guarantees.union(method.guarantees))
      #expect(method.evaluations(forPlayers: 7) == 128)
      // Running again asks for nothing more.
      try await estimate.run(metered, budget: 2 * budget)
      #expect(metered.evaluations == 128)
    }
    try await check(Estimators.unbiased[index])
  }

  @Test("what was drawn before is not paid for again where all coalitions are asked for")
  func completed() async throws {
    let metered = MeteredGame(Self.game)
    var estimate = try Estimate(
      by: PermutationShapley(), players: 7, using: RandomStream(seed: 1))
    try await estimate.run(metered, budget: 100)
    #expect(!(try estimate.attribution().isExact))
    #expect(metered.evaluations == estimate.evaluations)
    try await estimate.run(metered, budget: 128)
    #expect(metered.evaluations == 128)
    var whole = try Estimate(by: PermutationShapley(), players: 7, using: RandomStream(seed: 1))
    try await whole.run(Self.game, budget: 128)
    #expect(estimate == whole)
  }

  @Test(
    "the Shapley value of a table comes out whatever estimates it, and without error",
    arguments: Estimators.all.indices)
  func small(index: Int) async throws {
    let table = CoalitionTable(worths: [0, 20, 30, 80, 40, 70, 80, 134])
    guard let target = Estimators.all[index].target, target == .shapley else { return }
    for (budget, seed) in [(8, 0), (10, 0), (14, 1), (16, 2), (1000, 0)] as [(Int, UInt64)] {
      var method = Estimators.all[index]
      method.budget = budget
      let result = try await method.attribute(table, using: RandomStream(seed: seed))
      #expect(zip(result.values, [38.0, 48, 48]).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(result.standardErrors == [0, 0, 0])
      #expect(result.evaluations == 8)
    }
  }

  @Test("a player whose draws all agree has no error, rather than one of 0")
  func agreeing() async throws {
    // The last player adds nothing, and the others add the same wherever they come.
    let game = AdditiveGame(amounts: [1, 2, 3, 4, 5, 0])
    let result = try await Estimators.attribution(
      PermutationShapley(), game, budget: 40, seed: 1)
    #expect(zip(result.values, game.amounts).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(result.standardErrors == [Double?](repeating: nil, count: 6))
    #expect(result.interval(of: 0) == nil)
  }

  @Test("threads make no difference", arguments: Estimators.all.indices)
  func threads(index: Int) async throws {
    let results = [
      try await Estimators.attribution(Estimators.all[index], Self.large, budget: 600, seed: 9),
      try await Estimators.attribution(
        Estimators.all[index], ParallelGame(base: Self.large), budget: 600, seed: 9),
    ]
    #expect(results[0] == results[1])
  }

  @Test("another seed gives another answer", arguments: Estimators.all.indices)
  func seeds(index: Int) async throws {
    let method = Estimators.unbiased[index]
    let game = FederatedGame(players: 9, using: RandomStream(seed: 5))
    let results = [
      try await Estimators.attribution(method, game, budget: 300, seed: 1),
      try await Estimators.attribution(method, game, budget: 300, seed: 2),
    ]
    #expect(results[0].values != results[1].values)
  }

  @Test("a budget below the minimum is refused", arguments: Estimators.all.indices)
  func minimum(index: Int) async throws {
    func check<Method: Estimator>(_ method: Method) async throws {
      let minimum = method.minimumBudget(forPlayers: 10)
      var poor = method
      poor.budget = minimum - 1
      let error = await #expect(throws: EstimationError.self) {
        _ = try await poor.attribute(Self.large, using: RandomStream(seed: 1))
      }
      #expect(
        error?.description == """
          \(Method.id): `budget` is \(minimum - 1), but a game of 10 players needs at least \
          \(minimum) evaluations; raise `budget`
          """)
      // What guided walks cost depends on where they are cut: the minimum is the least of all. Owen's draws
      // can all be of nobody and everybody.
      guard !(method is GTGShapley), !(method is OwenSampling) else { return }
      poor.budget = minimum
      let metered = MeteredGame(Self.large)
      let result = try await poor.attribute(metered, using: RandomStream(seed: 1))
      #expect(metered.evaluations <= minimum)
      #expect(result.values.allSatisfy(\.isFinite) && result.standardErrors.allSatisfy { $0 != 0 })
    }
    try await check(Estimators.unbiased[index])
  }

  @Test("settings out of range are refused", arguments: Estimators.all.indices)
  func settings(index: Int) {
    func check<Method: Estimator>(_ method: Method) {
      var method = method
      method.budget = 0
      var error = #expect(throws: InvalidSetting.self) { try method.validate() }
      #expect(error?.description == "`budget` is 0, but must be at least 1")
      method.budget = 1
      method.stopping.standardError = -1
      error = #expect(throws: InvalidSetting.self) { try method.validate() }
      #expect(error?.description == "`stopping.standardError` is -1.0, but must be 0 or more")
      method.stopping.standardError = 0
      method.stopping.rankConfidence = 1
      error = #expect(throws: InvalidSetting.self) { try method.validate() }
      #expect(
        error?.description
          == "`stopping.rankConfidence` is 1.0, but must be 0 or more and below 1")
      method.stopping.rankConfidence = 0
      method.stopping.tie = .infinity
      error = #expect(throws: InvalidSetting.self) { try method.validate() }
      #expect(error?.description == "`stopping.tie` is inf, but must be 0 or more")
    }
    check(Estimators.all[index])
  }

  @Test("stops when every standard error is small enough, and not before")
  func standardError() async throws {
    var method = PermutationShapley()
    method.stopping.standardError = 0.01
    let game = FederatedGame(players: 14, using: RandomStream(seed: 5))
    var estimate = try Estimate(by: method, players: 14, using: RandomStream(seed: 4))
    try await estimate.run(game, budget: 100_000)
    #expect(estimate.end == .standardError)
    #expect(try estimate.attribution().errors.allSatisfy { $0 <= 0.01 })
    // A batch earlier it was not enough: the next smaller budgets end by budget.
    var shorter = try Estimate(by: method, players: 14, using: RandomStream(seed: 4))
    try await shorter.run(game, budget: 2 + 13 * estimate.draws - 1)
    #expect(shorter.end == .budget)
    // In two parts it stops at the same place.
    try await shorter.run(game, budget: 100_000)
    #expect(shorter == estimate)
  }

  @Test("stops when the order is certain, or neighbours are tied")
  func ranks() async throws {
    var method = BorderedRegression()
    method.stopping.rankConfidence = 0.95
    let game = FederatedGame(players: 12, using: RandomStream(seed: 1))
    var estimate = try Estimate(by: method, players: 12, using: RandomStream(seed: 4))
    try await estimate.run(game, budget: 4000)
    #expect(estimate.end == .ranks)
    let found = Ranking(of: try estimate.attribution(), confidence: 0.95)
    let truth = game.shapleyValues
    #expect(found.players == truth.indices.sorted { truth[$0] > truth[$1] })
    // Players who are alike are never apart; they are tied once that is known closely enough.
    let alike = SizeGame(worths: (0...11).map { 9 - 9 / Double(1 << $0) })
    var tied = PermutationShapley()
    tied.stopping.rankConfidence = 0.95
    var endless = try Estimate(by: tied, players: 11, using: RandomStream(seed: 4))
    try await endless.run(alike, budget: 2000)
    #expect(endless.end == .budget)
    tied.stopping.tie = 2
    var short = try Estimate(by: tied, players: 11, using: RandomStream(seed: 4))
    try await short.run(alike, budget: 2000)
    #expect(short.end == .ranks)
    #expect(short.evaluations < 1500)
  }

  @Test("stops when the caller has had enough")
  func caller() async throws {
    var estimate = try Estimate(
      by: PermutationShapley(), players: 14, using: RandomStream(seed: 4))
    var batches = 0
    let game = FederatedGame(players: 14, using: RandomStream(seed: 5))
    try await estimate.run(game, budget: 10_000) {
      batches += 1
      return batches <= 3
    }
    #expect(estimate.end == .caller)
    #expect(estimate.draws == 48)  // three batches of 16
  }

  @Test("asks for batches, not for one coalition after another", arguments: Estimators.all.indices)
  func batches(index: Int) async throws {
    let counted = BatchCounter(Self.large)
    let result = try await Estimators.attribution(
      Estimators.all[index], counted, budget: 1000, seed: 1)
    // Walks go a step at a time, all of a batch together.
    #expect(counted.calls <= max(60, result.evaluations / 4))
  }

  @Test("does not go on with another game")
  func otherGame() async throws {
    var estimate = try Estimate(by: KernelSHAP(), players: 7, using: RandomStream(seed: 4))
    let error = await #expect(throws: EstimationError.self) {
      try await estimate.run(MajorityGame(players: 5), budget: 100)
    }
    #expect(
      error?.description == """
        kernel-shap: the estimate was started on a game of 7 players and cannot be resumed on a \
        game of 5
        """)
  }

  @Test("says when too little is drawn to tell")
  func undetermined() throws {
    let estimate = try Estimate(by: KernelSHAP(), players: 7, using: RandomStream(seed: 4))
    let error = #expect(throws: EstimationError.self) { try estimate.attribution() }
    #expect(
      error?.description == """
        kernel-shap: the coalitions drawn in 0 evaluations do not determine the values of all 7 \
        players; raise `budget`
        """)
  }

  @Test("an interrupted run leaves what was learnt, and goes on")
  func interrupted() async throws {
    var estimate = try Estimate(
      by: BorderedRegression(), players: 7, using: RandomStream(seed: 4))
    try await estimate.run(Self.game, budget: 60)
    await #expect(throws: FailingGame.Failure.self) {
      try await estimate.run(FailingGame(playerCount: 7), budget: 100)
    }
    try await estimate.run(Self.game, budget: 100)
    var whole = try Estimate(by: BorderedRegression(), players: 7, using: RandomStream(seed: 4))
    try await whole.run(Self.game, budget: 100)
    #expect(estimate == whole)
  }
}

@Suite("Ranking")
struct RankingTests {
  @Test("tells neighbours apart by both their errors, and the whole order at once")
  func steps() {
    let attribution = Attribution(
      values: [1, 3, 1.5, 3.01], standardErrors: [0.1, 0.001, 0.05, 0.001], evaluations: 1,
      guarantees: [])
    // At 95 % and three comparisons the quantile is 2.394: 0.0048 for the first step, 0.36 for the
    // last, whose players are 0.5 apart.
    let ranking = Ranking(of: attribution, confidence: 0.95)
    #expect(ranking.players == [3, 1, 2, 0])
    #expect(ranking.steps == [.apart, .apart, .apart])
    #expect(Ranking(of: attribution, confidence: 0.999).steps == [.apart, .apart, .open])
    #expect(Ranking(of: attribution, confidence: 0.95, tie: 0.02).steps == [.tied, .apart, .apart])
    #expect(Ranking(of: attribution, confidence: 0.999, tie: 1.1).isCertain)
  }

  @Test("equal values without error are neither apart nor open when ties are allowed")
  func equal() {
    let attribution = Attribution(values: [1, 1], evaluations: 1, guarantees: [])
    #expect(Ranking(of: attribution, confidence: 0.95).steps == [.tied])
    #expect(Ranking(of: attribution, confidence: 0.95).players == [0, 1])
  }

  @Test("the interval of a value is the normal one")
  func interval() throws {
    let attribution = Attribution(
      values: [2], standardErrors: [0.5], evaluations: 1, guarantees: [])
    let interval = try #require(attribution.interval(of: 0))
    #expect(abs(interval.lower - (2 - 0.979_981_992_270)) < 1e-9)
    #expect(abs(interval.upper - (2 + 0.979_981_992_270)) < 1e-9)
    #expect(interval.level == 0.95)
  }
}

/// Answers each coalition of a batch in a task of its own.
private struct ParallelGame<Base: CoalitionGame>: CoalitionGame {
  let base: Base
  var playerCount: Int { base.playerCount }

  func worths(of coalitions: [Coalition]) async throws -> [Double] {
    let base = base
    return try await concurrentMap(coalitions.count, width: 4) { index in
      try await base.worths(of: [coalitions[index]])[0]
    }
  }
}

private final class BatchCounter<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let count = Mutex(0)
  init(_ base: Base) { self.base = base }

  var calls: Int { count.withLock { $0 } }
  var playerCount: Int { base.playerCount }

  func worths(of coalitions: [Coalition]) async throws -> [Double] {
    count.withLock { $0 += 1 }
    return try await base.worths(of: coalitions)
  }
}

private struct FailingGame: CoalitionGame {
  struct Failure: Error {}
  let playerCount: Int
  func worths(of coalitions: [Coalition]) async throws -> [Double] { throw Failure() }
}
