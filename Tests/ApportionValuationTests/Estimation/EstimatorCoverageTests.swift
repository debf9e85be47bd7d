import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

// Slow: thousands of estimates. `swift test --skip CoverageTests` leaves them out.
@Suite("Coverage of estimators (slow)")
struct EstimatorCoverageTests {
  /// A federation, for those who take the jump to the first client exactly.
  static let federation = FederatedGame(players: 8, spread: 1, using: RandomStream(seed: 3))

  /// A game without rare and large contributions, which means of few walks need to be about normal,
  /// and with more than pairs of players, which cancel where a walk goes there and back.
  static let cube = CubeGame(
    amounts: [1, 0.5, -0.4, 0.8, 0.1, 0.6, -0.2, 0.9, 0.3, 0.7, -0.3, 0.2])

  /// What players do alone and in pairs: a game whose Banzhaf value is known.
  static let quadratic = QuadraticGame(
    amounts: [1, -2, 0, 0.5, 3, 1, 1, -1],
    pairs: (0..<8).map { i in (0..<8).map { i == $0 ? 0 : Double((i * $0) % 5) - 2 } })

  // The shares of eight players are correlated, and the deviation of a coverage is at most 0.5
  // percentage points.
  @Test(
    "95 % intervals hold the truth in 93 to 97 % of 2,000 repeats, or in 90 % where cells have few draws",
    arguments: Estimators.unbiased.indices)
  func coverage(index: Int) async throws {
    let method = Estimators.unbiased[index]
    let share =
      switch method {
      case is BorderedRegression: try await held(method, Self.federation, budget: 120)
      case is MaximumSampleReuse: try await held(method, Self.quadratic, budget: 200)
      case is KernelSHAP, is LeverageSHAP, is GroupTesting:
        try await held(method, Self.cube, budget: 200)
      // Two draws in each of 120 strata tell their spread no better than that.
      case is StratifiedShapley: try await held(method, Self.cube, budget: 3700)
      default: try await held(method, Self.cube, budget: 600)
      }
    // At this budget, a player's mean for one size comes from some ten pairs, which share orders.
    let least = method is ComplementaryContributions ? 0.9 : 0.93
    #expect((least...0.97).contains(share), "\(type(of: method).id): \(share)")
  }

  /// How often the interval of a player holds the truth.
  private func held<Method: Estimator>(
    _ method: Method, _ game: some ReferenceGame, budget: Int
  ) async throws -> Double {
    let truth = try #require(Estimators.truth(method, game))
    let held = try await concurrentMap(2000, width: 2) { repetition in
      let result = try await Estimators.attribution(
        method, game, budget: budget, seed: UInt64(repetition))
      return truth.indices.count { result.interval(of: $0)?.contains(truth[$0]) ?? false }
    }
    return Double(held.reduce(0, +)) / Double(2000 * truth.count)
  }
}

/// Players multiply one another by threes: v(S) = (Σ_{i ∈ S} xᵢ)³.
///
/// What two or three players do together is divided equally among them:
///
///     φᵢ = xᵢ³ + 3/2 Σ_{j≠i} xᵢ xⱼ (xᵢ + xⱼ) + 2 xᵢ Σ_{j<k} xⱼ xₖ
struct CubeGame: ReferenceGame {
  let amounts: [Double]

  var playerCount: Int { amounts.count }

  func worth(of coalition: Coalition) -> Double {
    let sum = coalition.reduce(0) { $0 + amounts[$1] }
    return sum * sum * sum
  }

  var shapleyValues: [Double] {
    let (sum, squares) = (
      amounts.reduce(0, +), amounts.reduce(0) { $0 + $1 * $1 }
    )
    return amounts.map { x in
      let (rest, restSquares) = (sum - x, squares - x * x)
      return x * x * x + 1.5 * (x * x * rest + x * restSquares)
        + x * (rest * rest - restSquares)
    }
  }
}
