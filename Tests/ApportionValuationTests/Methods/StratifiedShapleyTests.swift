import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Synchronization
import Testing

@Suite("StratifiedShapley")
struct StratifiedShapleyTests {
  @Test("draws where contributions vary, and needs no more than two where they do not")
  func allocation() async throws {
    // Players 0 and 1 share something that takes both; the others add up.
    let game = QuadraticGame(
      amounts: [0, 0, 1, 2, 3, 4],
      pairs: (0..<6).map { i in (0..<6).map { i + $0 == 1 ? 8 : 0 } })
    let method = StratifiedShapley()
    var estimate = try Estimate(by: method, players: 6, using: RandomStream(seed: 1))
    let pilot = method.minimumBudget(forPlayers: 6)
    #expect(pilot == 14 + 4 * 24)
    let counted = TouchCounter(game)
    try await estimate.run(counted, budget: pilot + 1200)
    // Each of the 600 later draws is a pair of coalitions that differ in 0 or in 1 (two draws of one
    // stratum say little of its spread, so that some go elsewhere).
    #expect(counted.pairs(differingIn: [0, 1]) > 350)
    let result = try estimate.attribution()
    #expect(result.values[2...] == [1, 2, 3, 4])
    #expect(abs(result.values[0] - 4) < 4 * result.errors[0])
  }
}

/// Counts the neighbouring coalitions of batches by the player they differ in.
private final class TouchCounter<Base: CoalitionGame>: CoalitionGame {
  private let base: Base
  private let counts = Mutex([Int: Int]())
  init(_ base: Base) { self.base = base }

  var playerCount: Int { base.playerCount }

  func pairs(differingIn players: [Int]) -> Int {
    counts.withLock { counts in players.reduce(0) { $0 + counts[$1, default: 0] } }
  }

  func values(of coalitions: [Coalition]) async throws -> [Double] {
    for place in stride(from: 0, to: coalitions.count - 1, by: 2) {
      let joined = coalitions[place + 1].subtracting(coalitions[place]).members
      if joined.count == 1 { counts.withLock { $0[joined[0], default: 0] += 1 } }
    }
    return try await base.values(of: coalitions)
  }
}
