import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("TruncatedMonteCarlo")
struct TruncatedMonteCarloTests {
  private static func method(tolerance: Double) -> TruncatedMonteCarlo {
    var method = TruncatedMonteCarlo()
    method.tolerance = tolerance
    return method
  }

  @Test("without tolerance it is plain permutation sampling, to the bit")
  func plain() async throws {
    let game = FederatedGame(players: 10, using: RandomStream(seed: 1))
    let cut = try await Estimators.attribution(
      Self.method(tolerance: 0), game, budget: 500, seed: 2)
    let plain = try await Estimators.attribution(PermutationShapley(), game, budget: 500, seed: 2)
    #expect(cut == plain)
  }

  @Test("stops a walk where no more than the tolerance is missing, and pays for what it asked")
  func cut() async throws {
    // All is gained when six of eleven are there: four more questions of each walk are saved.
    let metered = MeteredGame(MajorityGame(players: 11))
    var estimate = try Estimate(
      by: Self.method(tolerance: 0.01), players: 11, using: RandomStream(seed: 2))
    try await estimate.run(metered, budget: 1000)
    #expect(estimate.draws > 998 / 7)
    #expect(estimate.evaluations == metered.evaluations)
    #expect(abs(try estimate.attribution().values.reduce(0, +) - 1) < 1e-12)
  }

  @Test("loses no more than the tolerance of the gain")
  func loss() async throws {
    let game = MeanGame(amounts: (1...10).map { 20 + Double($0) / 10 })
    let result = try await Estimators.attribution(
      Self.method(tolerance: 0.02), game, budget: 600, seed: 2)
    let gain = game.worth(of: .grand(10))
    let lost = gain - result.values.reduce(0, +)
    #expect(abs(lost) <= 0.02 * gain)
    #expect(lost != 0)
    #expect(result.guarantees == .nullPlayer)
  }

  @Test("loses nothing where the budget covers all coalitions")
  func covered() async throws {
    let game = MeanGame(amounts: (1...6).map { 20 + Double($0) / 10 })
    let result = try await Estimators.attribution(
      Self.method(tolerance: 0.02), game, budget: 64, seed: 2)
    #expect(zip(result.values, game.shapleyValues).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(result.isExact)
  }

  @Test("a tolerance is 0 or more", arguments: [-0.1, .infinity])
  func setting(tolerance: Double) {
    let error = #expect(throws: InvalidSetting.self) {
      try Self.method(tolerance: tolerance).validate()
    }
    #expect(error?.description == "`tolerance` is \(tolerance), but must be 0 or more")
  }
}
