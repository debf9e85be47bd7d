import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("CachedGame")
struct CachedGameTests {
  @Test("asks for a coalition once, within a batch and between batches")
  func once() async throws {
    let metered = MeteredGame(AdditiveGame(amounts: [1, 2, 4]))
    let cached = CachedGame(metered)
    let pair = Coalition([0, 2])
    #expect(try await cached.worths(of: [pair, .empty, pair]) == [5, 0, 5])
    #expect(metered.evaluations == 2)
    #expect(try await cached.worths(of: [.grand(3), pair]) == [7, 5])
    #expect(metered.evaluations == 3)
    #expect(cached.evaluations == 3)
    #expect(try await cached.worths(of: [pair, .empty]) == [5, 0])
    #expect(metered.evaluations == 3)
    #expect(cached.playerCount == 3)
  }

  @Test("what fails is not remembered")
  func failure() async throws {
    let cached = CachedGame(Unready())
    await #expect(throws: Unready.Failure.self) { _ = try await cached.worths(of: [.empty]) }
    #expect(cached.evaluations == 0)
  }

  @Test("two methods that ask for the same pay once")
  func method() async throws {
    let metered = MeteredGame(MajorityGame(players: 4))
    let cached = CachedGame(metered)
    for _ in 0..<2 {
      let result = try await Shapley().attribute(cached, using: RandomStream(seed: 1))
      #expect(result.evaluations == 16)
    }
    #expect(metered.evaluations == 16)
  }

  private struct Unready: CoalitionGame {
    struct Failure: Error {}
    let playerCount = 2
    func worths(of coalitions: [Coalition]) async throws -> [Double] { throw Failure() }
  }
}
