import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("ComplementaryContributions")
struct ComplementaryContributionsTests {
  @Test("takes every player alone, and is exact where that is all that differs")
  func jump() async throws {
    let game = SizeGame(worths: [0, 10, 11, 11.5, 11.75, 12])
    let result = try await Estimators.attribution(
      ComplementaryContributions(), game, budget: 1, seed: 1)
    for (value, error) in zip(result.values, result.errors) {
      #expect(abs(value - 2.4) < 1e-12 && error < 1e-12)
    }
    // Two orders: five cuts of size 1 and three of size 2, both sides of each, nobody and everybody.
    #expect(result.evaluations == 2 + 2 * 2 * (5 + 3))
  }
}
