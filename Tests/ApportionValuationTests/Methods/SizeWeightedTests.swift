import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("SizeWeighted")
struct SizeWeightedTests {
  @Test("is Shapley, the individual value and leave-one-out by the sizes that count")
  func sizes() async throws {
    let cases: [([Double], [Double])] = [
      ([], [35, 35, 30]), ([7, 7, 7], [35, 35, 30]), ([1, 0, 0], [50, 50, 10]),
      ([0, 0, 3], [10, 10, 40]),
    ]
    for (sizes, expected) in cases {
      let values = try await SizeWeighted(sizes: sizes).attribute(
        ReferenceGames.gtg, using: RandomStream(seed: 0)
      ).values
      for (value, truth) in zip(values, expected) { #expect(abs(value - truth) < 1e-12) }
    }
  }

  @Test("is near its definition, with the axioms it declares")
  func laws() async throws {
    let method = SizeWeighted(sizes: [1, 0.5, 0, 2, 7])
    for game in ReferenceGames.all where game.playerCount == 5 {
      #expect(try await MethodLaws.violations(of: method, on: game, seed: 1) == [])
    }
  }

  @Test("sizes are as many as players")
  func count() async {
    let error = await #expect(throws: ValuationError.self) {
      _ = try await SizeWeighted(sizes: [1, 2]).attribute(
        ReferenceGames.gtg, using: RandomStream(seed: 0))
    }
    #expect(
      error?.description == """
        size-weighted: `sizes` has 2 numbers, but the game has 3 players; give one number for each \
        size of coalition that a player can join, 0 to 2
        """)
  }

  @Test("sizes are weights")
  func range() {
    let error = #expect(throws: InvalidSetting.self) {
      try SizeWeighted(sizes: [1, -1]).validate()
    }
    #expect(
      error?.description
        == "`sizes` is [1.0, -1.0], but must be at least 0 each, and not all 0, with a finite sum")
  }
}
