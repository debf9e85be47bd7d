import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionTesting
import ApportionValuation
import Testing

@Suite("CompletedFedSV")
struct CompletedFedSVTests {
  /// What every round is a multiple of; clients 1 and 2 are alike.
  static let game = SquareGame(amounts: [1, 2, 2, 3])
  static let multiples = [2, 1, 0.5, 3, 1.5]
  static let cohorts = [[0, 1, 2, 3], [0, 1, 3], [1, 2], [0, 1, 2], [1, 3]]

  static func rounds(
    _ cohorts: [[Int]] = cohorts, of game: some ReferenceGame = game
  ) -> [CohortGame] {
    zip(cohorts, multiples).map { clients, multiple in
      let worths = (0..<1 << clients.count).map { set in
        5 + multiple * game.worth(of: Coalition(Coalition(index: set).members.map { clients[$0] }))
      }
      return CohortGame(CoalitionTable(worths: worths), of: clients, among: 4)
    }
  }

  /// A fit that has nothing but the data to go by.
  static func close() -> CompletedFedSV {
    var method = CompletedFedSV()
    (method.penalty, method.tolerance) = (1e-9, 1e-14)
    return method
  }

  @Test(
    "of rounds that are multiples of one game it knows what was not seen", arguments: [true, false])
  func rankOne(keepsSeen: Bool) async throws {
    var method = Self.close()
    method.keepsSeen = keepsSeen
    let result = try await method(Self.rounds(), using: RandomStream(seed: 3))
    for (round, multiple) in zip(result.rounds, Self.multiples) {
      MultiRoundGameTests.expect(
        round, Self.game.shapleyValues.map { multiple * $0 }, within: 1e-5)
    }
    MultiRoundGameTests.expect(
      result.values, Self.game.shapleyValues.map { 8 * $0 }, within: 1e-5)
    // 15 + 7 + 3 + 7 + 3 of 5 × 15.
    #expect(result.seen == 35.0 / 75)
    #expect(result.undetermined == 0)
    #expect(result.misfit < 1e-5)
    #expect(result.sweeps > 1)
  }

  @Test("a fit of a rank that was not seen says for how many coalitions")
  func undetermined() async throws {
    var method = CompletedFedSV()
    method.rank = 3
    let result = try await method(Self.rounds(), using: RandomStream(seed: 3))
    // All four alone were seen three times, and {0, 1}, {1, 2} and {1, 3}, no others.
    #expect(result.undetermined == 15 - 7)
  }

  @Test("clients who bring the same are worth the same, however often they were called")
  func fairness() async throws {
    let rounds = Self.rounds()
    let fedSV = try await MultiRoundGameTests.shapley(MultiRoundGame(rounds))
    #expect(fedSV[1] - fedSV[2] > 10)
    let result = try await Self.close()(rounds, using: RandomStream(seed: 3))
    #expect(abs(result.values[1] - result.values[2]) < 1e-5)
  }

  @Test("where all took part in all rounds it is FedSV, whatever the fit", arguments: [1, 4])
  func complete(rank: Int) async throws {
    var method = CompletedFedSV()
    method.rank = rank
    var rounds: [CohortGame] = []
    for round in try await TrainedRounds()(4) {
      rounds.append(
        CohortGame(
          try RoundOutcomes(
            of: round.underPlainMean(), on: TrainedRounds.evaluation, threads: 1),
          utility: .loss, among: 4))
    }
    let result = try await method(rounds, using: RandomStream(seed: 3))
    #expect(result.seen == 1)
    #expect(rank == 4 ? result.misfit < 1e-3 : result.misfit > 1e-3)
    let fedSV = try await MultiRoundGameTests.shapley(MultiRoundGame(rounds))
    MultiRoundGameTests.expect(result.values, fedSV, within: 1e-13)
  }

  @Test("random orders serve for all coalitions")
  func permutations() async throws {
    let additive = AdditiveGame(amounts: [1, -2, 2, 3])
    var method = Self.close()
    method.permutations = 12
    let result = try await method(
      Self.rounds(of: additive), using: RandomStream(seed: 3))
    // Every order of an additive game credits each player with his own.
    MultiRoundGameTests.expect(
      result.values, additive.amounts.map { 8 * $0 }, within: 1e-5)
    // They are few of the coalitions.
    method.permutations = 400
    let estimate = try await method(Self.rounds(), using: RandomStream(seed: 3))
    for (value, truth) in zip(estimate.values, Self.game.shapleyValues) {
      #expect(abs(value - 8 * truth) < 0.05 * 8 * 16)
    }
    #expect(
      estimate != (try await method(Self.rounds(), using: RandomStream(seed: 4))))
    #expect(estimate == (try await method(Self.rounds(), using: RandomStream(seed: 3))))
  }

  @Test("refuses what the rounds do not determine")
  func refusals() async throws {
    func expect(
      _ message: String, _ method: CompletedFedSV, _ rounds: [CohortGame],
      sourceLocation: SourceLocation = #_sourceLocation
    ) async {
      let error = await #expect(throws: (any Error).self, sourceLocation: sourceLocation) {
        try await method(rounds, using: RandomStream(seed: 3))
      }
      #expect(error.map { "\($0)" } == message, sourceLocation: sourceLocation)
    }
    await expect(
      "there are no rounds to account for; give at least one", CompletedFedSV(), [])
    await expect(
      """
      clients [0, 2] took part together in none of 3 rounds, so the worth of this coalition is \
      unknown; let all clients take part in one round, as ComFedSV does in the first
      """, CompletedFedSV(), Self.rounds([[0, 1], [1, 2], [1, 3]]))
    var hasty = CompletedFedSV()
    hasty.maximumSweeps = 1
    await expect(
      """
      the completion did not converge: sweep 1 still improved the fit by inf of the mean square of \
      the observed worths; raise `maximum_sweeps`, `tolerance` or `penalty`
      """, hasty, Self.rounds())
    var few = CompletedFedSV()
    few.permutations = 1
    await expect(
      """
      no random order starts with one of clients [2], the only participants of round 2, so no worth \
      of this round is known; raise `permutations`
      """, few, Self.rounds([[0, 1, 2, 3], [2]]))
    var small = CompletedFedSV()
    small.maximumPlayers = 3
    await expect(
      """
      completed-fed-sv: 4 players would need 2^4 evaluations, and the limit is 3 players; use \
      a method that samples, such as bordered-regression, lower `participation.fraction`, or \
      raise `maximum_players`
      """, small, Self.rounds())
    var loose = CompletedFedSV()
    loose.penalty = 0
    await expect("`penalty` is 0.0, but must be at least 1e-9", loose, Self.rounds())
  }
}
