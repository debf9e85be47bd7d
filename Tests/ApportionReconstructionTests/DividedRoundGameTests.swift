import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

@Suite("DividedRoundGame")
struct DividedRoundGameTests {
  /// Rules that mix and one that does not, by all engines.
  static let strategies: [any Strategy] = [FedAvg(), FedAvgM(), FedMedian()]

  static func game(
    _ strategy: any Strategy, engine: Engine = .automatic, utility: Utility = .loss,
    threads: Int = 2
  ) async throws -> RoundGame {
    let round = try await TrainedRounds(strategy)(2)[1]
    return RoundGame(
      try RoundOutcomes(
        of: round, on: TrainedRounds.evaluation, engine: engine, threads: threads),
      utility: utility)
  }

  @Test(
    "the values on all classes, or on all examples, are together those of the game",
    arguments: strategies.indices, Utility.allCases)
  func together(strategy: Int, utility: Utility) async throws {
    let game = try await Self.game(Self.strategies[strategy], utility: utility)
    let stream = RandomStream(seed: 0)
    for method in [Shapley(), BetaShapley(), LeaveOneOut()] as [any ValuationMethod] {
      let whole = try await method.attribute(game, using: stream).values
      for division in DividedRoundGame.Division.allCases {
        let divided = DividedRoundGame(game, by: division)
        let parts = try await method.attributeParts(of: divided, using: stream)
        #expect(parts.values.count == (division == .classes ? 3 : 50))
        #expect(abs(parts.weights.reduce(0, +) - 1) < 1e-14)
        #expect(divided.labels.sorted() == divided.labels)
        for (sum, value) in zip(parts.total, whole) {
          // The examples of a panel are added up in Float or Double, in another order.
          #expect(abs(sum - value) < 1e-6, "\(division)")
        }
      }
    }
  }

  @Test("a part is evaluated as if it were all there is", arguments: strategies.indices)
  func alone(strategy: Int) async throws {
    let game = try await Self.game(Self.strategies[strategy])
    let classes = DividedRoundGame(game, by: .classes)
    #expect(classes.labels == [0, 1, 2])
    let tables = try await classes.tables(ofParts: 0..<3)
    for (label, table) in zip(classes.labels, tables) {
      let rows = TrainedRounds.validation.filter {
        TrainedRounds.dataset.labels[$0] == Int32(label)
      }
      let own = try RoundOutcomes(
        of: game.outcomes.round, on: EvaluationSet(TrainedRounds.dataset, rows: rows), threads: 1)
      try await own.tabulate()
      let coalitions = (0..<16).map(Coalition.init(index:))
      #expect(
        table.worths == (try await RoundGame(own, utility: .loss).worths(of: coalitions)))
    }
    #expect(Set(tables.map(\.worths)).count == 3)
  }

  @Test(
    "an example is evaluated by its own loss",
    arguments: [Engine.automatic, .perCoalition, .reference])
  func example(engine: Engine) async throws {
    let game = try await Self.game(FedAvg(), engine: engine)
    let examples = DividedRoundGame(game, by: .examples)
    let rows = TrainedRounds.validation.sorted {
      (TrainedRounds.dataset.labels[$0], $0) < (TrainedRounds.dataset.labels[$1], $1)
    }
    let tables = try await examples.tables(ofParts: 20..<24)
    for (row, table) in zip(rows[20..<24], tables) {
      let alone = RoundGame(
        try RoundOutcomes(
          of: game.outcomes.round, on: EvaluationSet(TrainedRounds.dataset, rows: [row]),
          engine: .reference, threads: 1), utility: .loss)
      for set in 0..<16 {
        #expect(abs(table.worths[set] - (try await alone.value(of: Coalition(index: set)))) < 5e-6)
      }
    }
  }

  @Test("standard errors are those of a mean over the examples")
  func standardErrors() async throws {
    let game = try await Self.game(FedAvg())
    let parts = try await Shapley().attributeParts(
      of: DividedRoundGame(game, by: .examples), using: RandomStream(seed: 0))
    let errors = try #require(parts.standardErrors)
    for player in 0..<4 {
      let values = parts.values.map { $0[player] }
      let mean = values.reduce(0, +) / 50
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 49
      #expect(abs(errors[player] - (variance / 50).squareRoot()) < 1e-12)
      #expect(errors[player] > 0)
    }
  }

  @Test("any number of threads comes to the same bits", arguments: strategies.indices)
  func threads(strategy: Int) async throws {
    for division in DividedRoundGame.Division.allCases {
      let tables = try await DividedRoundGame(
        Self.game(Self.strategies[strategy], threads: 1), by: division
      ).tables(ofParts: 0..<3)
      for threads in [2, 5] {
        let others = try await DividedRoundGame(
          Self.game(Self.strategies[strategy], threads: threads), by: division
        ).tables(ofParts: 0..<3)
        #expect(others == tables)
      }
    }
  }
}
