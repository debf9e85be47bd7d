import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedRandom")
struct FedRandomTests {
  static let global = StrategyLawsTests.global
  static let updates = StrategyLawsTests.updates

  /// The rules of the first rounds, and the server after them.
  static func rules(
    _ strategy: FedRandom, rounds: Int, seed: UInt64, updates: [ClientUpdate],
    global: Parameters = global
  ) throws -> [String] {
    var server = Server(strategy, for: global, clients: 8, using: RandomStream(seed: seed))
    return try (0..<rounds).map { _ in
      defer { #expect(server.strategy is FedRandom) }
      let rule = server.activeStrategyID
      _ = try server.aggregate(updates, into: global)
      return rule
    }
  }

  @Test("draws every candidate equally often", arguments: [1, 2, 3, 4])
  func uniform(seed: UInt64) throws {
    let update = ClientUpdate(client: 0, parameters: Parameters([1]), exampleCount: 1)
    let rules = try Self.rules(
      FedRandom(), rounds: 1200, seed: seed, updates: [update], global: Parameters([0]))
    let counts = ["fed-avg", "fed-avg-m", "fed-median"].map { id in rules.count { $0 == id } }
    #expect(counts.reduce(0, +) == 1200)
    // χ² with two degrees of freedom is above 13.8 once in a thousand.
    let chiSquare = counts.reduce(0) { $0 + Double(($1 - 400) * ($1 - 400)) / 400 }
    #expect(chiSquare < 13.8, "\(counts)")
    // A draw says nothing of the next: pairs of equal neighbours, a third of 1199, deviation 16.3.
    let pairs = zip(rules, rules.dropFirst()).count { $0 == $1 }
    #expect(abs(pairs - 400) < 66, "\(pairs)")
  }

  @Test("the draw is a function of the seed and the round alone")
  func draws() throws {
    let rules = try Self.rules(
      FedRandom(), rounds: 40, seed: 5, updates: Self.updates(1))
    #expect(
      try Self.rules(
        FedRandom(), rounds: 40, seed: 5, updates: [Self.updates(2)[1]],
        global: Parameters(Self.global.values.reversed())) == rules)
    #expect(
      try Self.rules(FedRandom(), rounds: 40, seed: 6, updates: Self.updates(1)) != rules)

    // Other candidates in the same places are drawn in the same rounds.
    let turned = FedRandom(of: [FedMedian(), FedAvg(), FedAvgM()])
    let renamed = ["fed-avg": "fed-median", "fed-avg-m": "fed-avg", "fed-median": "fed-avg-m"]
    #expect(
      try Self.rules(turned, rounds: 40, seed: 5, updates: Self.updates(1))
        == rules.map { renamed[$0] })
  }

  @Test("a candidate remembers its own rounds and no others", arguments: [7, 8])
  func lazyMemories(seed: UInt64) throws {
    let strategy = FedRandom()
    var state = strategy.initialState(for: Self.global, clients: 8, using: RandomStream(seed: seed))
    let twins: [any Strategy] = [FedAvg(), FedAvgM(), FedMedian()]
    var alone: [String: Server] = [:]
    for twin in twins {
      let server = Server(twin, for: Self.global, clients: 8, using: RandomStream(seed: 0))
      alone[server.activeStrategyID] = server
    }
    var (global, used) = (Self.global, Set<String>())
    for round in 1...12 {
      let updates = Self.updates(round)
      let (before, rule) = (state, strategy.activeStrategyID(state))
      var twin = try #require(alone[rule])
      let expected = try twin.aggregate(updates, into: global)
      alone[rule] = twin

      global = try strategy.aggregate(updates, into: global, state: &state)
      #expect(global == expected, "round \(round) by \(rule)")
      #expect(state.rounds == round)
      #expect((state.servers[1] != before.servers[1]) == (rule == "fed-avg-m"))
      #expect(state.servers[0] == before.servers[0])
      #expect(state.servers[2] == before.servers[2])
      used.insert(rule)
    }
    #expect(used.count == 3, "the seed must let every candidate play")
  }

  @Test("a round names the rule that it used")
  func activeStrategyID() async throws {
    var small = SmallFederation()
    small.strategy = FedRandom()
    var names = Set<String>()
    for round in try await small.rounds(8) {
      let rule: any Strategy =
        switch round.strategy {
        case "fed-avg": FedAvg()
        case "fed-median": FedMedian()
        default: FedAvgM()
        }
      names.insert(round.strategy)
      guard round.strategy != "fed-avg-m" else { continue }
      // The two without memory can be asked again without it.
      var server = Server(rule, for: round.globalBefore, clients: 8, using: RandomStream(seed: 0))
      #expect(try server.aggregate(round.updates, into: round.globalBefore) == round.globalAfter)
    }
    #expect(names == ["fed-avg", "fed-avg-m", "fed-median"])
  }

  @Test("one candidate is that candidate, to the bit")
  func oneCandidate() throws {
    let candidates: [any Strategy] = [FedAvg(), FedAvgM(), FedMedian(), FedRandom()]
    for candidate in candidates {
      let stream = RandomStream(seed: 9)
      // A combination within a combination draws from a stream of its own.
      var alone = Server(
        candidate, for: Self.global, clients: 8, using: stream.child("candidate", 0))
      var wrapped = Server(FedRandom(of: [candidate]), for: Self.global, clients: 8, using: stream)
      var (a, b) = (Self.global, Self.global)
      for round in 1...5 {
        #expect(wrapped.activeStrategyID == alone.activeStrategyID)
        a = try alone.aggregate(Self.updates(round), into: a)
        b = try wrapped.aggregate(Self.updates(round), into: b)
        #expect(a == b, "round \(round) of \(type(of: candidate).id)")
      }
    }
  }

  @Test("draws by weights, in those proportions", arguments: [1, 2, 3])
  func weights(seed: UInt64) throws {
    let update = ClientUpdate(client: 0, parameters: Parameters([1]), exampleCount: 1)
    func rules(_ weights: [Double], rounds: Int = 1200) throws -> [String] {
      let strategy = FedRandom(of: [FedAvg(), FedAvgM(), FedMedian(), FedProx()], weights: weights)
      return try Self.rules(
        strategy, rounds: rounds, seed: seed, updates: [update], global: Parameters([0]))
    }
    let drawn = try rules([1, 0, 2, 3])
    let counts = ["fed-avg", "fed-median", "fed-prox"].map { id in drawn.count { $0 == id } }
    #expect(counts.reduce(0, +) == 1200, "a weight of 0 is never drawn")
    let chiSquare = zip(counts, [200.0, 400, 600]).reduce(0) {
      $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) / $1.1
    }
    // χ² with two degrees of freedom is above 13.8 once in a thousand.
    #expect(chiSquare < 13.8, "\(counts)")
    // Only proportions count, and round t does not ask how many rounds there are.
    #expect(try rules([4, 0, 8, 12], rounds: 50) == Array(drawn.prefix(50)))
    #expect(try Set(rules([0, 1e-300, 0, 0], rounds: 50)) == ["fed-avg-m"])
  }

  @Test(
    "balanced, every candidate has one turn in each cycle, in changing orders", arguments: [1, 2])
  func balanced(seed: UInt64) throws {
    let rules = try Self.rules(
      FedRandom(of: [FedAvg(), FedAvgM(), FedMedian()], balanced: true), rounds: 60, seed: seed,
      updates: Self.updates(1))
    let cycles = stride(from: 0, to: 60, by: 3).map { Array(rules[$0..<$0 + 3]) }
    for cycle in cycles { #expect(Set(cycle).count == 3) }
    #expect(Set(cycles).count >= 4, "of six orders")
  }

  /// Rounds of a strategy, each with what a twin of the candidate in force makes of it.
  static func play(
    _ strategy: FedRandom, seed: UInt64,
    against twin: (Int, String, Parameters) throws -> Parameters
  ) throws {
    var state = strategy.initialState(for: global, clients: 8, using: RandomStream(seed: seed))
    var (model, used) = (global, Set<String>())
    for round in 1...12 {
      let rule = strategy.activeStrategyID(state)
      let expected = try twin(round, rule, model)
      model = try strategy.aggregate(updates(round), into: model, state: &state)
      #expect(model == expected, "round \(round) by \(rule)")
      #expect(state.rounds == round)
      used.insert(rule)
    }
    #expect(used.count == strategy.of.count, "the seed must let every candidate play")
  }

  @Test("with reset memories every round of a candidate is its first", arguments: [7, 8])
  func resetMemories(seed: UInt64) throws {
    let candidates: [any Strategy] = [FedAvgM(), FedMedian(), FedDyn()]
    try Self.play(FedRandom(of: candidates, state: .reset), seed: seed) { round, rule, model in
      let candidate = try #require(candidates.first { type(of: $0).id == rule })
      var fresh = Server(candidate, for: model, clients: 8, using: RandomStream(seed: 0))
      return try fresh.aggregate(Self.updates(round), into: model)
    }
  }

  @Test("with reset memories a random candidate goes on drawing")
  func resetNested() throws {
    let rules = try Self.rules(
      FedRandom(of: [FedRandom(of: [FedAvg(), FedMedian()])], state: .reset), rounds: 40, seed: 3,
      updates: Self.updates(1))
    let count = rules.count { $0 == "fed-avg" }
    // Binomial(40, ½) has a deviation of 3.2.
    #expect((8...32).contains(count))
  }

  @Test("with shadow memories all candidates live through every round", arguments: [7, 8])
  func shadowMemories(seed: UInt64) throws {
    let candidates: [any Strategy] = [FedAvgM(), FedMedian(), FedDyn()]
    var servers = candidates.map {
      Server($0, for: Self.global, clients: 8, using: RandomStream(seed: 0))
    }
    try Self.play(FedRandom(of: candidates, state: .shadow), seed: seed) { round, rule, model in
      let drawn = try #require(servers.firstIndex { $0.activeStrategyID == rule })
      let models = try servers.indices.map {
        try servers[$0].aggregate(Self.updates(round), into: model)
      }
      return models[drawn]
    }
  }

  @Test("memories change what is made, not what is drawn")
  func sameDraws() throws {
    let rules = try [FedRandom.Memory.lazy, .reset, .shadow].map {
      try Self.rules(
        FedRandom(of: FedRandom().of.map(\.strategy), state: $0), rounds: 30, seed: 11,
        updates: Self.updates(1))
    }
    #expect(rules[0] == rules[1])
    #expect(rules[0] == rules[2])
  }

  @Test(
    "objective, question and coefficients are those of the candidate in force",
    arguments: [FedRandom.Memory.lazy, .reset, .shadow], [false, true])
  func inForce(memory: FedRandom.Memory, balanced: Bool) throws {
    let candidates: [any Strategy] = [FedProx(), QFedAvg(), FedMedian(), FedDyn(alpha: 0.5)]
    let strategy = FedRandom(of: candidates, balanced: balanced, state: memory)
    var state = strategy.initialState(for: Self.global, clients: 8, using: RandomStream(seed: 12))
    var used = Set<String>()
    for round in 1...24 {
      let rule = strategy.activeStrategyID(state)
      let place = try #require(candidates.firstIndex { type(of: $0).id == rule })
      #expect(
        strategy.objective(of: 2, state: state) == state.servers[place].objective(of: 2))
      #expect(
        strategy.objective(of: 2, state: state).proximal
          == ["fed-prox": 0.1, "fed-dyn": 0.5][rule] ?? 0)
      // A shadow has to hear the losses in every round.
      #expect(strategy.needsInitialLoss(state) == (rule == "q-fed-avg" || memory == .shadow))
      let updates = Self.updates(round)
      let combination = try strategy.affineCombination(of: updates, into: Self.global, state: state)
      #expect((combination == nil) == (rule == "fed-median"))
      #expect(
        combination?.step
          == (try state.servers[place].combination(of: updates, into: Self.global))?.step)
      _ = try strategy.aggregate(updates, into: Self.global, state: &state)
      used.insert(rule)
    }
    #expect(used.count == 4)
  }

  @Test(
    "a federation replays with every kind of memory",
    arguments: [FedRandom.Memory.lazy, .reset, .shadow])
  func replay(memory: FedRandom.Memory) async throws {
    var small = SmallFederation()
    small.participation.fraction = 0.6
    small.strategy = FedRandom(
      of: [Scaffold(), FedDyn(), QFedAvg(), FedNova()], balanced: true, state: memory)
    for round in try await small.rounds(8) {
      #expect(try round.replayed(with: [0, 1, 2]) == round.globalAfter)
      #expect(try round.replayed(with: [1]) != round.globalAfter)
      #expect(try round.replayed(with: [0, 1, 2]) == round.globalAfter)
    }
  }

  @Test("says what is wrong with weights")
  func weightRefusals() {
    let three = FedRandom().of.map(\.strategy)
    #expect(
      Self.complaint(FedRandom(of: three, weights: [1, 2]))
        == "`weights` is [1.0, 2.0], but must be one number for each of the 3 strategies, or empty")
    for weights in [[1, -1, 1], [0, 0, 0], [1, .nan, 1], [1e308, 1e308, 1e308]] as [[Double]] {
      #expect(
        Self.complaint(FedRandom(of: three, weights: weights))
          == "`weights` is \(weights), but must be at least 0 each, and not all 0, with a finite sum"
      )
    }
    #expect(
      Self.complaint(FedRandom(of: three, weights: [1, 1, 1], balanced: true)) == """
        `balanced` is true, but must be false where `weights` are given: strategies that take turns \
        are used equally often
        """)
    #expect(
      Self.complaint(FedRandom(of: [FedRandom(of: three, weights: [1])])) == """
        `of[0].weights` is [1.0], but must be one number for each of the 3 strategies, or empty
        """)
  }

  @Test("says which candidate has a setting out of range")
  func refusals() {
    #expect(
      Self.complaint(FedRandom(of: [FedAvg(), FedAvgM(momentum: 1.5)]))
        == "`of[1].momentum` is 1.5, but must be at least 0 and below 1")
    #expect(
      Self.complaint(FedRandom(of: [FedRandom(of: [FedAvgM(momentum: -1)])]))
        == "`of[0].of[0].momentum` is -1.0, but must be at least 0 and below 1")
    #expect(
      Self.complaint(FedRandom(of: []))
        == "`of` is [], but must be a list of at least one strategy")
  }

  private static func complaint(_ strategy: FedRandom) -> String? {
    #expect(throws: InvalidSetting.self) { try strategy.validate() }?.description
  }

  @Test("random strategies are at most eight within one another")
  func depth() throws {
    func nested(_ levels: Int) -> FedRandom {
      (1..<levels).reduce(FedRandom(of: [FedAvg()])) { inner, _ in FedRandom(of: [inner, FedAvg()])
      }
    }
    try nested(8).validate()
    let error = #expect(throws: InvalidSetting.self) { try nested(170).validate() }
    #expect(
      error?.description
        == "`of` is 170 random strategies, one within another, but must be at most 8 deep")
  }
}
