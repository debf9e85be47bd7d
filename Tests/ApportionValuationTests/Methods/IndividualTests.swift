import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Individual")
struct IndividualTests {
  @Test("is what a player adds to nobody, for one evaluation more than there are players")
  func byHand() async throws {
    let game = TableGame(worths: [10, 40, 60, 70], shapleyValues: [20, 40])
    let result = try await Individual().attribute(game, using: RandomStream(seed: 0))
    #expect(result.values == [30, 50])
    #expect(result.evaluations == 3)
    #expect(result.guarantees == [.symmetry, .nullPlayer, .linearity])
  }

  @Test("goes up to as many players as a coalition can hold")
  func manyPlayers() async throws {
    let amounts = (0..<1024).map(Double.init)
    let result = try await Individual().attribute(
      AdditiveGame(amounts: amounts), using: RandomStream(seed: 0))
    #expect(result.values == amounts)
    #expect(result.evaluations == 1025)
  }
}
