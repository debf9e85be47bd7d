import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedDyn")
struct FedDynTests {
  static let global = StrategyLawsTests.global

  @Test("agrees with the paper's algorithm, not everybody taking part", arguments: [0.1, 0.75])
  func formula(alpha: Double) throws {
    let rule = FedDyn(alpha: alpha)
    var state = rule.initialState(for: Self.global, clients: 8, using: RandomStream(seed: 0))
    var model = Self.global
    var truth = model.doubles
    var h = truth.map { _ in 0.0 }
    var terms = Array(repeating: h, count: 8)
    // A few roundings of 2⁻²⁴ a round, of numbers below 100.
    func near(_ numbers: Parameters, _ truth: [Double]) -> Bool {
      zip(numbers.doubles, truth).allSatisfy { abs($0 - $1) < 1e-4 }
    }
    for (round, cohort) in [[0, 1], [0, 1, 2, 3], [2], [1, 2, 3]].enumerated() {
      let updates = cohort.map { StrategyLawsTests.updates(inRound: round)[$0] }
      model = try rule.aggregate(updates, into: model, state: &state)
      for place in truth.indices {
        let ends = updates.map { Double($0.parameters.values[place]) }
        for (update, end) in zip(updates, ends) {
          terms[update.client][place] -= alpha * (end - truth[place])
        }
        h[place] -= alpha * ends.reduce(0) { $0 + $1 - truth[place] } / 8
        truth[place] = ends.reduce(0, +) / Double(ends.count) - h[place] / alpha
      }
      #expect(near(model, truth))
      #expect(near(state.h, h))
      for client in 0..<8 {
        #expect(near(state.linearTerms[client] ?? .zeros(like: model), terms[client]))
        let objective = rule.objective(of: client, state: state)
        #expect(objective.proximal == alpha)
        #expect(objective.slope?.values == state.linearTerms[client]?.values.map { -$0 })
      }
    }
    #expect(Set(state.linearTerms.keys) == [0, 2, 3, 7], "those who took part")
  }

  @Test("the first round is FedProx's clients, and twice the way to their mean")
  func firstRound() async throws {
    var small = SmallFederation()
    small.strategy = FedProx(proximal: 0.3)
    let held = try await small.rounds(1)[0]
    small.strategy = FedDyn(alpha: 0.3)
    let round = try await small.rounds(1)[0]
    #expect(round.updates == held.updates)
    var twice = Server(
      Scaffold(serverLearningRate: 2), for: round.globalBefore, clients: 5,
      using: RandomStream(seed: 0))
    let truth = try twice.aggregate(round.updates, into: round.globalBefore)
    for (a, b) in zip(round.globalAfter.values, truth.values) {
      #expect(abs(a - b) <= max(a.ulp, b.ulp))
    }
  }

  @Test("once all clients return the model that they were sent, nothing moves but by h")
  func rest() throws {
    let rule = FedDyn(alpha: 0.5)
    var state = rule.initialState(for: Parameters([4]), clients: 2, using: RandomStream(seed: 0))
    func updates(_ first: Float, _ second: Float) -> [ClientUpdate] {
      [first, second].enumerated().map {
        ClientUpdate(client: $0.offset, parameters: Parameters([$0.element]), exampleCount: 1)
      }
    }
    // The mean moves by 1, h to −0.5, so the model to 5 + 1.
    let first = try rule.aggregate(updates(6, 4), into: Parameters([4]), state: &state)
    #expect(first.values == [6])
    #expect(state.h.values == [-0.5])
    #expect(state.linearTerms == [0: Parameters([-1]), 1: Parameters([0])])
    let second = try rule.aggregate(updates(5, 5), into: first, state: &state)
    #expect(second.values == [5])
    #expect(state.h.values == [0])
    #expect(state.linearTerms == [0: Parameters([-0.5]), 1: Parameters([0.5])])
    #expect(try rule.aggregate(updates(5, 5), into: second, state: &state).values == [5])
  }

  @Test("refuses an α that is out of range")
  func refusals() {
    for alpha in [0, -1, Double.infinity] {
      let error = #expect(throws: InvalidSetting.self) { try FedDyn(alpha: alpha).validate() }
      #expect(error?.description == "`alpha` is \(alpha), but must be above 0 and finite")
    }
  }
}
