import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("GTGShapley")
struct GTGShapleyTests {
  @Test("has the published defaults")
  func defaults() {
    let method = GTGShapley()
    #expect(method.betweenTolerance == 0.01 && method.withinTolerance == 0.001)
    #expect(method.minimumWalks == 30 && method.window == 10 && method.convergence == 0.05)
  }

  @Test("a round that gains next to nothing costs two evaluations and gives everybody 0")
  func leftOut() async throws {
    let game = SizeGame(worths: [0.9, 0.2, 0.3, 0.4, 0.909])
    let result = try await Estimators.attribution(GTGShapley(), game, budget: 500, seed: 1)
    #expect(result.values == [0, 0, 0, 0])
    #expect(result.evaluations == 2)
  }

  @Test("players lead in turn, so that what each is worth alone is in every estimate")
  func guided() async throws {
    // Nothing but the first player counts: credits are what a player is worth alone.
    let game = TableGame(
      worths: (0..<16).map { $0 == 0 ? 0 : 1 }, shapleyValues: Array(repeating: 0.25, count: 4))
    let result = try await Estimators.attribution(GTGShapley(), game, budget: 500, seed: 1)
    #expect(result.values == [0.25, 0.25, 0.25, 0.25])
    #expect(result.standardErrors == [nil, nil, nil, nil])
    // Everybody, nobody and four players alone; all later walks are known.
    #expect(result.evaluations == 6)
  }

  @Test("what a cut walk assumes is not taken for a worth")
  func noPoison() async throws {
    // Cut after player 0, whose walks say nothing of {0, 1}. Once every coalition would be known, values
    // are those of the definition.
    var method = GTGShapley()
    method.convergence = 0
    let game = TableGame(
      worths: [0, 1, 0.2, 0.6, 0.2, 0.9, 0.5, 1], shapleyValues: [0, 0, 0])
    let result = try await Estimators.attribution(method, game, budget: 3000, seed: 1)
    for (value, truth) in zip(result.values, naiveValues(of: game, by: .shapley)) {
      #expect(abs(value - truth) < 1e-12)
    }
    #expect(result.isExact && result.evaluations == 8)
  }

  @Test("ends when the means have stopped moving, and not before 30 walks")
  func settled() async throws {
    let game = FederatedGame(players: 10, using: RandomStream(seed: 1))
    var estimate = try Estimate(by: GTGShapley(), players: 10, using: RandomStream(seed: 2))
    try await estimate.run(game, budget: 1000)
    #expect(estimate.end == .settled)
    #expect(estimate.draws >= 30)
    #expect(estimate.draws % 10 == 0)
  }

  @Test("a walk that is asked again costs nothing")
  func remembered() async throws {
    let metered = MeteredGame(FederatedGame(players: 4, using: RandomStream(seed: 1)))
    let result = try await Estimators.attribution(GTGShapley(), metered, budget: 1000, seed: 2)
    #expect(metered.evaluations <= 16)
    #expect(result.evaluations == metered.evaluations)
  }

  @Test("settings out of range are refused")
  func settings() {
    var method = GTGShapley()
    method.withinTolerance = -1
    var error = #expect(throws: InvalidSetting.self) { try method.validate() }
    #expect(error?.description == "`withinTolerance` is -1.0, but must be 0 or more")
    method.withinTolerance = 0
    method.window = 0
    error = #expect(throws: InvalidSetting.self) { try method.validate() }
    #expect(error?.description == "`window` is 0, but must be at least 1")
  }
}
