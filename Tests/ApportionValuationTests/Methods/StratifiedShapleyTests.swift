import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("StratifiedShapley")
struct StratifiedShapleyTests {
  @Test("draws where contributions vary, and needs no more than two where they do not")
  func allocation() async throws {
    // Players 0 and 1 share something that takes both; the others add up.
    let game = QuadraticGame(
      amounts: [0, 0, 1, 2, 3, 4, 5, 6, 7, 8],
      pairs: (0..<10).map { i in (0..<10).map { i + $0 == 1 ? 8 : 0 } })
    let method = StratifiedShapley()
    let pilot = method.minimumBudget(forPlayers: 10)
    #expect(pilot == 22 + 4 * 80)
    func result(_ budget: Int) async throws -> Attribution {
      try await Estimators.attribution(method, game, budget: budget, seed: 1)
    }
    let (first, last) = (try await result(pilot), try await result(1022))
    #expect(last.values[2...] == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(abs(last.values[0] - 4) < 4 * last.errors[0])
    // 340 draws more on 16 strata that vary and 64 that do not: alike, they would come to 6 each and an
    // error of 0.6 of the first.
    #expect(last.errors[0] < 0.45 * first.errors[0])
  }
}
