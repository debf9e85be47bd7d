import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Federation")
struct FederationTests {
  @Test("one, two and three threads train the same bits", arguments: [41, 42])
  func threads(seed: UInt64) async throws {
    var small = SmallFederation()
    small.seed = seed
    small.strategy = FedRandom()
    small.participation.fraction = 0.8
    let alone = try await small.rounds(4)
    for threads in [2, 3] {
      let together = try await small.rounds(4, threads: threads)
      for (a, b) in zip(alone, together) {
        #expect(a.updates == b.updates, "round \(a.number), \(threads) threads")
        #expect(a.globalAfter == b.globalAfter, "round \(a.number), \(threads) threads")
        #expect(a.serverBefore == b.serverBefore, "round \(a.number), \(threads) threads")
      }
    }
  }

  @Test(
    "clients without examples take part in no round",
    arguments: [1, 0.7])
  func withoutExamples(fraction: Double) async throws {
    var small = SmallFederation()
    small.sizes = [4, 0, 11, 0, 22]
    small.participation.fraction = fraction
    small.corruptions[3] = Corruption()
    small.corruptions[3]?.freeRider = true
    var alone = small.federation.restricted(to: [0, 2, 4])
    for round in try await small.rounds(3) {
      let truth = try await alone.nextRound(threads: 1)
      #expect(round.updates == truth.updates)
      #expect(round.updates.count == (fraction == 1 ? 3 : 2))
      #expect(round.globalAfter == truth.globalAfter)
    }
  }

  @Test("a round starts where the last one ended, and tells so")
  func succession() async throws {
    var federation = SmallFederation().federation
    var model = federation.global
    for number in 1...3 {
      let round = try await federation.nextRound(threads: 1)
      #expect(round.number == number)
      #expect(federation.roundsPlayed == number)
      #expect(round.globalBefore == model)
      #expect(round.globalAfter == federation.global)
      #expect(round.globalAfter != model)
      #expect(round.strategy == "fed-avg")
      #expect(round.updates.map(\.exampleCount) == [4, 7, 11, 16, 22])
      model = round.globalAfter
    }
  }

  @Test("an update is what the client's own training makes of the global model")
  func updates() async throws {
    let small = SmallFederation()
    let federation = small.federation
    for round in try await small.rounds(2) {
      let training = LocalTraining(
        network: federation.network, plan: federation.plan, round: round.number)
      for (client, update) in zip(federation.clients, round.updates) {
        let stream = RandomStream(seed: small.seed).child("round", round.number)
          .child("client", client.id)
        let model = try training(client, from: round.globalBefore, using: stream)
        #expect(update.parameters == model)
      }
    }
  }

  @Test(
    "the stated fraction takes part, in the order of ids, not always the same",
    arguments: [(0.5, 4), (0.1, 1), (0.01, 1), (0.72, 5), (1, 7)])
  func participation(fraction: Double, count: Int) async throws {
    var small = SmallFederation()
    small.sizes = [8, 8, 8, 8, 8, 8, 8]
    small.participation.fraction = fraction
    let cohorts = try await small.rounds(8).map { $0.updates.map(\.client) }
    for cohort in cohorts {
      #expect(cohort.count == count)
      #expect(cohort == Set(cohort).sorted())
      #expect(cohort.allSatisfy { (0..<7).contains($0) })
    }
    #expect((Set(cohorts).count == 1) == (count == 7))
  }

  @Test("every client is drawn about equally often", arguments: [43, 44])
  func fairDraws(seed: UInt64) async throws {
    var small = SmallFederation()
    small.sizes = [1, 1, 1, 1, 1]
    small.participation.fraction = 0.4
    small.seed = seed
    var turns = [Int](repeating: 0, count: 5)
    for round in try await small.rounds(250) {
      for update in round.updates { turns[update.client] += 1 }
    }
    // Binomial(250, 0.4) has a deviation of 7.7; four of them on either side of 100.
    #expect(turns.allSatisfy { abs($0 - 100) <= 31 }, "\(turns)")
  }

  @Test("a fraction outside (0, 1] is refused")
  func fractions() {
    for fraction in [0, -0.5, 1.5, .nan] {
      var participation = Participation()
      participation.fraction = fraction
      let error = #expect(throws: InvalidSetting.self) { try participation.validate() }
      #expect(
        error?.description == "`fraction` is \(fraction), but must be above 0 and at most 1")
    }
  }

  @Test("a free-rider returns the global model unchanged, in every round")
  func freeRider() async throws {
    var small = SmallFederation()
    var freeRider = Corruption()
    freeRider.freeRider = true
    small.corruptions[2] = freeRider
    for round in try await small.rounds(3) {
      #expect(
        round.updates.map { $0.parameters == round.globalBefore }
          == [false, false, true, false, false])
      #expect(round.updates[2].exampleCount == 11)
    }
  }

  @Test("a corrupted client changes nobody else's first update")
  func corruption() async throws {
    let honest = try await SmallFederation().rounds(1)[0]
    for change in ["labels", "features", "nothing"] {
      var small = SmallFederation()
      var corruption = Corruption()
      switch change {
      case "labels": corruption.labelNoise = 1
      case "features": corruption.featureNoise = 2
      default: corruption.freeRider = true
      }
      small.corruptions[1] = corruption
      let round = try await small.rounds(1)[0]
      #expect(
        zip(round.updates, honest.updates).map { $0 == $1 } == [true, false, true, true, true],
        "\(change)")
    }
  }

  @Test("a client more changes nobody else's first update")
  func addition() async throws {
    var fewer = SmallFederation()
    fewer.sizes.removeLast()
    let before = try await fewer.rounds(1)[0]
    let after = try await SmallFederation().rounds(1)[0]
    #expect(after.updates.count == 5)
    #expect(Array(after.updates.prefix(4)) == before.updates)
  }

  @Test("a part of the clients alone makes the first updates that it makes among all")
  func restricted() async throws {
    let federation = SmallFederation().federation
    var part = federation.restricted(to: [1, 3, 4])
    #expect(part.clients.map(\.id) == [1, 3, 4])
    #expect(part.global == federation.global)
    var whole = federation
    let (few, all) = (
      try await part.nextRound(threads: 1), try await whole.nextRound(threads: 1)
    )
    #expect(few.updates == [1, 3, 4].map { all.updates[$0] })
    #expect(few.globalAfter == (try all.replayed(with: [1, 3, 4])))
    // Afterwards the models that they start from differ.
    #expect(
      try await part.nextRound(threads: 1).updates[0].parameters
        != whole.nextRound(threads: 1).updates[1].parameters)
  }

  @Test("a part of the clients takes part in the order of all, the same fraction of them")
  func restrictedParticipation() async throws {
    var small = SmallFederation()
    small.sizes = [6, 6, 6, 6, 6, 6, 6, 6]
    small.participation.fraction = 0.5
    let federation = small.federation
    var whole = federation
    var part = federation.restricted(to: [0, 2, 3, 5, 6, 7]).restricted(to: [1, 2, 4, 5])
    #expect(part.clients.map(\.id) == [2, 3, 6, 7])
    var shared = 0
    for _ in 0..<10 {
      let all = try await whole.nextRound(threads: 1).updates.map(\.client)
      let few = try await part.nextRound(threads: 1).updates.map(\.client)
      #expect(few.count == 2)
      #expect(few == few.sorted())
      // Members among the first half of all are among the first half of the members, or fill it.
      let drawn = all.filter([2, 3, 6, 7].contains)
      #expect(Set(few).isSubset(of: drawn) || Set(few).isSuperset(of: drawn))
      shared += drawn.count { few.contains($0) }
    }
    #expect(shared > 10)
  }

  @Test("a memory that counts clients counts those who remain")
  func restrictedMemory() async throws {
    var small = SmallFederation()
    small.strategy = Scaffold()
    var part = small.federation.restricted(to: [0, 4])
    let round = try await part.nextRound(threads: 1)
    let fresh = Server(
      Scaffold(), for: round.globalBefore, clients: 2, using: RandomStream(seed: 0))
    #expect(round.serverBefore == fresh)
  }

  /// Two clients of one example each, of class 0, with a feature of 1000: in the first step each
  /// takes weight [0, 0] up by the rate times 500.
  static func steep(
    rate: Double, strategy: any Strategy
  ) -> Federation {
    let network = Network(widths: [1, 2])
    let dataset = Dataset(
      features: [1000, 1000], featureCount: 1, labels: [0, 0], classNames: ["a", "b"])
    var plan = TrainingPlan()
    plan.learningRate = rate
    return Federation(
      network: network,
      clients: (0..<2).map { Client(id: $0, name: "ward \($0)", dataset: dataset, rows: [$0]) },
      plan: plan, participation: Participation(), strategy: strategy,
      initial: Parameters([0, 0, 0, 0]), using: RandomStream(seed: 1))
  }

  @Test("a client whose model is not finite is named, and nothing has happened", arguments: [1, 2])
  func nonFiniteUpdate(threads: Int) async throws {
    var federation = Self.steep(rate: 1e38, strategy: FedAvgM())
    let (server, global) = (federation.server, federation.global)
    let error = await #expect(throws: SimulationError.self) {
      _ = try await federation.nextRound(threads: threads)
    }
    #expect(
      error?.description == """
        round 1: client ward 0 returned a model whose layers.0.weight[0, 0] is inf; lower \
        `training.learning_rate`, or look at the client's data
        """)
    #expect(federation.roundsPlayed == 0)
    #expect(federation.server == server)
    #expect(federation.global == global)
  }

  @Test("a strategy whose model is not finite is named, and nothing has happened")
  func nonFiniteModel() async throws {
    var federation = Self.steep(
      rate: 1, strategy: FedRandom(of: [FedAvgM(momentum: 0.5, serverLearningRate: 1e38)]))
    let (server, global) = (federation.server, federation.global)
    let error = await #expect(throws: SimulationError.self) {
      _ = try await federation.nextRound(threads: 1)
    }
    #expect(
      error?.description == """
        round 1: fed-avg-m made a model whose layers.0.weight[0, 0] is inf; lower the strategy's \
        learning rate
        """)
    #expect(federation.roundsPlayed == 0)
    #expect(federation.server == server)
    #expect(federation.global == global)
  }

  @Test("the sign of a NaN, which is the machine's, is not shown", arguments: [Float.nan, -.nan])
  func signOfNaN(value: Float) {
    let error = SimulationError.nonFiniteUpdate(
      round: 2, client: "ward 0", parameter: "layers.0.bias[1]", value: value)
    #expect(
      error.description == """
        round 2: client ward 0 returned a model whose layers.0.bias[1] is nan; lower \
        `training.learning_rate`, or look at the client's data
        """)
  }
}
