import ApportionPrimitives
import ApportionTesting
import ApportionValuation

/// Every catalogued estimator, for the tests of what they have in common.
enum Estimators {
  static let all = Catalog.methods.estimators

  /// The same without what makes some of them stop short of their estimand.
  static let unbiased = Catalog.methods.unbiasedEstimators

  /// What `method` estimates in `game`, where there is a closed form.
  static func truth(_ method: some Estimator, _ game: some ReferenceGame) -> [Double]? {
    game.closedForm(method.estimand ?? .shapley)
  }

  /// `method` with a budget of `budget`, or its minimum where that is more.
  static func attribution(
    _ method: some Estimator, _ game: some CoalitionGame, budget: Int, seed: UInt64
  ) async throws -> Attribution {
    var method = method
    method.budget = max(budget, method.minimumBudget(forPlayers: game.playerCount))
    return try await method.attribute(game, using: RandomStream(seed: seed))
  }
}

extension Attribution {
  /// The standard errors, and no number, which no bound holds for, where one is not known.
  var errors: [Double] { standardErrors.map { $0 ?? .nan } }
}
