import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedRandom")
struct FedRandomTests {
  static let global = AggregatorLawsTests.global
  static let updates = AggregatorLawsTests.updates

  /// The rules of the first rounds, and the server after them.
  static func rules(
    _ strategy: FedRandom, rounds: Int, seed: UInt64, updates: [ClientUpdate],
    global: Parameters = global
  ) throws -> [String] {
    var server = Server(strategy, for: global, clients: 8, using: RandomStream(seed: seed))
    return try (0..<rounds).map { _ in
      defer { #expect(server.strategy is FedRandom) }
      let rule = server.ruleInForce
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
    let twins: [any Aggregator] = [FedAvg(), FedAvgM(), FedMedian()]
    var alone: [String: Server] = [:]
    for twin in twins {
      let server = Server(twin, for: Self.global, clients: 8, using: RandomStream(seed: 0))
      alone[server.ruleInForce] = server
    }
    var (global, used) = (Self.global, Set<String>())
    for round in 1...12 {
      let updates = Self.updates(round)
      let (before, rule) = (state, strategy.ruleInForce(state))
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
  func ruleInForce() async throws {
    var small = SmallFederation()
    small.strategy = FedRandom()
    var names = Set<String>()
    for round in try await small.rounds(8) {
      let rule: any Aggregator =
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
    let candidates: [any Aggregator] = [FedAvg(), FedAvgM(), FedMedian(), FedRandom()]
    for candidate in candidates {
      let stream = RandomStream(seed: 9)
      // A mixture within a mixture draws from a stream of its own.
      var alone = Server(
        candidate, for: Self.global, clients: 8, using: stream.child("candidate", 0))
      var wrapped = Server(FedRandom(of: [candidate]), for: Self.global, clients: 8, using: stream)
      var (a, b) = (Self.global, Self.global)
      for round in 1...5 {
        #expect(wrapped.ruleInForce == alone.ruleInForce)
        a = try alone.aggregate(Self.updates(round), into: a)
        b = try wrapped.aggregate(Self.updates(round), into: b)
        #expect(a == b, "round \(round) of \(type(of: candidate).id)")
      }
    }
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
}
