import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("OwenSampling")
struct OwenSamplingTests {
  @Test("is exact where players act alone, for a border and 2 (n + 1) evaluations a draw")
  func additive() async throws {
    let game = AdditiveGame(amounts: [1, -2, 0, 0.5, 4, 3, 7])
    let metered = MeteredGame(game)
    let result = try await Estimators.attribution(OwenSampling(), metered, budget: 1, seed: 3)
    #expect(result.evaluations <= 16 + 2 * 16 && metered.evaluations == result.evaluations)
    #expect(zip(result.values, game.amounts).allSatisfy { abs($0 - $1) < 1e-14 })
  }
}
