import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("FedAvgM")
struct FedAvgMTests {
  static func pair(_ first: Float, _ second: Float) -> [ClientUpdate] {
    [
      ClientUpdate(client: 0, parameters: Parameters([first]), exampleCount: 1),
      ClientUpdate(client: 1, parameters: Parameters([second]), exampleCount: 3),
    ]
  }

  @Test("two rounds and a third, by hand")
  func byHand() throws {
    let rule = FedAvgM(momentum: 0.5, serverLearningRate: 2)
    let global = Parameters([8])
    var state = rule.initialState(for: global, clients: 8, using: RandomStream(seed: 0))
    #expect(state.velocity.values == [0])

    // mean 5, g = 8 − 5 = 3, v = 3, θ = 8 − 2·3
    let first = try rule.aggregate(Self.pair(2, 6), into: global, state: &state)
    #expect(first.values == [2])
    #expect(state.velocity.values == [3])

    // mean 1, g = 2 − 1 = 1, v = 0.5·3 + 1, θ = 2 − 2·2.5
    let second = try rule.aggregate(Self.pair(4, 0), into: first, state: &state)
    #expect(second.values == [-3])
    #expect(state.velocity.values == [2.5])

    // Nobody moved: the velocity alone carries on, v = 1.25, θ = −3 − 2.5.
    let third = try rule.aggregate(Self.pair(-3, -3), into: second, state: &state)
    #expect(third.values == [-5.5])
    #expect(state.velocity.values == [1.25])
  }

  @Test("without momentum it is FedAvg, to rounding")
  func withoutMomentum() throws {
    let global = StrategyLawsTests.global
    var plain = Server(FedAvg(), for: global, clients: 8, using: RandomStream(seed: 0))
    var still = Server(FedAvgM(momentum: 0), for: global, clients: 8, using: RandomStream(seed: 0))
    for round in 1...3 {
      let updates = StrategyLawsTests.updates(inRound: round)
      let models = (
        try plain.aggregate(updates, into: global), try still.aggregate(updates, into: global)
      )
      for (a, b) in zip(models.0.values, models.1.values) {
        // Both sum in Double and round once, so they may differ where a tie is near: by one ulp.
        #expect(abs(a - b) <= max(a.ulp, b.ulp))
      }
    }
  }

  @Test("refuses a momentum or a rate that is out of range")
  func refusals() {
    for momentum in [-0.1, 1, .nan] {
      let error = #expect(throws: InvalidSetting.self) {
        try FedAvgM(momentum: momentum).validate()
      }
      #expect(
        error?.description == "`momentum` is \(momentum), but must be at least 0 and below 1")
    }
    for rate in [0, -1, Double.infinity] {
      let error = #expect(throws: InvalidSetting.self) {
        try FedAvgM(momentum: 0, serverLearningRate: rate).validate()
      }
      #expect(
        error?.description == "`serverLearningRate` is \(rate), but must be above 0 and finite")
    }
  }
}
