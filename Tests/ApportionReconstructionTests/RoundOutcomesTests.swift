import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

@Suite("RoundOutcomes, tabulated")
struct RoundOutcomesTests {
  /// Where a client has no weight, and where the rule is not affine.
  static let rounds = [
    DrawnRound(weights: [3, 0, 1, 2], samples: [40, 0, 3]),
    DrawnRound(hidden: [4], strategy: FedAvgM(), weights: [3, 0, 1, 2], samples: [40, 0, 3]),
    DrawnRound(hidden: [4, 3], weights: [3, 0, 1, 2], samples: [40, 0, 3]),
    DrawnRound(hidden: [4], strategy: FedMedian(), weights: [3, 0, 1, 2], samples: [40, 0, 3]),
  ]

  static func engines(_ round: Round) throws -> [Engine] {
    try round.strategy == "fed-median" ? [.perCoalition] : [.perCoalition] + round.fastEngines
  }

  @Test("nobody and all are the models that the round had, to the bit", arguments: rounds)
  func ends(drawn: DrawnRound) async throws {
    let (round, evaluation) = (try drawn.round(), drawn.evaluation)
    for engine in try Self.engines(round) {
      let outcomes = try await round.outcomes(by: engine, on: evaluation)
      #expect(outcomes[0] == evaluation(round.network, round.globalBefore), "\(engine)")
      #expect(outcomes[15] == evaluation(round.network, round.globalAfter), "\(engine)")
    }
  }

  @Test(
    "all is the model that was recorded, though the rule makes one that differs by rounding",
    arguments: rounds)
  func recorded(drawn: DrawnRound) async throws {
    var (round, evaluation) = (try drawn.round(), drawn.evaluation)
    let simulated = round
    for place in round.globalAfter.values.indices { round.globalAfter.values[place] *= 1.0001 }
    let all = evaluation(round.network, round.globalAfter)
    #expect(all != evaluation(round.network, simulated.globalAfter))
    for engine in try Self.engines(round) {
      let outcomes = try await round.outcomes(by: engine, on: evaluation)
      let others = try await simulated.outcomes(by: engine, on: evaluation)
      // Client 1 has no examples, so that all are there without it.
      #expect(outcomes[0b1111] == all && outcomes[0b1101] == all, "\(engine)")
      for set in 0..<16 where set & 0b1101 != 0b1101 {
        #expect(outcomes[set] == others[set], "\(engine), set \(set)")
      }
    }
  }

  @Test("a client without weight changes no coalition, to the bit", arguments: rounds.prefix(3))
  func withoutWeight(drawn: DrawnRound) async throws {
    let (round, evaluation) = (try drawn.round(), drawn.evaluation)
    for engine in try [.reference] + Self.engines(round) {
      let outcomes = try await round.outcomes(by: engine, on: evaluation)
      for set in 0..<16 {
        #expect(outcomes[set] == outcomes[set & 0b1101], "\(engine), set \(set)")
      }
    }
  }

  @Test("a round without any example is the model before, whoever takes part", arguments: rounds)
  func withoutExamples(drawn: DrawnRound) async throws {
    var (round, evaluation) = (try drawn.round(), drawn.evaluation)
    for client in round.updates.indices { round.updates[client].exampleCount = 0 }
    let before = evaluation(round.network, round.globalBefore)
    for engine in try Self.engines(round) {
      let outcomes = try await round.outcomes(by: engine, on: evaluation)
      #expect(outcomes.allSatisfy { $0 == before }, "\(engine)")
    }
  }

  @Test("every coalition counts once, and the engine is that which evaluated", arguments: rounds)
  func evaluations(drawn: DrawnRound) async throws {
    let round = try drawn.round()
    for engine in try [.reference] + Self.engines(round) {
      let outcomes = try RoundOutcomes(
        of: round, on: drawn.evaluation, engine: engine, threads: 2)
      _ = try await outcomes([Coalition([1, 2])])
      #expect(outcomes.evaluations == 1)
      #expect(
        outcomes.engine == (engine == .reference ? .reference : .perCoalition), "one by one so far")
      try await outcomes.tabulate()
      #expect(outcomes.evaluations == 16, "\(engine)")
      #expect(outcomes.engine == engine)
      _ = try await outcomes([Coalition([1, 2]), .empty, .grand(4)])
      #expect(outcomes.evaluations == 16, "\(engine)")
    }
  }

  @Test("a coalition whose loss is not finite is named", arguments: rounds.prefix(3))
  func notFinite(drawn: DrawnRound) async throws {
    var (round, evaluation) = (try drawn.round(), drawn.evaluation)
    round.updates[2].client = 9
    round.updates[2].parameters.values[round.network.parameterCount - 1] = .infinity
    for engine in try Self.engines(round) {
      do {
        _ = try await round.outcomes(by: engine, on: evaluation)
        Issue.record("\(engine) found nothing")
      } catch ReconstructionError.nonFiniteLoss(let number, let clients, let loss) {
        #expect(number == 3)
        #expect(clients == [9], "\(engine)")
        #expect(!loss.isFinite)
      }
    }
  }
}
