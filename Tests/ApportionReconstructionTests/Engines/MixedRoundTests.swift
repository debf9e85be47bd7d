import ApportionReconstruction
import ApportionSimulation
import ApportionValuation
import Testing

@Suite("MixedRound")
struct MixedRoundTests {
  static let strategies: [any Strategy] = [
    FedAvg(), FedAvgM(), FedAvgM(momentum: 0.9, serverLearningRate: 0.5), NormClipped(),
  ]

  static let all: [any Strategy] =
    strategies + [
      FedProx(), FedNova(), Scaffold(serverLearningRate: 0.5), FedDyn(),
      QFedAvg(q: 0.5, learningRate: 1),
    ]

  @Test("there is a base where the step depends on the coalition, and only there")
  func base() throws {
    for strategy in Self.all {
      let mixed = try MixedRound(
        DrawnRound(strategy: strategy, weights: [4, 1, 7], samples: [1, 1]).round())
      #expect((mixed?.base != nil) == (strategy is FedNova || strategy is FedDyn))
    }
  }

  @Test("totals are the shares of the examples, in bitmask order", arguments: strategies.indices)
  func totals(strategy: Int) throws {
    // Of sixteen, so that every share is exact.
    let drawn = DrawnRound(
      strategy: Self.strategies[strategy], weights: [1, 2, 0, 5, 8], samples: [1, 1])
    let mixed = try #require(try MixedRound(drawn.round()))
    #expect(mixed.players == 5)
    #expect(mixed.weighty == 0b11011)
    #expect(
      mixed.totals
        == (0..<32).map { set in
          Coalition(index: set).members.reduce(0) { $0 + Double(drawn.weights[$1]) / 16 }
        })
  }

  @Test(
    "the models' sum over a coalition, over its total, and the base are the model that the rule makes",
    arguments: all.indices, [1, 2, 3] as [UInt64])
  func models(strategy: Int, seed: UInt64) throws {
    let drawn = DrawnRound(
      hidden: [3], strategy: Self.all[strategy], weights: [4, 1, 0, 7],
      samples: [1, 1, 1], seed: seed)
    let round = try drawn.round()
    let mixed = try #require(try MixedRound(round))
    for set in 1..<16 where set & mixed.weighty != 0 {
      let members = Coalition(index: set).members
      let rebuilt = try round.replayed(with: members)
      for (place, number) in rebuilt.values.enumerated() {
        let terms =
          members.map { Double(mixed.models[$0].values[place]) / mixed.totals[set] }
          + [Double(mixed.base?.values[place] ?? 0)]
        // Each model was rounded once, and so was the rule's.
        let tolerance =
          (terms.reduce(0) { $0 + $1.magnitude } + Double(number.magnitude)) * 0x1p-24
        #expect(abs(terms.reduce(0, +) - Double(number)) <= tolerance)
      }
    }
  }

  @Test(
    "there is none where the rule in force is not affine", arguments: 1...10 as ClosedRange<UInt64>)
  func nonAffine(seed: UInt64) throws {
    let drawn = DrawnRound(strategy: FedRandom(), weights: [1, 1], samples: [1, 1], seed: seed)
    let round = try drawn.round()
    #expect((try MixedRound(round) == nil) == (round.strategy == "fed-median"))
    var median = drawn
    median.strategy = FedMedian()
    #expect(try MixedRound(median.round()) == nil)
  }
}
