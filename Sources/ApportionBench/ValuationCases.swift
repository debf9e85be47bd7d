import Apportion
import ApportionTesting

/// Every estimator on games like those of federations.
///
/// It measures the distance of the estimates from the exact values, relative to the spread of the values.
struct ValuationCases {
  /// The number of games of each kind.
  var seeds = 5
  /// The number of estimates of each game.
  var repeats = 20

  struct Line: Encodable {
    var game: String
    var players: Int
    var budget: Int
    var method: String
    /// ‖estimate − exact‖ / ‖exact − mean‖, the mean over games and estimates; null where the budget
    /// is below the method's minimum.
    var error: Double?
    /// The error divided by that of the default method.
    var error_to_default: Double?
    /// CPU microseconds of the estimator itself per evaluation.
    var own_us_per_evaluation: Double?
  }

  private struct Case {
    var name: String
    var games: [any CoalitionGame]
    var truths: [[Double]]
    var budgets: [Int]
  }

  func callAsFunction() async throws -> [Line] {
    var lines: [Line] = []
    for one in try await cases() {
      let players = one.truths[0].count
      for budget in one.budgets {
        let start = lines.count
        for type in Catalog.methods.types {
          guard var method = type.init() as? any Estimator else { continue }
          guard [.shapley, nil].contains(method.estimand) else { continue }
          method.budget = budget
          var line = Line(game: one.name, players: players, budget: budget, method: type.id)
          if budget >= method.minimumBudget(forPlayers: players) {
            line.error = try await error(of: method, in: one)
            line.own_us_per_evaluation = try await ownCost(of: method, players: players)
          }
          lines.append(line)
        }
        let standard = lines[start...].first { $0.method == BorderedRegression.id }?.error
        for index in start..<lines.count {
          if let error = lines[index].error, let standard {
            lines[index].error_to_default = error / standard
          }
        }
      }
    }
    return lines
  }

  /// The mean relative error, or nil if a draw of the budget did not suffice.
  private func error(of method: any Estimator, in one: Case) async throws -> Double? {
    var sum = 0.0
    for (game, truth) in zip(one.games, one.truths) {
      let mean = truth.reduce(0, +) / Double(truth.count)
      let spread = distance(truth, truth.map { _ in mean })
      for repetition in 0..<repeats {
        do {
          let found = try await method.attribute(
            game, using: RandomStream(seed: UInt64(repetition)))
          sum += distance(found.values, truth) / spread
        } catch EstimationError.tooFewCoalitions {
          return nil
        }
      }
    }
    return sum / Double(repeats * one.games.count)
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The time of the estimator itself, on a game whose evaluation takes almost no time.
  private func ownCost(of method: any Estimator, players: Int) async throws -> Double {
    let game = SizeGame(worths: (0...players).map { Double($0).squareRoot() })
    var evaluations = 1
    let measured = try await Measurement(runs: 3) {
      do {
        evaluations = try await method.attribute(game, using: RandomStream(seed: 1)).evaluations
      } catch EstimationError.tooFewCoalitions {}
    }
    return 1e6 * measured.bestCPU / Double(evaluations)
  }

  private func cases() async throws -> [Case] {
    var cases: [Case] = []
    for (players, budgets) in [(10, [90, 270]), (20, [200, 600, 2000]), (50, [500, 2000, 6000])] {
      let made = (0..<seeds).map { seed in
        FederatedGame(players: players, using: RandomStream(seed: UInt64(seed)))
      }
      cases.append(
        Case(
          name: "quadratic", games: made, truths: made.map(\.shapleyValues), budgets: budgets))
      guard players < 50 else { continue }
      for utility in Utility.allCases {
        var tables: [CoalitionTable] = []
        for seed in 0..<seeds {
          tables.append(try await Self.table(players: players, seed: seed, utility: utility))
        }
        cases.append(
          Case(
            name: "digits-\(utility.rawValue)", games: tables,
            truths: tables.map { $0.values(by: .shapley) }, budgets: budgets))
      }
    }
    return cases
  }

  /// The second round of a federation on the digits, with all coalitions.
  private static func table(
    players: Int, seed: Int, utility: Utility
  ) async throws -> CoalitionTable {
    var configuration = Configuration()
    configuration.seed = UInt64(seed)
    configuration.partition = DirichletLabels(clients: players, alpha: 1)
    configuration.model = Linear()
    configuration.training = TrainingPlan(rounds: 2, localEpochs: 2, learningRate: 0.05)
    // The default, exact Shapley, is refused for this many players; the valuation is not used here.
    configuration.valuation = [BorderedRegression()]
    let stage = try Experiment(configuration).stage()
    var federation = stage.federation
    _ = try await federation.nextRound(threads: 2)
    let outcomes = try RoundOutcomes(
      of: try await federation.nextRound(threads: 2), on: stage.validation, threads: 2)
    try await outcomes.tabulate()
    return try await CoalitionTable(of: RoundGame(outcomes, utility: utility))
  }
}
