import ApportionPrimitives
import ApportionValuation

/// The laws of methods that draw coalitions, besides ``MethodLaws``, for budgets of all sizes.
enum EstimatorLaws {
  static func violations(
    of estimator: some Estimator, on game: some ReferenceGame, seed: UInt64
  ) async throws -> [String] {
    let n = game.playerCount
    let (least, all) = (estimator.minimumBudget(forPlayers: n), 1 << n)
    var broken: [String] = []
    func require(_ law: String, _ holds: Bool, _ detail: @autoclosure () -> String) {
      if !holds { broken.append("\(type(of: estimator).id) breaks '\(law)': \(detail())") }
    }

    var method = estimator
    let rounding = 1e-9 * MethodLaws.largestWorth(of: game)
    let truth = estimator.target.map { naiveValues(of: game, by: $0) }
    for budget in Set([least, (least + all) / 2, all - 1]).sorted()
    where least <= budget && budget < all && estimator.estimand != nil {
      method.budget = budget
      do {
        broken += try await MethodLaws.common(method, game, seed, nearTruth: false)
      } catch is EstimationError {
        continue  // The draws may not distinguish all players.
      }
      let result = try await method.attribute(game, using: RandomStream(seed: seed))
      for player in 0..<n where result.standardErrors[player] == 0 {
        let gap = truth.map { abs($0[player] - result.values[player]) } ?? 0
        require(
          "no error of 0 beside a wrong value", gap <= rounding,
          "player \(player) is off by \(gap) with a budget of \(budget)")
      }
    }
    guard let truth, !estimator.mayEndEarly else { return broken }
    method.budget = all
    let result = try await method.attribute(game, using: RandomStream(seed: seed))
    require(
      "exact where the budget covers all coalitions",
      result.isExact && result.evaluations == all
        && zip(result.values, truth).allSatisfy { abs($0 - $1) <= rounding },
      "\(result.values) with the errors \(result.standardErrors) and not \(truth)")
    return broken
  }
}
