import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

/// A game of some reference games at once, each with its weight.
private struct MixedGame: DividedGame {
  let games: [any ReferenceGame]
  let weights: [Double]

  var playerCount: Int { games[0].playerCount }

  func worths(of coalitions: [Coalition]) async throws -> [Double] {
    coalitions.map { coalition in
      zip(games, weights).reduce(0) { $0 + $1.1 * $1.0.worth(of: coalition) }
    }
  }

  func tables(ofParts parts: Range<Int>) async throws -> [CoalitionTable] {
    games[parts].map { game in
      CoalitionTable(
        worths: (0..<1 << playerCount).map { game.worth(of: Coalition(index: $0)) })
    }
  }
}

@Suite("DividedAttribution")
struct DividedAttributionTests {
  @Test("each part has its own values, which together are those of the whole")
  func linear() async throws {
    let (airport, mean) = (AirportGame(costs: [1, 2, 5]), MeanGame(amounts: [3, 0, 1]))
    let game = MixedGame(games: [airport, mean], weights: [0.25, 0.75])
    let stream = RandomStream(seed: 0)
    let parts = try await Shapley().attributeParts(of: game, using: stream)
    for (row, truth) in zip(parts.values, [airport.shapleyValues, mean.shapleyValues]) {
      for (value, own) in zip(row, truth) { #expect(abs(value - own) < 1e-14) }
    }
    let whole = try await Shapley().attribute(game, using: stream).values
    for (sum, value) in zip(parts.total, whole) { #expect(abs(sum - value) < 1e-14) }
  }

  @Test("standard errors by hand")
  func byHand() {
    let equal = DividedAttribution(
      weights: [0.25, 0.25, 0.25, 0.25], values: [[1], [2], [3], [6]])
    #expect(equal.total == [3])
    // Squared distances 4, 1, 0 and 9 over 3, and their mean over 4.
    #expect(equal.standardErrors == [(14.0 / 3 / 4).squareRoot()])
    #expect(DividedAttribution(weights: [1], values: [[1, 2]]).standardErrors == nil)
  }

  @Test("a method that is not linear is refused")
  func notLinear() async {
    let game = MixedGame(games: [AirportGame(costs: [1, 2])], weights: [1])
    let error = await #expect(throws: ValuationError.self) {
      _ = try await LeastCore().attributeParts(of: game, using: RandomStream(seed: 0))
    }
    #expect(
      error?.description == """
        least-core: its values for the parts of a game do not add up to its values for the whole \
        game; use a linear method, such as shapley
        """)
  }
}
