import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Bulyan")
struct BulyanTests {
  /// The rule from its definition, for enough clients.
  static func naive(_ models: [[Float]], byzantine: Int) -> [Double] {
    var (left, taken) = (models, [[Float]]())
    while taken.count < models.count - 2 * byzantine {
      let scores = naiveScores(left, byzantine: byzantine)
      let ranking = left.indices.sorted {
        scores[$0] == scores[$1]
          ? left[$0].lexicographicallyPrecedes(left[$1]) : scores[$0] < scores[$1]
      }
      taken.append(left.remove(at: ranking[0]))
    }
    return models[0].indices.map { place in
      let column = taken.map { Double($0[place]) }.sorted()
      let median = (column[(column.count - 1) / 2] + column[column.count / 2]) / 2
      let nearest = column.sorted { abs($0 - median) < abs($1 - median) }
        .prefix(column.count - 2 * byzantine)
      return nearest.reduce(0, +) / Double(nearest.count)
    }
  }

  @Test("is its definition", arguments: [(7, 1), (8, 1), (10, 1), (11, 2), (12, 2), (3, 0)])
  func definition(clients: Int, byzantine: Int) throws {
    for seed in 1...5 {
      let models = drawnModels(clients, seed: seed)
      let made = try merged(Bulyan(byzantine: byzantine), models)
      // One rounding, of numbers below 4.
      #expect(
        largestDifference(made, Self.naive(models, byzantine: byzantine)) <= 0x1p-23)
    }
  }

  @Test("of two numbers equally far from the median the lower stays")
  func tiedNumbers() throws {
    // Krum leaves out the two far away. Of 0, 6, 8, 16 and 30, whose median is 8, 30 goes, and of 0
    // and 16 the latter.
    #expect(try merged(Bulyan(), [[0], [6], [8], [16], [30], [-1000], [1000]]) == [14.0 / 3])
  }

  @Test("how clients are numbered does not matter to a bit", arguments: 1...5)
  func relabelling(seed: Int) throws {
    let models = drawnModels(8, seed: seed)
    let made = try merged(Bulyan(), models)
    var draws = RandomStream(seed: 60).child("order", seed)
    for _ in 0..<5 {
      let order = draws.permutation(of: 8)
      #expect(try merged(Bulyan(), order.map { models[$0] }) == made)
    }
    #expect(try merged(Bulyan(), models, examples: [9, 8, 7, 6, 5, 4, 3, 2]) == made)
  }

  @Test("of fewer clients than it needs it is the coordinate-wise median", arguments: 1...14)
  func few(clients: Int) throws {
    let models = drawnModels(clients)
    let median = try merged(FedMedian(), models)
    for byzantine in 1...3 {
      let made = try merged(Bulyan(byzantine: byzantine), models)
      #expect((made == median) == (clients < 4 * byzantine + 3))
    }
  }

  @Test("without Byzantine clients it is the unweighted mean", arguments: 1...6)
  func none(clients: Int) throws {
    let models = drawnModels(clients)
    let made = try merged(Bulyan.flowerDefaults, models)
    #expect(largestDifference(made, naiveMean(models)) <= 0x1p-23)
  }

  @Test("refuses a round of fewer clients than it needs")
  func clients() throws {
    for (byzantine, least) in [(0, 1), (1, 7), (2, 11)] {
      try Bulyan(byzantine: byzantine).check(clients: least)
    }
    for (byzantine, clients, most) in [(1, 6, 0), (2, 10, 1), (1, 2, 0), (Int.max, 8, 1)] {
      let error = #expect(throws: InvalidSetting.self) {
        try Bulyan(byzantine: byzantine).check(clients: clients)
      }
      #expect(
        error?.description == """
          `byzantine` is \(byzantine), but must be at most \(most) where \(clients) clients take \
          part in a round: 4 × byzantine + 3 or more have to
          """)
    }
    let nested = #expect(throws: InvalidSetting.self) {
      try FedRandom(of: [FedAvg(), FedRandom(of: [Bulyan()])]).check(clients: 1)
    }
    #expect(
      nested?.description == """
        `of[1].of[0].byzantine` is 1, but must be at most 0 where 1 client takes part in a round: \
        4 × byzantine + 3 or more have to
        """)
    let negative = #expect(throws: InvalidSetting.self) { try Bulyan(byzantine: -1).validate() }
    #expect(negative?.description == "`byzantine` is -1, but must be at least 0")
  }
}
