import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("KernelSHAP and LeverageSHAP")
struct KernelSHAPTests {
  static let methods: [any Estimator] = [KernelSHAP(), LeverageSHAP()]

  @Test("are exact where players act alone and in pairs, whose parts cancel", arguments: [0, 1])
  func pairs(index: Int) async throws {
    let game = SquareGame(amounts: [1, -0.5, 2, 0, 3, -1, 0.25])
    let result = try await Estimators.attribution(Self.methods[index], game, budget: 1, seed: 3)
    for (value, truth) in zip(result.values, game.shapleyValues) {
      #expect(abs(value - truth) < 1e-11)
    }
    // Nothing is left to tell an error by.
    #expect(result.standardErrors == [Double?](repeating: nil, count: 7))
  }

  @Test("two players need no draw to be told apart more than once")
  func two() async throws {
    let result = try await Estimators.attribution(
      KernelSHAP(), ReferenceGames.space, budget: 1, seed: 3)
    #expect(abs(result.values[0] - 0.55) < 1e-12 && abs(result.values[1] - 0.35) < 1e-12)
  }
}
