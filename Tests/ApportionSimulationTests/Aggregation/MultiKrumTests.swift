import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("MultiKrum")
struct MultiKrumTests {
  @Test("is its definition", arguments: [4, 5, 7, 10], [1, 2, 3, 5])
  func definition(clients: Int, keep: Int) throws {
    for seed in 1...4 {
      let models = drawnModels(clients, seed: seed)
      let scores = naiveScores(models, byzantine: 0)
      let best = models.indices.sorted { scores[$0] < scores[$1] }.prefix(keep)
      let made = try merged(MultiKrum(keep: keep), models)
      // One rounding, of numbers below 4.
      #expect(largestDifference(made, naiveMean(best.map { models[$0] })) <= 0x1p-23)
    }
  }

  @Test("with one place it is Krum", arguments: [1, 2, 3, 4, 7], Krum.Ties.allCases)
  func one(clients: Int, ties: Krum.Ties) throws {
    for (seed, byzantine) in [(1, 0), (2, 1), (3, 2)] {
      let models = drawnModels(clients, seed: seed)
      let multi = MultiKrum(byzantine: byzantine, keep: 1, ties: ties)
      #expect(
        try merged(multi, models) == merged(Krum(byzantine: byzantine, ties: ties), models))
    }
  }

  @Test(
    "with a place for everybody it is the mean, unweighted or FedAvg's", arguments: [1, 2, 3, 6])
  func everybody(clients: Int) throws {
    let models = drawnModels(clients)
    let examples = (0..<clients).map { 3 * $0 + 1 }
    for keep in [clients, clients + 3] {
      let equal = try merged(MultiKrum(keep: keep), models, examples: examples)
      #expect(largestDifference(equal, naiveMean(models)) <= 0x1p-23)
      let weighted = MultiKrum(keep: keep, weighting: .examples)
      #expect(
        try merged(weighted, models, examples: examples)
          == merged(FedAvg(), models, examples: examples))
    }
  }

  @Test("clients that tie for the last place share it, or the first has it")
  func ties() throws {
    // Scores 10, 5, 5, 10.
    let models: [[Float]] = [[0], [1], [3], [4]]
    #expect(try merged(MultiKrum(keep: 2), models) == [2])
    // 1, 3 and half of 0 and 4 each; or 0, 1, 3.
    #expect(try merged(MultiKrum(keep: 3), models) == [2])
    #expect(try merged(MultiKrum(keep: 3, ties: .first), models) == [4.0 / 3])
    // By examples: (1·3 + 3·1 + ½·4·8) / (3 + 1 + ½·0 + ½·8), were it not that 0 has some, too.
    let weighted = MultiKrum(keep: 3, weighting: .examples)
    #expect(try merged(weighted, models, examples: [2, 3, 1, 8]) == [22.0 / 9])
  }

  @Test("Flower's defaults")
  func flower() {
    #expect(
      MultiKrum.flowerDefaults
        == MultiKrum(byzantine: 0, keep: 3, ties: .first, weighting: .examples))
  }

  @Test("refuses to keep nobody, or more than take part")
  func refusals() throws {
    try MultiKrum(keep: 3).check(clients: 3)
    let none = #expect(throws: InvalidSetting.self) { try MultiKrum(keep: 0).validate() }
    #expect(none?.description == "`keep` is 0, but must be at least 1")
    let negative = #expect(throws: InvalidSetting.self) {
      try MultiKrum(byzantine: -2, keep: 1).validate()
    }
    #expect(negative?.description == "`byzantine` is -2, but must be at least 0")
    let many = #expect(throws: InvalidSetting.self) { try MultiKrum(keep: 4).check(clients: 3) }
    #expect(
      many?.description == """
        `keep` is 4, but must be at most 3, because no more clients take part in a round
        """)
    let few = #expect(throws: InvalidSetting.self) {
      try MultiKrum(byzantine: 1, keep: 1).check(clients: 4)
    }
    #expect(
      few?.description == """
        `byzantine` is 1, but must be at most 0 where 4 clients take part in a round: more than \
        2 × byzantine + 2 have to
        """)
  }
}
