import ApportionPrimitives
import ApportionValuation
import Testing

@Suite("EqualSplit")
struct EqualSplitTests {
  @Test("has the rows that the paper prints, times 100")
  func table() {
    for (players, row) in [(3, [16.67, 2.15, 0.22]), (5, [13.33, 1.57, 0.16])] {
      for (alpha, printed) in zip([1.0, 10, 100], row) {
        let distance = EqualSplit.expectedSquaredDistance(players: players, concentration: alpha)
        // Printed to two places.
        #expect(abs(100 * distance - printed) < 0.005)
      }
    }
  }

  @Test(
    "is what Dirichlet draws have on average, to sampling error",
    arguments: [3, 5, 10], [0.1, 1, 10, 100])
  func draws(players: Int, alpha: Double) throws {
    var stream = RandomStream(seed: 3).child("players", players).child("alpha", Int(10 * alpha))
    let split = EqualSplit.shares(players: players)
    let distances = try (0..<3000).map { _ in
      let shares = stream.dirichlet(Array(repeating: alpha, count: players))
      return try #require(DistanceMeasure.squaredL2(shares, split))
    }
    let summary = SampleSummary(of: distances, using: stream)
    let deviation = try #require(summary.standardDeviation)
    let expected = EqualSplit.expectedSquaredDistance(players: players, concentration: alpha)
    // Four standard errors: each case is a fixed draw, passing always or never.
    #expect(abs(summary.mean - expected) < 4 * deviation / 3000.0.squareRoot())
  }

  @Test("shares are equal, and one player has everything")
  func shares() {
    #expect(EqualSplit.shares(players: 4) == [0.25, 0.25, 0.25, 0.25])
    #expect(EqualSplit.shares(players: 1) == [1])
    #expect(EqualSplit.expectedSquaredDistance(players: 1, concentration: 1) == 0)
  }
}
