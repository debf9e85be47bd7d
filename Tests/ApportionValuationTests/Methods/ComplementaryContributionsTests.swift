import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("ComplementaryContributions")
struct ComplementaryContributionsTests {
  @Test("takes every player alone, and is exact where that is all that differs")
  func jump() async throws {
    let game = SizeGame(worths: [0, 10, 11, 11.5, 11.75, 12, 12.25])
    let result = try await Estimators.attribution(
      ComplementaryContributions(), game, budget: 1, seed: 1)
    #expect(result.values.allSatisfy { abs($0 - 12.25 / 6) < 1e-12 })
    #expect(result.standardErrors == [Double?](repeating: nil, count: 6))
    // Two orders: six cuts of size 1, three of size 2 and one of size 3, both sides of each, nobody and
    // everybody; cuts of one player are the same in both.
    #expect(result.evaluations <= 2 + 2 * 6 + 2 * 2 * (3 + 1))
  }
}
