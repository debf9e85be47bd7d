import ApportionPrimitives
import ApportionReconstruction
import ApportionSimulation
import ApportionTesting
import ApportionValuation
import Synchronization
import Testing

@Suite("RetrainingGame")
struct RetrainingGameTests {
  /// Rules with a memory by client, with draws of their own, and with demands on a whole round, all.
  static let strategies = Catalog.strategies.types.compactMap { $0.init() as? any Strategy }

  static let coalitions = (0..<16).map(Coalition.init(index:))

  static func federation(
    _ strategy: any Strategy = FedAvg(), rows: [[Int]] = TrainedRounds().rows,
    freeRiders: Set<Int> = [], fraction: Double = 1, batchSize: Int = 8, learningRate: Double = 0.1
  ) -> Federation {
    let network = TrainedRounds.network
    var draws = RandomStream(seed: 70).child("start")
    return Federation(
      network: network,
      clients: rows.enumerated().map { id, rows in
        var corruption = Corruption()
        corruption.freeRider = freeRiders.contains(id)
        return Client(
          id: id, name: "\(id)", dataset: TrainedRounds.dataset, rows: rows,
          corruption: corruption)
      },
      plan: TrainingPlan(
        rounds: 3, localEpochs: 2, batchSize: batchSize, learningRate: learningRate),
      participation: Participation(fraction: fraction), strategy: strategy,
      initial: Parameters((0..<network.parameterCount).map { _ in Float(draws.normal() / 2) }),
      using: RandomStream(seed: 70))
  }

  static func outcomes(_ federation: Federation, threads: Int = 2) throws -> RetrainingOutcomes {
    try RetrainingOutcomes(of: federation, on: TrainedRounds.evaluation, threads: threads)
  }

  /// How the last model of a run does.
  static func run(_ federation: Federation) async throws -> Outcome {
    var federation = federation
    for _ in 0..<federation.plan.rounds { _ = try await federation.nextRound(threads: 1) }
    return TrainedRounds.evaluation(federation.network, federation.global)
  }

  @Test(
    "the grand coalition is the run itself, and nobody the initial model, to the bit",
    arguments: strategies.indices, [1, 0.5])
  func ends(strategy: Int, fraction: Double) async throws {
    let federation = Self.federation(Self.strategies[strategy], fraction: fraction)
    let ends = try await Self.outcomes(federation)([.grand(4), .empty])
    #expect(ends[0] == (try await Self.run(federation)))
    #expect(ends[1] == TrainedRounds.evaluation(federation.network, federation.global))
    #expect(ends[0] != ends[1])
  }

  @Test(
    "a coalition is the federation that has its members alone, to the bit",
    arguments: strategies.indices)
  func alone(strategy: Int) async throws {
    let federation = Self.federation(Self.strategies[strategy])
    let outcomes = try await Self.outcomes(federation)(Self.coalitions)
    for (coalition, outcome) in zip(Self.coalitions, outcomes).dropFirst() {
      let members = Federation(
        network: federation.network, clients: coalition.members.map { federation.clients[$0] },
        plan: federation.plan, participation: Participation(),
        strategy: Self.strategies[strategy], initial: federation.global,
        using: RandomStream(seed: 70))
      #expect(outcome == (try await Self.run(members)), "\(coalition)")
    }
    // A rule that picks one client's model may pick the same in several coalitions.
    #expect(Set(outcomes).count >= 5)
  }

  @Test("one, two, three and twenty threads come to the same bits", arguments: [1, 0.5])
  func threads(fraction: Double) async throws {
    let federation = Self.federation(FedRandom(), fraction: fraction)
    let outcomes = try await Self.outcomes(federation, threads: 1)(Self.coalitions)
    for threads in [2, 3, 20] {
      #expect(try await Self.outcomes(federation, threads: threads)(Self.coalitions) == outcomes)
    }
  }

  @Test("exact values add up to what training gained, under both utilities")
  func efficiency() async throws {
    let outcomes = try Self.outcomes(Self.federation())
    let ends = try await outcomes([.empty, .grand(4)])
    for utility in Utility.allCases {
      let values = try await Shapley().attribute(
        RetrainingGame(outcomes, utility: utility), using: RandomStream(seed: 0)
      ).values
      // Rounding of 32 terms near 1.
      #expect(abs(values.reduce(0, +) - (utility(ends[1]) - utility(ends[0]))) < 1e-13)
      #expect(Set(values).count == 4)
    }
    #expect(outcomes.evaluations == 16)
  }

  @Test("its utilities are the accuracy, and minus the mean loss, of one training")
  func utilities() async throws {
    let outcomes = try Self.outcomes(Self.federation())
    let evaluated = try await outcomes(Self.coalitions)
    let accuracies = try await RetrainingGame(outcomes, utility: .accuracy)
      .worths(of: Self.coalitions)
    let losses = try await RetrainingGame(outcomes, utility: .loss).worths(of: Self.coalitions)
    #expect(accuracies == evaluated.map { Double($0.correct) / 50 })
    #expect(losses == evaluated.map { -$0.lossSum / 50 })
    #expect(RetrainingGame(outcomes, utility: .loss).playerCount == 4)
    #expect(outcomes.evaluations == 16)
  }

  @Test("a coalition is trained once, whoever asks and how often")
  func once() async throws {
    let outcomes = try Self.outcomes(Self.federation())
    #expect(outcomes.evaluations == 0)
    let (one, two) = (Coalition([1]), Coalition([0, 2]))
    let answers = try await outcomes([one, two, one])
    #expect(answers[0] == answers[2])
    #expect(answers[0] != answers[1])
    #expect(outcomes.evaluations == 2)
    #expect(try await outcomes([two, .empty]) == [answers[1], outcomes([.empty])[0]])
    #expect(outcomes.evaluations == 3)
  }

  @Test("a client without examples is a null player, exactly", arguments: strategies.indices)
  func withoutExamples(strategy: Int) async throws {
    var rows = TrainedRounds().rows
    rows[1] = []
    let federation = Self.federation(Self.strategies[strategy], rows: rows)
    let outcomes = try await Self.outcomes(federation)(Self.coalitions)
    for index in Self.coalitions.indices {
      #expect(outcomes[index] == outcomes[index & 0b1101])
    }
    #expect(Set(outcomes).count >= 4)
  }

  @Test("a free-rider alone trains nothing, and holds the others back")
  func freeRider() async throws {
    let outcomes = try await Self.outcomes(Self.federation(freeRiders: [3]))(Self.coalitions)
    #expect(outcomes[0b1000] == outcomes[0])
    #expect(outcomes[0b1111].loss > outcomes[0b0111].loss)
  }

  @Test("clients with the same examples are worth the same where a batch holds them all")
  func twins() async throws {
    var rows = TrainedRounds().rows
    rows[2] = rows[1]
    for (batchSize, areEqual) in [(64, true), (4, false)] {
      let game = RetrainingGame(
        try Self.outcomes(Self.federation(rows: rows, batchSize: batchSize)), utility: .loss)
      let values = try await Shapley().attribute(game, using: RandomStream(seed: 0)).values
      // Gradients of a batch are added up in another order, in Float, over six steps. In small
      // batches the twins' shuffles differ, each by its own id.
      #expect((abs(values[1] - values[2]) < 1e-5) == areEqual, "\(batchSize): \(values)")
    }
  }

  @Test("cancelling stops it")
  func cancellation() async throws {
    let outcomes = try Self.outcomes(Self.federation())
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await outcomes(Self.coalitions)
    }
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(outcomes.evaluations == 0)
  }

  @Test("what was broken off is gone on with: only what is missing is trained, to the same bits")
  func goneOn() async throws {
    struct Kill: Error {}
    let whole = try await Self.outcomes(Self.federation())(Self.coalitions)
    for threads in [1, 3] {
      let kept = Mutex<[Coalition: Outcome]>([:])
      func outcomes(killedAfter limit: Int) throws -> RetrainingOutcomes {
        try RetrainingOutcomes(
          of: Self.federation(), on: TrainedRounds.evaluation, threads: threads,
          known: kept.withLock { $0 }
        ) { coalition, outcome in
          try kept.withLock {
            guard $0.count < limit else { throw Kill() }
            #expect($0.updateValue(outcome, forKey: coalition) == nil)
          }
        }
      }
      let killed = try outcomes(killedAfter: 6)
      await #expect(throws: Kill.self) { _ = try await killed(Self.coalitions) }
      #expect(killed.evaluations == 6)
      #expect(kept.withLock { $0.count } == 6)

      let goneOn = try outcomes(killedAfter: 16)
      #expect(goneOn.evaluations == 0)
      #expect(try await goneOn(Self.coalitions) == whole)
      #expect(goneOn.evaluations == 10)
      #expect(kept.withLock { $0 } == Dictionary(uniqueKeysWithValues: zip(Self.coalitions, whole)))
    }
  }

  @Test("a coalition that was cancelled in the middle is not told of, and those before it are")
  func cancelledInTheMiddle() async throws {
    let told = Mutex<[Coalition]>([])
    let playing = Mutex<Task<[Outcome], any Error>?>(nil)
    let outcomes = try RetrainingOutcomes(
      of: Self.federation(), on: TrainedRounds.evaluation, threads: 1
    ) { coalition, _ in
      told.withLock { $0.append(coalition) }
      if coalition == Self.coalitions[4] { playing.withLock { $0?.cancel() } }
    }
    let task = Task {
      while playing.withLock({ $0 == nil }) { await Task.yield() }
      return try await outcomes(Self.coalitions)
    }
    playing.withLock { $0 = task }
    await #expect(throws: CancellationError.self) { _ = try await task.value }
    #expect(told.withLock { $0 } == Array(Self.coalitions.prefix(5)))
    #expect(outcomes.evaluations == 5)
  }

  @Test("callers who ask for the same at the same time are told of it once")
  func together() async throws {
    let told = Mutex(0)
    let outcomes = try RetrainingOutcomes(
      of: Self.federation(), on: TrainedRounds.evaluation, threads: 2
    ) { _, _ in told.withLock { $0 += 1 } }
    async let one = outcomes(Self.coalitions)
    async let two = outcomes(Self.coalitions)
    #expect(try await one == two)
    #expect(told.withLock { $0 } == 16)
  }

  @Test("a coalition whose training fails is named, and others keep theirs", arguments: [1, 3])
  func failure(threads: Int) async throws {
    let federation = Self.federation(learningRate: 1e38)
    let outcomes = try Self.outcomes(federation, threads: threads)
    _ = try await outcomes([.empty])
    let error = await #expect(throws: ReconstructionError.self) {
      _ = try await outcomes([Coalition([1, 3]), Coalition([2])])
    }
    let text = try #require(error?.description)
    #expect(
      text.hasPrefix(
        "retraining the coalition of clients [1, 3] failed: round 1: client 1 returned a model"))
    #expect(text.hasSuffix("lower `training.learning_rate`, or look at the client's data"))
    #expect(outcomes.evaluations == 1)
  }

  @Test("more clients than a coalition can hold are refused")
  func tooMany() {
    let many = Coalition.capacity + 1
    let federation = Self.federation(rows: (0..<many).map { _ in [0] })
    let error = #expect(throws: ReconstructionError.self) { _ = try Self.outcomes(federation) }
    #expect(
      error?.description == """
        the federation has \(many) clients, but retraining supports at most \
        \(Coalition.capacity); give `partition` fewer clients
        """)
  }
}
