import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("Estimators on large games")
struct LargeGamesTests {
  static let twenty: [any ReferenceGame] = [
    AdditiveGame(amounts: (0..<20).map { Double($0) - 7.5 }),
    GloveGame(left: 8, right: 12),
    VotingGame(quota: 30, votes: (0..<20).map { 1 + $0 % 5 }),
    SizeGame(worths: (0...20).map { Double($0 + $0 * $0) }),
    quadratic(players: 20),
  ]

  static let hundred: [any ReferenceGame] = [
    AdditiveGame(amounts: (0..<100).map { Double($0 % 7) - 2.5 }),
    GloveGame(left: 45, right: 55),
  ]

  private static func quadratic(players n: Int) -> QuadraticGame {
    var stream = RandomStream(seed: 17)
    var pairs = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for i in 0..<n {
      for j in 0..<i {
        pairs[i][j] = stream.normal() / Double(n)
        pairs[j][i] = pairs[i][j]
      }
    }
    return QuadraticGame(amounts: (0..<n).map { _ in stream.normal() }, pairs: pairs)
  }

  @Test(
    "of 20 players the value is within four standard errors of the truth",
    arguments: Estimators.unbiased.indices, twenty.indices)
  func twentyPlayers(method: Int, game: Int) async throws {
    // One chance in 16,000 per player, taken once because the seed is fixed.
    try await check(Estimators.unbiased[method], Self.twenty[game], budget: 2500, reach: 4)
  }

  @Test(
    "of 100 players, too",
    arguments: Estimators.unbiased.indices, hundred.indices)
  func hundredPlayers(method: Int, game: Int) async throws {
    // Five times as many players as above, at a fifth of the chance.
    try await check(Estimators.unbiased[method], Self.hundred[game], budget: 12_000, reach: 4.5)
  }

  @Test(
    "and where a jump to the first player hides what players differ by", arguments: [20, 100])
  func jump(players: Int) async throws {
    let game = FederatedGame(players: players, using: RandomStream(seed: 1))
    // The others meet it so rarely that the standard errors of those who did not mean nothing.
    for method: any Estimator in [
      BorderedRegression(), ComplementaryContributions(), OneSampleFitsAll(),
    ] {
      try await check(method, game, budget: 4000, reach: 4.5)
    }
  }

  @Test("a coalition holds as many as 1,024 players, and so does an estimate")
  func thousand() async throws {
    let game = AdditiveGame(amounts: (0..<1024).map { Double($0 % 5) })
    for method: any Estimator in [PermutationShapley(), TruncatedMonteCarlo()] {
      let result = try await Estimators.attribution(method, game, budget: 1, seed: 1)
      #expect(result.evaluations <= 2 + 2 * 1023)
      // Whoever comes when all but a hundredth is gained is cut by one of the two.
      #expect(zip(result.values, game.amounts).allSatisfy { $0 <= $1 + 1e-9 })
      #expect(zip(result.values, game.amounts).count { abs($0 - $1) < 1e-9 } > 1000)
    }
    try await check(GroupTesting(), game, budget: 500, reach: 5)
  }

  private func check(
    _ method: some Estimator, _ game: some ReferenceGame, budget: Int, reach: Double
  ) async throws {
    guard let truth = Estimators.truth(method, game) else { return }
    let result = try await Estimators.attribution(method, game, budget: budget, seed: 1)
    // Rounding of sums of some thousands of terms of the size of the largest worth.
    let rounding = 1e-10 * max(1, abs(game.worth(of: .grand(game.playerCount))))
    for player in truth.indices {
      let gap = abs(result.values[player] - truth[player])
      #expect(
        gap <= reach * (result.standardErrors[player] ?? 0) + rounding,
        "\(type(of: method).id), player \(player): \(gap) for \(result.errors[player])")
    }
  }
}

@Suite("Games made for estimators")
struct LargeReferenceGamesTests {
  @Test("closed forms are the definition's answers")
  func closedForms() {
    let games: [any ReferenceGame] = [
      FederatedGame(players: 8, using: RandomStream(seed: 2)),
      FederatedGame(players: 2, dimensions: 3, using: RandomStream(seed: 2)),
      SizeGame(worths: [1, 5, 5.5, 7, 2]), EstimatorCoverageTests.cube,
      GloveGame(left: 2, right: 1),
      GloveGame(left: 3, right: 5), GloveGame(left: 4, right: 4), GloveGame(left: 0, right: 2),
    ]
    for game in games {
      for (value, truth) in zip(naiveValues(of: game, by: .shapley), game.shapleyValues) {
        // Rounding, and that of logarithms of factorials.
        #expect(abs(value - truth) < 1e-11)
      }
    }
  }

  @Test("a federation is a large jump to one client and small differences between clients")
  func federation() {
    for seed in 0..<5 as Range<UInt64> {
      let game = FederatedGame(players: 10, using: RandomStream(seed: seed))
      let all = game.worth(of: .grand(10))
      let alone = (0..<10).map { game.worth(of: Coalition([$0])) }
      #expect(alone.reduce(0, +) / 10 > 0.5 * all)
      let values = game.shapleyValues
      let mean = values.reduce(0, +) / 10
      #expect(values.allSatisfy { abs($0 - mean) < 0.2 * all })
    }
  }
}
