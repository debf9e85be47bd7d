import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("PermutationShapley")
struct PermutationShapleyTests {
  @Test("divides all there is along every order, and pays at most n − 1 evaluations for it")
  func byHand() async throws {
    let game = ReferenceGames.gtg
    var method = PermutationShapley()
    method.budget = 7
    let result = try await method.attribute(game, using: RandomStream(seed: 0))
    #expect(result.evaluations <= 6)  // empty, grand, and two orders of two prefixes
    #expect(abs(result.values.reduce(0, +) - 100) < 1e-12)
    #expect(result.guarantees == .efficiency)
  }

  @Test("many orders come to the value of the definition, with the spread of orders as error")
  func spread() async throws {
    var method = PermutationShapley()
    method.budget = 2 + 1260 * 13
    let game = UnanimityGame(players: 14, needed: [0, 1])
    let result = try await method.attribute(game, using: RandomStream(seed: 0))
    // In the 13/14 of the orders that player 0 does not lead, it comes after player 1 with chance 7/13.
    let error = 13.0 / 14 * (7.0 / 13 * 6 / 13 / (1260 * 13.0 / 14)).squareRoot()
    #expect(abs(result.errors[0] / error - 1) < 0.05)
    #expect(abs(result.values[0] - 0.5) < 4 * error)
  }

  @Test(
    "once all have led, a player who adds nothing gets nothing; before, the jump is divided equally"
  )
  func leaders() async throws {
    var method = PermutationShapley()
    let game = UnanimityGame(players: 6, needed: [1, 3])
    method.budget = 2 + 6 * 5
    let whole = try await method.attribute(game, using: RandomStream(seed: 3))
    #expect(whole.guarantees == [.efficiency, .nullPlayer])
    #expect([0, 2, 4, 5].allSatisfy { abs(whole.values[$0]) < 1e-15 })
    let jump = SizeGame(worths: [0] + Array(repeating: 1024, count: 6))
    for budget in [12, 27, 32, 47] {
      method.budget = budget
      let plain = try await method.attribute(game, using: RandomStream(seed: 3))
      let raised = try await method.attribute(
        CombinedGame(game, 1, jump, 1), using: RandomStream(seed: 3))
      for player in 0..<6 {
        #expect(abs(raised.values[player] - plain.values[player] - 1024.0 / 6) < 1e-10)
      }
    }
  }
}
