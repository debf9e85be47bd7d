import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

@Suite("OneRoundGame")
struct OneRoundGameTests {
  static let coalitions = (0..<16).map(Coalition.init(index:))

  static func outcomes(_ rounds: [Round], threads: Int = 1) throws -> OneRoundOutcomes {
    try OneRoundOutcomes(of: rounds, clients: 4, on: TrainedRounds.evaluation, threads: threads)
  }

  static func rounds(
    _ strategy: any Strategy = FedAvg(), fraction: Double = 1, count: Int = 3
  ) async throws -> [Round] {
    var trained = TrainedRounds(strategy)
    trained.participation.fraction = fraction
    return try await trained(count)
  }

  @Test("under federated averaging it is the paper's algorithm", arguments: [1, 0.5])
  func definition(fraction: Double) async throws {
    let rounds = try await Self.rounds(fraction: fraction)
    let outcomes = try await Self.outcomes(rounds)(Self.coalitions)
    for (coalition, outcome) in zip(Self.coalitions, outcomes) {
      var model = rounds[0].globalBefore.values.map(Double.init)
      for round in rounds {
        let members = round.updates.filter { coalition.contains($0.client) }
        let total = members.reduce(0) { $0 + $1.exampleCount }
        for update in members {
          let weight = Double(update.exampleCount) / Double(total)
          for place in model.indices {
            model[place] +=
              weight
              * (Double(update.parameters.values[place])
                - Double(round.globalBefore.values[place]))
          }
        }
      }
      let truth = NaiveReconstruction.outcome(model)
      // Models and logits are rounded to Float, about 2⁻²⁴ of numbers up to 10.
      #expect(abs(outcome.loss - truth.loss) < 5e-6, "\(coalition)")
      #expect(outcome.correct == truth.correct)
    }
    #expect(Set(outcomes).count > 8)
  }

  @Test(
    "nobody is the first model and everybody the last, to the bit, under every rule",
    arguments: RoundGameTests.strategies.indices)
  func ends(strategy: Int) async throws {
    let rounds = try await Self.rounds(RoundGameTests.strategies[strategy])
    let ends = try await Self.outcomes(rounds)([.empty, .grand(4)])
    let evaluate = { TrainedRounds.evaluation(TrainedRounds.network, $0) }
    #expect(ends == [evaluate(rounds[0].globalBefore), evaluate(rounds[2].globalAfter)])
    let values = try await Shapley().attribute(
      OneRoundGame(try Self.outcomes(rounds), utility: .loss), using: RandomStream(seed: 0)
    ).values
    #expect(abs(values.reduce(0, +) - (ends[0].loss - ends[1].loss)) < 1e-12)
  }

  @Test("of one round it is the game of that round", arguments: RoundGameTests.strategies.indices)
  func single(strategy: Int) async throws {
    let rounds = try await Self.rounds(RoundGameTests.strategies[strategy], count: 1)
    let game = OneRoundGame(try Self.outcomes(rounds), utility: .loss)
    let other = RoundGame(
      try RoundOutcomes(
        of: rounds[0], on: TrainedRounds.evaluation, engine: .perCoalition, threads: 1),
      utility: .loss)
    let (worths, truths) = (
      try await game.worths(of: Self.coalitions), try await other.worths(of: Self.coalitions)
    )
    for (worth, truth) in zip(worths, truths) { #expect(abs(worth - truth) < 1e-6) }
    #expect(game.playerCount == 4)
  }

  @Test("a client that took part in no round is a null player")
  func absent() async throws {
    var rounds = try await Self.rounds()
    for place in rounds.indices { rounds[place].updates.remove(at: 1) }
    let outcomes = try Self.outcomes(rounds)
    let evaluated = try await outcomes([[0], [0, 1], [1], []].map { Coalition($0 as [Int]) })
    #expect(evaluated[0] == evaluated[1])
    #expect(evaluated[2] == evaluated[3])
    #expect(evaluated[0] != evaluated[3])
  }

  @Test("a coalition is evaluated once, by any number of threads the same")
  func once() async throws {
    let rounds = try await Self.rounds(FedRandom())
    let outcomes = try Self.outcomes(rounds, threads: 3)
    let evaluated = try await outcomes(Self.coalitions + Self.coalitions)
    #expect(outcomes.evaluations == 16)
    #expect(evaluated == (try await Self.outcomes(rounds)(Self.coalitions + Self.coalitions)))
    #expect(
      try await OneRoundGame(outcomes, utility: .accuracy).worths(of: Self.coalitions)
        == evaluated.prefix(16).map(\.accuracy))
  }

  @Test("refuses no rounds, rounds with a gap, and models that are none")
  func refusals() async throws {
    func expect(_ rounds: [Round], _ message: String) {
      let error = #expect(throws: ReconstructionError.self) { try Self.outcomes(rounds) }
      #expect(error?.description == message)
    }
    var rounds = try await Self.rounds()
    expect([], "there are no rounds to account for; give at least one")
    expect(
      [rounds[0], rounds[2]],
      """
      round 3 does not start from the model that round 1 ended with; pass consecutive rounds, in \
      order
      """)
    rounds[1].updates[2].parameters.values[TrainedRounds.network.parameterCount - 1] = .nan
    let outcomes = try Self.outcomes(rounds)
    let error = await #expect(throws: ReconstructionError.self) {
      try await outcomes([Coalition([0, 2])])
    }
    // The sign of a NaN is the processor's affair.
    #expect(
      error?.description.replacing("-nan", with: "nan") == """
        the updates of clients [0, 2] over all rounds add up to a model with a validation loss of \
        nan; lower `training.learning_rate`
        """)
  }
}
