import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("GroupTesting")
struct GroupTestingTests {
  @Test("of two players, a draw tells the difference by its sign")
  func two() async throws {
    // Z = 2 and size 1: credits are the half of the gain plus or minus the worth of who was drawn.
    var method = GroupTesting()
    method.budget = 2002
    let result = try await method.attribute(ReferenceGames.space, using: RandomStream(seed: 1))
    #expect(result.evaluations == 2002)
    #expect(abs(result.values.reduce(0, +) - 0.9) < 1e-12)
    // Draws are 0.45 + 0.8 and 0.45 − 0.6 with chance ½ each: deviation 0.7.
    #expect(abs(result.errors[0] - 0.7 / 2000.0.squareRoot()) < 1e-4)
    #expect(abs(result.values[0] - 0.55) < 4 * result.errors[0])
  }
}
