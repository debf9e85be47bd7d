import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionTesting
import ApportionValuation
import Testing

@Suite("RoundGame")
struct RoundGameTests {
  /// A server rate other than 1 makes the model before the round matter to the one after it.
  static let strategies: [any Strategy] = [
    FedAvg(), FedAvgM(), FedAvgM(momentum: 0.9, serverLearningRate: 0.5), FedMedian(), FedRandom(),
  ]

  static func coalitions(_ players: Int) -> [Coalition] {
    (0..<1 << players).map(Coalition.init(index:))
  }

  @Test(
    "every coalition is what the definitions make of it, under every rule",
    arguments: strategies.indices, [61, 62])
  func naive(strategy: Int, seed: UInt64) async throws {
    var trained = TrainedRounds(Self.strategies[strategy])
    trained.seed = seed
    var reconstruction = NaiveReconstruction(for: Self.strategies[strategy])
    var evaluated = Set<String>()
    for round in try await trained(6) {
      let coalitions = Self.coalitions(round.updates.count)
      let outcomes = try await RoundOutcomes(
        of: round, on: TrainedRounds.evaluation, threads: 1)(coalitions)
      for (coalition, outcome) in zip(coalitions, outcomes) {
        let truth = NaiveReconstruction.outcome(
          reconstruction.model(round, of: coalition.members))
        // Models and logits are rounded to Float, about 2⁻²⁴ of numbers up to 10.
        #expect(
          abs(outcome.loss - truth.loss) < 5e-6,
          "\(coalition) of round \(round.number) by \(round.strategy)")
        #expect(outcome.correct == truth.correct)
        #expect(outcome.count == 50)
      }
      reconstruction.follow(round)
      evaluated.insert(round.strategy)
    }
    // FedRandom must have met all three; momentum must have had something to carry.
    #expect(evaluated.count == (Self.strategies[strategy] is FedRandom ? 3 : 1))
    #expect(reconstruction.velocity.contains { $0 != 0 } == evaluated.contains("fed-avg-m"))
  }

  @Test("its utilities are the accuracy, and minus the mean loss")
  func utilities() async throws {
    let round = try await TrainedRounds()(1)[0]
    let outcomes = try RoundOutcomes(of: round, on: TrainedRounds.evaluation, threads: 1)
    let coalitions = Self.coalitions(4)
    let evaluated = try await outcomes(coalitions)
    let accuracies = try await RoundGame(outcomes, utility: .accuracy).worths(of: coalitions)
    let losses = try await RoundGame(outcomes, utility: .loss).worths(of: coalitions)
    #expect(accuracies == evaluated.map { Double($0.correct) / 50 })
    #expect(losses == evaluated.map { -$0.lossSum / 50 })
    #expect(RoundGame(outcomes, utility: .loss).playerCount == 4)
  }

  @Test("a coalition is evaluated once, whoever asks and how often")
  func once() async throws {
    let round = try await TrainedRounds()(1)[0]
    let outcomes = try RoundOutcomes(of: round, on: TrainedRounds.evaluation, threads: 2)
    let (one, two) = (Coalition([1]), Coalition([0, 2]))
    let answers = try await outcomes([one, two, one])
    #expect(answers.count == 3)
    #expect(answers[0] == answers[2])
    #expect(answers[0] != answers[1])
    #expect(outcomes.evaluations == 2)
    _ = try await RoundGame(outcomes, utility: .accuracy).worths(of: [two, .empty])
    _ = try await RoundGame(outcomes, utility: .loss).worths(of: [.empty, one])
    #expect(outcomes.evaluations == 3)
  }

  @Test("one, two and three threads evaluate the same bits", arguments: strategies.indices)
  func threads(strategy: Int) async throws {
    for round in try await TrainedRounds(Self.strategies[strategy])(3) {
      var outcomes: [[Outcome]] = []
      for threads in 1...3 {
        outcomes.append(
          try await RoundOutcomes(of: round, on: TrainedRounds.evaluation, threads: threads)(
            Self.coalitions(4)))
      }
      #expect(outcomes[1] == outcomes[0])
      #expect(outcomes[2] == outcomes[0])
    }
  }

  @Test("a client without examples is a null player, exactly", arguments: [0, 1, 2])
  func withoutExamples(strategy: Int) async throws {
    // The rules that weigh by examples; a median counts heads.
    var round = try await TrainedRounds(Self.strategies[strategy])(3)[2]
    round.updates[1].exampleCount = 0
    let account = try await TrainedRounds.account(round)
    #expect(account.entries.count == 6)
    for entry in account.entries {
      #expect(entry.attribution.values[1] == 0, "\(entry.method), \(entry.utility)")
      guard entry.utility == .loss else { continue }
      #expect(entry.attribution.values.count { $0 != 0 } == 3, "\(entry.method)")
    }
    #expect(try round.replayed(with: [1]) == round.globalBefore)
  }

  @Test("a free-rider is not a null player: it dilutes the others")
  func freeRider() async throws {
    var trained = TrainedRounds()
    trained.freeRiders = [2]
    let round = try await trained(1)[0]
    #expect(round.updates[2].parameters == round.globalBefore)
    let account = try await TrainedRounds.account(round)
    let shapley = try #require(account.entries.first { $0.utility == .loss })
    #expect(shapley.method == "shapley")
    #expect(shapley.attribution.values[2] < -0.01)
    // Alone it changes nothing.
    let alone = try #require(
      account.entries.first { $0.method == "individual" && $0.utility == .loss })
    // To single precision: the engine mixes what the model before would have been computed from.
    #expect(abs(alone.attribution.values[2]) < 1e-6)
  }

  @Test(
    "clients that return the same, from as many examples, are worth the same",
    arguments: strategies.indices)
  func twins(strategy: Int) async throws {
    for var round in try await TrainedRounds(Self.strategies[strategy])(3) {
      round.updates[3].parameters = round.updates[1].parameters
      round.updates[3].exampleCount = round.updates[1].exampleCount
      for entry in try await TrainedRounds.account(round).entries {
        let values = entry.attribution.values
        // Sums of the same eight marginals in another order; the models may differ by an ulp,
        // because the same terms are added in another order.
        #expect(abs(values[1] - values[3]) < 1e-6, "\(entry.method), \(entry.utility)")
      }
    }
  }
}

/// A round under a utility that is linear in the model: v(S) = ⟨direction, model of S − model before⟩.
private struct LinearUtilityGame: CoalitionGame {
  let round: Round
  let direction: [Double]

  var playerCount: Int { round.updates.count }

  func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try coalitions.map { gain(of: try round.replayed(with: $0.members)) }
  }

  func gain(of model: Parameters) -> Double {
    direction.indices.reduce(0) {
      let change = Double(model.values[$1]) - Double(round.globalBefore.values[$1])
      return $0 + direction[$1] * change
    }
  }
}

@Suite("A round with a linear utility")
struct LinearUtilityTests {
  static func round(_ freeRiders: Set<Int> = []) async throws -> Round {
    var trained = TrainedRounds()
    trained.rows = (0..<5).map { client in Array(18 * client..<18 * (client + 1)) }
    trained.freeRiders = freeRiders
    return try await trained(2)[1]
  }

  @Test("is the mean game of what each client brings", arguments: [[], [4], [0, 3]] as [Set<Int>])
  func closedForm(freeRiders: Set<Int>) async throws {
    let round = try await Self.round(freeRiders)
    var draws = RandomStream(seed: 63)
    let game = LinearUtilityGame(
      round: round, direction: round.globalBefore.values.map { _ in draws.normal() })
    let truth = MeanGame(amounts: round.updates.map { game.gain(of: $0.parameters) }).shapleyValues
    let values = try await Shapley().attribute(game, using: RandomStream(seed: 0)).values
    for (value, truth) in zip(values, truth) {
      // 43 coordinates of a model near 1, each rounded to Float.
      #expect(abs(value - truth) < 5e-6)
    }
  }

  @Test("a free-rider among three who each bring 1 loses what they gain by outweighing it")
  func published() async throws {
    var round = try await Self.round()
    round.updates.removeLast()
    for client in 0..<4 {
      round.updates[client].parameters = round.globalBefore
      round.updates[client].parameters.values[0] += client < 3 ? 1 : 0
    }
    var direction = round.globalBefore.values.map { _ in 0.0 }
    direction[0] = 1
    let values = try await Shapley().attribute(
      LinearUtilityGame(round: round, direction: direction), using: RandomStream(seed: 0)
    ).values
    for (value, truth) in zip(values, [49.0 / 144, 49.0 / 144, 49.0 / 144, -13.0 / 48]) {
      #expect(abs(value - truth) < 1e-6)
    }
  }
}
