import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedNova")
struct FedNovaTests {
  static let global = StrategyLawsTests.global

  static func model(_ updates: [ClientUpdate]) throws -> Parameters {
    var server = Server(FedNova(), for: global, clients: 8, using: RandomStream(seed: 0))
    return try server.aggregate(updates, into: global)
  }

  static func updates(inRound round: Int, steps: [Double?]) -> [ClientUpdate] {
    zip(StrategyLawsTests.updates(inRound: round), steps).map { update, steps in
      var update = update
      update.stepSum = steps
      return update
    }
  }

  @Test("one round by hand")
  func byHand() throws {
    var server = Server(
      FedNova(), for: Parameters([8]), clients: 8, using: RandomStream(seed: 0))
    let updates = [
      ClientUpdate(client: 0, parameters: Parameters([6]), exampleCount: 1, stepSum: 0.5),
      ClientUpdate(client: 1, parameters: Parameters([4]), exampleCount: 3, stepSum: 4),
    ]
    // The first moved by −4 a step, the second by −1: (−4 − 3)/4 = −1.75 a step, 3.125 steps.
    #expect(try server.aggregate(updates, into: Parameters([8])).values == [2.53125])
  }

  @Test("agrees with the formula", arguments: 1...4)
  func formula(round: Int) throws {
    let updates = Self.updates(inRound: round, steps: [0.3, 1.7, 0.1, 0.7])
    let model = try Self.model(updates).doubles
    let examples = updates.map { Double($0.exampleCount) }
    let total = examples.reduce(0, +)
    let steps = updates.map { $0.stepSum ?? 0 }
    let effective = zip(examples, steps).reduce(0) { $0 + $1.0 / total * $1.1 }
    for (place, start) in Self.global.doubles.enumerated() {
      let perStep = updates.indices.reduce(0) {
        $0 + examples[$1] / total * (updates[$1].parameters.doubles[place] - start) / steps[$1]
      }
      let truth = start + effective * perStep
      // One rounding of the sum.
      #expect(abs(model[place] - truth) <= abs(truth) * 0x1p-23)
    }
  }

  @Test("where all made as many steps it is FedAvg", arguments: [0.125, 3])
  func equalSteps(steps: Double) throws {
    var plain = Server(FedAvg(), for: Self.global, clients: 8, using: RandomStream(seed: 0))
    let updates = Self.updates(inRound: 2, steps: Array(repeating: steps, count: 4))
    #expect(try Self.model(updates) == plain.aggregate(updates, into: Self.global))
  }

  @Test("nearly equal steps give nearly FedAvg")
  func nearlyEqualSteps() throws {
    var plain = Server(FedAvg(), for: Self.global, clients: 8, using: RandomStream(seed: 0))
    let updates = Self.updates(inRound: 2, steps: [1, 1 + 0x1p-40, 1, 1])
    let truth = try plain.aggregate(updates, into: Self.global)
    for (a, b) in zip(try Self.model(updates).values, truth.values) {
      #expect(abs(a - b) <= max(a.ulp, b.ulp))
    }
  }

  @Test("a federation is FedAvg's for a number of steps, and another one for epochs")
  func federation() async throws {
    var small = SmallFederation()
    small.plan.localSteps = 5
    let plain = try await small.rounds(3)
    small.strategy = FedNova()
    #expect(try await small.rounds(3).map(\.globalAfter) == plain.map(\.globalAfter))
    small.plan.localSteps = 0
    small.strategy = FedAvg()
    let epochs = try await small.rounds(1)[0]
    small.strategy = FedNova()
    let normalised = try await small.rounds(1)[0]
    #expect(normalised.updates == epochs.updates)
    #expect(normalised.globalAfter != epochs.globalAfter)
  }

  @Test(
    "says whose steps are missing or make no sense",
    arguments: [
      (
        nil,
        "does not say its `stepSum`; give the sum of its step lengths, which is learning rate × steps for plain SGD"
      ),
      (
        0,
        "has a `stepSum` of 0.0, but it must be above 0 and finite; raise `training.learning_rate`"
      ),
      (
        .infinity,
        "has a `stepSum` of inf, but it must be above 0 and finite; raise `training.learning_rate`"
      ),
    ] as [(Double?, String)])
  func refusals(steps: Double?, problem: String) throws {
    let updates = Self.updates(inRound: 1, steps: [1, 2, steps, 1])
    let server = Server(FedNova(), for: Self.global, clients: 8, using: RandomStream(seed: 0))
    for attempt in [
      { _ = try Self.model(updates) },
      { _ = try server.combination(of: updates, into: Self.global) },
    ] as [() throws -> Void] {
      let error = #expect(throws: AggregationError.self) { try attempt() }
      #expect(error?.description == "fed-nova: the update of client 3 \(problem)")
    }
  }
}
