import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("AffineCombination")
struct AffineCombinationTests {
  @Test("steps: the same for all, a mean by totals, or growing with the totals")
  func steps() {
    func step(_ step: AffineCombination.Step, _ members: [Int]) -> Double {
      AffineCombination(weights: [1, 1, 1], totals: [1, 2, 5], step: step).step(of: members)
    }
    for members in [[0], [1, 2], [0, 1, 2]] { #expect(step(.constant(0.3), members) == 0.3) }
    #expect(step(.mean([8, 2, 4]), [0]) == 8)
    #expect(step(.mean([8, 2, 4]), [0, 1]) == 4)
    #expect(step(.mean([8, 2, 4]), [0, 1, 2]) == 4)
    #expect(step(.growing(0.25), [0]) == 1.25)
    #expect(step(.growing(0.25), [1, 2]) == 2.75)
  }

  @Test("a client without examples has no weight, no total and no step, and no rule hears of it")
  func withoutExamples() throws {
    let global = StrategyLawsTests.global
    let rules: [any Strategy] = [
      FedAvg(), FedProx(), FedNova(), Scaffold(), FedDyn(), QFedAvg(), FedRandom(of: [FedNova()]),
    ]
    for rule in rules {
      let server = try StrategyLawsTests.seasoned(rule, seed: 3)
      var updates = StrategyLawsTests.updates(inRound: 5)
      // Not even whether it says what the rule asks for.
      updates[1] = ClientUpdate(client: 2, parameters: updates[1].parameters, exampleCount: 0)
      let combination = try #require(try server.combination(of: updates, into: global))
      #expect(combination.weights[1] == 0)
      #expect(combination.totals[1] == 0)
      updates.remove(at: 1)
      let without = try #require(try server.combination(of: updates, into: global))
      #expect([0, 2, 3].map { combination.weights[$0] } == without.weights)
      #expect([0, 2, 3].map { combination.totals[$0] } == without.totals)
      if case .mean(let steps) = combination.step { #expect(steps[1] == 0) }
      #expect(combination.step(of: [2, 3]) == without.step(of: [1, 2]), "\(type(of: rule).id)")
      var (all, fewer) = (server, server)
      let zero = ClientUpdate(client: 2, parameters: global, exampleCount: 0)
      #expect(
        try all.aggregate(updates + [zero], into: global)
          == fewer.aggregate(updates, into: global))
      #expect(all == fewer)
    }
  }

  @Test(
    "is the model that the rule makes, of everybody and of some",
    arguments: 1...3 as ClosedRange<UInt64>)
  func models(seed: UInt64) throws {
    let global = StrategyLawsTests.numbers("start")
    for strategy in StrategyLawsTests.strategies {
      let server = try StrategyLawsTests.seasoned(strategy, seed: seed)
      let updates = StrategyLawsTests.updates(inRound: 5)
      guard let combination = try server.combination(of: updates, into: global) else { continue }
      for members in [[0, 1, 2, 3], [1], [0, 2], [1, 2, 3]] {
        var copy = server
        let made = try copy.aggregate(members.map { updates[$0] }, into: global)
        let total = members.reduce(0) { $0 + combination.totals[$1] }
        for place in global.values.indices {
          let origin = Double(combination.origin?.values[place] ?? 0)
          var truth = combination.offset.reduce(0) {
            $0 + $1.coefficient * Double($1.vector.values[place])
          }
          for member in members {
            truth +=
              combination.step(of: members) * combination.weights[member] / total
              * (Double(updates[member].parameters.values[place]) - origin)
          }
          // One rounding of the sum, and those in Double of terms that may cancel.
          #expect(
            abs(Double(made.values[place]) - truth) <= abs(truth) * 0x1p-23 + 1e-12,
            "\(type(of: strategy).id) of \(members)")
        }
      }
    }
  }
}
