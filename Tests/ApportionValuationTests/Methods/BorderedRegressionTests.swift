import ApportionPrimitives
import ApportionTesting
import ApportionValuation
import Testing

@Suite("BorderedRegression")
struct BorderedRegressionTests {
  @Test("is exact when all coalitions are drawn, and asks for none twice", arguments: 1...9)
  func exhausted(players: Int) async throws {
    let game = FederatedGame(players: players, spread: 1, using: RandomStream(seed: 6))
    let metered = MeteredGame(game)
    let cached = CachedGame(metered)
    let result = try await Estimators.attribution(
      BorderedRegression(), cached, budget: 10_000, seed: 1)
    #expect(result.evaluations == 1 << players)
    #expect(cached.evaluations == 1 << players)
    for (value, truth) in zip(result.values, game.shapleyValues) {
      // Rounding of a system of a dozen equations.
      #expect(abs(value - truth) < 1e-11)
    }
    #expect(result.standardErrors.allSatisfy { $0 == 0 })
  }

  @Test("is exact at the smallest budget where a mean of models is evaluated by a linear utility")
  func mean() async throws {
    for players in [6, 20, 70] {
      var draws = RandomStream(seed: 8)
      let game = MeanGame(amounts: (0..<players).map { _ in draws.normal() }, empty: -40)
      let result = try await Estimators.attribution(BorderedRegression(), game, budget: 1, seed: 1)
      for (value, truth) in zip(result.values, game.shapleyValues) {
        #expect(abs(value - truth) < 1e-10)
      }
    }
  }

  @Test("divides the jump from nobody to somebody equally, whatever its size")
  func jump() async throws {
    let game = FederatedGame(players: 12, using: RandomStream(seed: 6))
    let jump = SizeGame(worths: [0] + Array(repeating: 1024, count: 12))
    let results = [
      try await Estimators.attribution(BorderedRegression(), game, budget: 200, seed: 1),
      try await Estimators.attribution(
        BorderedRegression(), CombinedGame(game, 1, jump, 1), budget: 200, seed: 1),
    ]
    for player in 0..<12 {
      // Rounding of worths of the size of the jump.
      #expect(abs(results[1].values[player] - results[0].values[player] - 1024.0 / 12) < 1e-9)
      #expect(abs(results[1].errors[player] - results[0].errors[player]) < 1e-9)
    }
  }

  @Test("players who are alike but for rounding stay together")
  func alike() async throws {
    // Square roots, so that means of equal worths are off by a last bit.
    let game = SizeGame(worths: (0...20).map { Double($0).squareRoot() })
    let result = try await Estimators.attribution(BorderedRegression(), game, budget: 2000, seed: 1)
    let total = result.values.reduce(0, +)
    #expect(abs(total - game.worths[20]) < 1e-12)
    for player in 0..<20 {
      #expect(abs(result.values[player] - total / 20) < 4 * result.errors[player])
    }
  }

  @Test("is closer than any other estimator for as many evaluations of a federation")
  func best() async throws {
    let game = FederatedGame(players: 10, using: RandomStream(seed: 2))
    let truth = game.shapleyValues
    func error(_ method: some Estimator) async throws -> Double {
      var sum = 0.0
      for seed in 0..<5 as Range<UInt64> {
        let found = try await Estimators.attribution(method, game, budget: 300, seed: seed).values
        sum += zip(found, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      return sum
    }
    let own = try await error(BorderedRegression())
    for method in Estimators.all
    where type(of: method).id != BorderedRegression.id && method.estimand != .banzhaf() {
      #expect(try await error(method) > 4 * own, "\(type(of: method).id)")
    }
  }
}
