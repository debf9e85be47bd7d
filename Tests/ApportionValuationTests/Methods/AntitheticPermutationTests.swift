import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("AntitheticPermutation")
struct AntitheticPermutationTests {
  @Test("is exact where players act alone and in pairs")
  func pairs() async throws {
    let game = SquareGame(amounts: [1, -0.5, 2, 0, 3])
    let result = try await Estimators.attribution(
      AntitheticPermutation(), game, budget: 1, seed: 3)
    #expect(result.evaluations <= 2 + 2 * 8)
    for (value, truth) in zip(result.values, game.shapleyValues) {
      #expect(abs(value - truth) < 1e-12)
    }
  }
}
