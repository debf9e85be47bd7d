import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("LeaveOneOut")
struct LeaveOneOutTests {
  @Test("is what the others lose, for one evaluation more than there are players")
  func byHand() async throws {
    let result = try await LeaveOneOut().attribute(
      ReferenceGames.worked, using: RandomStream(seed: 0))
    #expect(result.values == [5, 15, 20])
    #expect(result.evaluations == 4)
    #expect(result.guarantees == [.symmetry, .nullPlayer, .linearity])
  }

  @Test("goes up to as many players as a coalition can hold")
  func manyPlayers() async throws {
    let amounts = (0..<1024).map(Double.init)
    let result = try await LeaveOneOut().attribute(
      AdditiveGame(amounts: amounts), using: RandomStream(seed: 0))
    #expect(result.values == amounts)
    #expect(result.evaluations == 1025)
  }
}
