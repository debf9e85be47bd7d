import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("AffineAggregator")
struct AffineAggregatorTests {
  static let rules: [any AffineAggregator] = [
    FedAvg(), FedAvgM(), FedAvgM(momentum: 0.5, serverLearningRate: 0.25),
  ]

  @Test("the combination it states is the model it makes", arguments: rules.indices)
  func combination(index: Int) throws {
    try check(Self.rules[index])
  }

  private func check<Rule: AffineAggregator>(_ rule: Rule) throws {
    var global = AggregatorLawsTests.global
    var state = rule.initialState(for: global, using: RandomStream(seed: 0))
    for round in 1...4 {
      let updates = AggregatorLawsTests.updates(inRound: round)
      let stated = rule.combination(of: updates, into: global, state: state)
      #expect(stated.updates.count == updates.count)
      let made = try rule.aggregate(updates, into: global, state: &state)
      for (place, made) in made.values.enumerated() {
        var sum = 0.0
        for (update, coefficient) in zip(updates, stated.updates) {
          sum += coefficient * Double(update.parameters.values[place])
        }
        for (vector, coefficient) in stated.drift {
          sum += coefficient * Double(vector.values[place])
        }
        // One rounding to Float; the sums in Double may differ in their last bits.
        #expect(abs(Double(made) - sum) <= Double(made.ulp), "round \(round)")
      }
      global = made
    }
  }

  @Test("a member's coefficient is its share among the members")
  func renormalised() throws {
    let updates = AggregatorLawsTests.updates(inRound: 1)
    let global = AggregatorLawsTests.global
    let state = FedAvg().initialState(for: global, using: RandomStream(seed: 0))
    let stated = FedAvg().combination(
      of: [updates[0], updates[3]], into: global, state: state)
    #expect(stated.updates == [5.0 / 17, 12.0 / 17])
    #expect(stated.drift.isEmpty)
  }
}
