import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("OwenSampling")
struct OwenSamplingTests {
  @Test("is exact where players act alone, for 2 (n + 1) evaluations a draw")
  func additive() async throws {
    let game = AdditiveGame(amounts: [1, -2, 0, 0.5])
    let result = try await Estimators.attribution(OwenSampling(), game, budget: 1, seed: 3)
    #expect(result.evaluations == 20)
    #expect(result.values == [1, -2, 0, 0.5])
  }

  @Test("the antithetic half cancels pairs as q and 1 − q do")
  func antithetic() async throws {
    // With one other player, who is there with S or with its complement, half the pair is certain.
    let game = SquareGame(amounts: [1, 2])
    let result = try await Estimators.attribution(OwenSampling(), game, budget: 1, seed: 3)
    #expect(result.values == game.shapleyValues)
    #expect(result.standardErrors == [0, 0])
  }
}
