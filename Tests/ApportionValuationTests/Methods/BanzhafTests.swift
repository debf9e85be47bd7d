import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Banzhaf")
struct BanzhafTests {
  @Test("is the slope of the worths on who takes part, over all coalitions")
  func regression() async throws {
    let game = ReferenceGames.worked
    let values = try await Banzhaf().attribute(game, using: RandomStream(seed: 0)).values
    for player in 0..<3 {
      let (with, without) = (0..<8).reduce(into: (0.0, 0.0)) { sums, set in
        if set & (1 << player) == 0 {
          sums.1 += game.worths[set] / 4
        } else {
          sums.0 += game.worths[set] / 4
        }
      }
      #expect(abs(values[player] - (with - without)) < 1e-13)
    }
  }

  @Test("goes up to twenty players where it may")
  func many() async throws {
    var method = Banzhaf()
    let game = UnanimityGame(players: 17, needed: [0, 5, 11])
    let error = await #expect(throws: ValuationError.self) {
      _ = try await method.attribute(game, using: RandomStream(seed: 0))
    }
    #expect(
      error?.description == """
        banzhaf: 17 players would need 2^17 evaluations, and the limit is 16 players; use \
        a method that samples, such as bordered-regression, lower `participation.fraction`, or \
        raise `maximum_players`
        """)
    method.maximumPlayers = 20
    let result = try await method.attribute(game, using: RandomStream(seed: 0))
    #expect(result.evaluations == 1 << 17)
    for player in 0..<17 {
      let truth = [0, 5, 11].contains(player) ? 0.25 : 0
      // Sums of 65 536 terms.
      #expect(abs(result.values[player] - truth) < 1e-12)
    }
    method.maximumPlayers = 31
    let refusal = #expect(throws: InvalidSetting.self) { try method.validate() }
    #expect(refusal?.description == "`maximumPlayers` is 31, but must be from 1 to 30")
  }
}
