import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("PermutationShapley")
struct PermutationShapleyTests {
  @Test("divides all there is along every order, and pays n − 1 evaluations for it")
  func byHand() async throws {
    let game = ReferenceGames.gtg
    var method = PermutationShapley()
    method.budget = 7
    let result = try await method.attribute(game, using: RandomStream(seed: 0))
    #expect(result.evaluations == 6)  // nobody, everybody, and two orders of two prefixes
    #expect(result.values.reduce(0, +) == 100)
    // Means of two orders' credits, which are whole numbers.
    #expect(result.values.allSatisfy { ($0 * 2).rounded() == $0 * 2 })
  }

  @Test("many orders come to the value of the definition, with the spread of orders as error")
  func spread() async throws {
    var method = PermutationShapley()
    method.budget = 40_002
    let game = ReferenceGames.glove
    let result = try await method.attribute(game, using: RandomStream(seed: 0))
    // The right glove is credited with 1 in two orders of three: variance 2/9 over 20,000 orders.
    let error = (2.0 / 9 / 20_000).squareRoot()
    #expect(abs(result.errors[2] / error - 1) < 0.02)
    #expect(abs(result.values[2] - 2.0 / 3) < 4 * error)
  }
}
