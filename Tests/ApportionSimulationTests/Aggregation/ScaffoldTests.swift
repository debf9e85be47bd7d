import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("SCAFFOLD")
struct ScaffoldTests {
  static let global = StrategyLawsTests.global

  /// The paper's algorithm in Double, for three clients or more.
  struct Twin {
    var model: [Double]
    var control: [Double]
    var controls: [[Double]]
    var rate: Double

    init(_ global: Parameters, clients: Int, rate: Double) {
      model = global.doubles
      control = model.map { _ in 0 }
      controls = Array(repeating: control, count: clients)
      self.rate = rate
    }

    mutating func play(_ updates: [ClientUpdate]) {
      let share = 1 / Double(updates.count)
      let before = (model: model, control: control)
      for update in updates {
        let (own, end) = (controls[update.client], update.parameters.doubles)
        for place in model.indices {
          let perStep = (before.model[place] - end[place]) / (update.stepSum ?? 0)
          let next = own[place] - before.control[place] + perStep
          controls[update.client][place] = next
          control[place] += (next - own[place]) / Double(controls.count)
          model[place] += rate * share * (end[place] - before.model[place])
        }
      }
    }
  }

  @Test(
    "agrees with the paper's algorithm, not everybody taking part", arguments: [1, 0.5, 1.75])
  func formula(rate: Double) throws {
    let rule = Scaffold(serverLearningRate: rate)
    var state = rule.initialState(for: Self.global, clients: 8, using: RandomStream(seed: 0))
    var twin = Twin(Self.global, clients: 8, rate: rate)
    var model = Self.global
    let cohorts = [[0, 1], [0, 1, 2, 3], [2], [1, 2, 3]]
    for (round, cohort) in cohorts.enumerated() {
      let updates = cohort.map { StrategyLawsTests.updates(inRound: round)[$0] }
      model = try rule.aggregate(updates, into: model, state: &state)
      twin.play(updates)
      // A few roundings of 2⁻²⁴ a round, of numbers below 200: differences by eighths of a step.
      func near(_ numbers: Parameters, _ truth: [Double]) -> Bool {
        zip(numbers.doubles, truth).allSatisfy { abs($0 - $1) < 1e-4 }
      }
      #expect(near(model, twin.model))
      #expect(near(state.control, twin.control))
      for client in 0..<8 {
        #expect(near(state.controls[client] ?? .zeros(like: model), twin.controls[client]))
        let slope = rule.objective(of: client, state: state).slope
        let truth = zip(twin.control, twin.controls[client]).map { $0 - $1 }
        #expect(near(try #require(slope), truth))
      }
      #expect(rule.objective(of: 1, state: state).proximal == 0)
    }
    #expect(Set(state.controls.keys) == [0, 2, 3, 7], "those who took part")
  }

  @Test("a gradient that did not change is what the client remembers of it")
  func gradient() throws {
    let (rule, start) = (Scaffold(), Parameters([1, -2]))
    var state = rule.initialState(for: start, clients: 4, using: RandomStream(seed: 0))
    // Three steps at a rate of 0.25 against [4, −8].
    let update = ClientUpdate(
      client: 2, parameters: Parameters([-2, 4]), exampleCount: 9, stepSum: 0.75)
    _ = try rule.aggregate([update], into: start, state: &state)
    #expect(state.controls[2]?.values == [4, -8])
    #expect(state.control.values == [1, -2])
    #expect(rule.objective(of: 2, state: state).slope?.values == [-3, 6])
    #expect(rule.objective(of: 0, state: state).slope?.values == [1, -2])
  }

  @Test("in the first round nobody corrects, and each counts once")
  func firstRound() async throws {
    var small = SmallFederation()
    let plain = try await small.rounds(1)[0]
    small.strategy = Scaffold()
    let round = try await small.rounds(1)[0]
    #expect(round.updates == plain.updates)
    let means = round.globalAfter.values.indices.map { place in
      round.updates.reduce(0) { $0 + Double($1.parameters.values[place]) / 5 }
    }
    for (made, mean) in zip(round.globalAfter.values, means) {
      #expect(abs(Double(made) - mean) <= abs(mean) * 0x1p-23)
    }
  }

  @Test("an update that does not say its steps is refused, and nothing has happened")
  func refusal() throws {
    var server = Server(Scaffold(), for: Self.global, clients: 8, using: RandomStream(seed: 0))
    let before = server
    var updates = StrategyLawsTests.updates(inRound: 1)
    updates[3].stepSum = nil
    let error = #expect(throws: AggregationError.self) {
      _ = try server.aggregate(updates, into: Self.global)
    }
    #expect(
      error?.description == """
        scaffold: the update of client 7 does not say its `stepSum`; give the sum of its step \
        lengths, which is learning rate × steps for plain SGD
        """)
    #expect(server == before)
  }

  @Test("refuses a rate that is out of range")
  func settings() {
    let error = #expect(throws: InvalidSetting.self) {
      try Scaffold(serverLearningRate: 0).validate()
    }
    #expect(
      error?.description == "`serverLearningRate` is 0.0, but must be above 0 and finite")
  }
}
