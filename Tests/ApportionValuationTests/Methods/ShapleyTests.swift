import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Shapley")
struct ShapleyTests {
  @Test("gives the published values of published tables")
  func published() async throws {
    for game in [ReferenceGames.gtg, ReferenceGames.worked, ReferenceGames.space] {
      let values = try await Shapley().attribute(game, using: RandomStream(seed: 0)).values
      for (value, truth) in zip(values, game.shapleyValues) {
        // Rounding of eight terms of size 100.
        #expect(abs(value - truth) < 1e-12)
      }
    }
  }

  @Test("stays exact where factorials would not fit a whole number")
  func manyPlayers() async throws {
    // 16! is above 2⁴⁴, and the weights span four orders of magnitude.
    let game = AirportGame(costs: (1...16).map { Double($0 * $0) })
    let result = try await Shapley().attribute(game, using: RandomStream(seed: 0))
    #expect(result.evaluations == 65536)
    for (value, truth) in zip(result.values, game.shapleyValues) {
      // Sums of 32 768 terms in Double.
      #expect(abs(value - truth) < 1e-9)
    }
  }

  @Test("says what is exact, and asks nothing of chance")
  func exactness() async throws {
    let game = AirportGame(costs: [1, 2, 5])
    let results = [
      try await Shapley().attribute(game, using: RandomStream(seed: 0)),
      try await Shapley().attribute(game, using: RandomStream(seed: 1)),
    ]
    #expect(results[0] == results[1])
    #expect(results[0].standardErrors == [0, 0, 0])
    #expect(results[0].guarantees == [.efficiency, .symmetry, .nullPlayer, .linearity])
  }

  @Test("refuses more players than its limit, with what to do")
  func limit() async throws {
    var method = Shapley()
    let error = await #expect(throws: ValuationError.self) {
      _ = try await method.attribute(MajorityGame(players: 17), using: RandomStream(seed: 0))
    }
    #expect(
      error?.description == """
        shapley: 17 players would need 2^17 evaluations, and the limit is 16 players; use \
        a method that samples, such as bordered-regression, lower `participation.fraction`, or \
        raise `maximum_players`
        """)
    method.maximumPlayers = 3
    await #expect(
      throws: ValuationError.tooManyPlayers(method: "shapley", players: 4, limit: 3)
    ) {
      _ = try await method.attribute(MajorityGame(players: 4), using: RandomStream(seed: 0))
    }
    let result = try await method.attribute(MajorityGame(players: 3), using: RandomStream(seed: 0))
    #expect(result.evaluations == 8)
  }

  @Test("a limit must be from 1 to 30", arguments: [0, -1, 31])
  func limits(players: Int) throws {
    var method = Shapley()
    method.maximumPlayers = players
    let error = #expect(throws: InvalidSetting.self) { try method.validate() }
    #expect(error?.description == "`maximumPlayers` is \(players), but must be from 1 to 30")
    for players in [1, 30] {
      method.maximumPlayers = players
      try method.validate()
    }
  }
}
