import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionTesting
import ApportionValuation
import Testing

@Suite("MultiRoundGame")
struct MultiRoundGameTests {
  /// Three rounds among three clients, additive, with an offset that is nobody's.
  static let rounds = [
    round([0: 3, 1: 1]), round([0: 1, 2: 3]), round([1: 0.005, 2: 0.002]),
  ]

  static func round(_ amounts: [Int: Double]) -> CohortGame {
    let clients = amounts.keys.sorted()
    let worths = (0..<1 << clients.count).map { set in
      7 + Coalition(index: set).members.reduce(0) { $0 + (amounts[clients[$1]] ?? 0) }
    }
    return CohortGame(CoalitionTable(worths: worths), of: clients, among: 3)
  }

  static func shapley(_ game: some CoalitionGame) async throws -> [Double] {
    try await Shapley().attribute(game, using: RandomStream(seed: 0)).values
  }

  static func expect(
    _ values: [Double], _ truth: [Double], within gap: Double = 1e-12,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(values.count == truth.count, sourceLocation: sourceLocation)
    for (value, truth) in zip(values, truth) {
      #expect(abs(value - truth) < gap, "\(values)", sourceLocation: sourceLocation)
    }
  }

  @Test("a client that was absent from a round is a null player of it")
  func absent() async throws {
    let worths = try await Self.rounds[1].worths(
      of: [[], [0], [1], [0, 1], [0, 1, 2]].map { Coalition($0 as [Int]) })
    #expect(worths == [0, 1, 0, 1, 4])
    #expect(Self.rounds[1].isSeen(Coalition([0, 2])))
    #expect(!Self.rounds[1].isSeen(Coalition([0, 1])))
  }

  @Test(
    "its Shapley values are the weighted sums of the rounds'",
    arguments: [
      (RoundWeights(), [4, 1.005, 3.002]),
      (RoundWeights(.inverseLinear), [3 + 2.0 / 3, 1 + 0.005 / 3, 2 + 0.002 / 3]),
      // λ-MR: shares of rounds, 3/4 and 1/4, 1/4 and 3/4, 5/7 and 2/7.
      (
        RoundWeights(.exponential, decay: 0.5, normalised: true),
        [0.4375, 0.125 + 0.125 * 5 / 7, 0.1875 + 0.125 * 2 / 7]
      ),
      // Truncated MR, by what rounds count for and by what they gained.
      (
        RoundWeights(.exponential, decay: 0.5, normalised: true, minimumWeight: 0.2),
        [0.4375, 0.125, 0.1875]
      ),
      (RoundWeights(minimumGain: 0.01), [4, 1, 3]),
    ] as [(RoundWeights, [Double])])
  func weighted(weights: RoundWeights, truth: [Double]) async throws {
    let game = try await MultiRoundGame(Self.rounds, weights: weights)
    Self.expect(try await Self.shapley(game), truth)
    var rounds: [[Double]] = []
    for round in Self.rounds { rounds.append(try await Self.shapley(round)) }
    Self.expect(try weights.totals(of: rounds), truth)
  }

  @Test("refuses no rounds, and rounds that nothing can be divided by")
  func refusals() async throws {
    let none = await #expect(throws: ReconstructionError.self) { try await MultiRoundGame([]) }
    #expect(
      none?.description == "there are no rounds to account for; give at least one")
    let rounds = Self.rounds + [Self.round([0: 1, 1: -2])]
    let error = await #expect(throws: UnnormalizableRound.self) {
      try await MultiRoundGame(rounds, weights: RoundWeights(normalised: true))
    }
    #expect(
      error?.description == """
        round 4 cannot be normalised: the gain of all clients is not positive; leave `normalised` off, or \
        let the weights halt before this round
        """)
    #expect(try await MultiRoundGame(rounds).rounds.count == 4)
  }

  @Test("on rounds that some played it is FedSV, as runs report it", arguments: [0.5, 1])
  func trained(fraction: Double) async throws {
    var trained = TrainedRounds(FedAvgM())
    trained.participation.fraction = fraction
    var totals = TotalAccount(clientCount: 4)
    var rounds: [CohortGame] = []
    for round in try await trained(4) {
      let outcomes = try RoundOutcomes(
        of: round, on: TrainedRounds.evaluation, engine: .perCoalition, threads: 1)
      rounds.append(CohortGame(outcomes, utility: .loss, among: 4))
      totals.add(
        try await RoundAccount(
          for: round, by: [Shapley()], on: TrainedRounds.evaluation,
          using: RandomStream(seed: 0), engine: .perCoalition, threads: 1))
    }
    let entry = try #require(totals.entry(method: "shapley", utility: .loss))
    let values = try await Self.shapley(try await MultiRoundGame(rounds))
    Self.expect(values, entry.values, within: 1e-13)
    // By every semivalue alike.
    let table = try await CoalitionTable(of: MultiRoundGame(rounds))
    var banzhaf = [Double](repeating: 0, count: 4)
    for round in rounds {
      for (client, value) in try await CoalitionTable(of: round)
        .values(by: .banzhaf()).enumerated()
      {
        banzhaf[client] += value
      }
    }
    Self.expect(table.values(by: .banzhaf()), banzhaf, within: 1e-13)
  }

  @Test("under a plain mean every coalition is the mean of its models")
  func plainMean() async throws {
    var round = try await TrainedRounds(FedAvgM(momentum: 0.9, serverLearningRate: 0.5))(3)[2]
    round.updates[2].exampleCount = 0
    let plain = try round.underPlainMean()
    #expect(plain.globalBefore == round.globalBefore)
    for members in [[0], [0, 1], [1, 3], [0, 1, 3], [0, 1, 2, 3]] {
      let model = try plain.replayed(with: members)
      let counted = members.filter { $0 != 2 }
      for place in model.values.indices {
        let sum = counted.reduce(0.0) { $0 + Double(round.updates[$1].parameters.values[place]) }
        #expect(abs(Double(model.values[place]) - sum / Double(counted.count)) < 1e-6)
      }
    }
    #expect(try plain.replayed(with: [2]) == round.globalBefore)
    #expect(plain.globalAfter == (try plain.replayed(with: [0, 1, 2, 3])))
    #expect(plain.globalAfter != round.globalAfter)
  }
}
