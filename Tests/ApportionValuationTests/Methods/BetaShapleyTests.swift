import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("BetaShapley")
struct BetaShapleyTests {
  @Test("with α = β = 1 is the Shapley value")
  func uniform() async throws {
    let values = try await BetaShapley(alpha: 1, beta: 1).attribute(
      ReferenceGames.gtg, using: RandomStream(seed: 0)
    ).values
    for (value, truth) in zip(values, [35.0, 35, 30]) { #expect(abs(value - truth) < 1e-12) }
  }

  @Test("goes to the individual value with α, to leave-one-out with β")
  func ends() async throws {
    let game = ReferenceGames.gtg
    for (alpha, beta, ends) in [(1e9, 1.0, [50.0, 50, 10]), (1, 1e9, [10.0, 10, 40])] {
      let values = try await BetaShapley(alpha: alpha, beta: beta).attribute(
        game, using: RandomStream(seed: 0)
      ).values
      for (value, truth) in zip(values, ends) { #expect(abs(value - truth) < 1e-6) }
    }
  }

  @Test("α and β are above 0", arguments: [0, -1, Double.nan])
  func range(parameter: Double) {
    let error = #expect(throws: InvalidSetting.self) {
      try BetaShapley(alpha: 1, beta: parameter).validate()
    }
    #expect(
      error?.description == "`beta` is \(parameter.shown), but must be above 0 and finite")
  }
}
