import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Krum")
struct KrumTests {
  @Test("takes the model nearest to its neighbours, whose number depends on f")
  func byHand() throws {
    let models: [[Float]] = [[0], [1], [3], [7], [100]]
    // Three neighbours: 59, 41, 29, 101, … ; two: 10, 5, 13, 52, …
    #expect(try merged(Krum(), models) == [3])
    #expect(try merged(Krum(byzantine: 1), models) == [1])
    // One neighbour at least: 0 and 1 tie.
    #expect(try merged(Krum(byzantine: 2), models) == [0.5])
    #expect(try merged(Krum(byzantine: 50), models) == [0.5])
  }

  @Test("is its definition", arguments: [1, 2, 3, 4, 5, 7, 10], [0, 1, 2])
  func definition(clients: Int, byzantine: Int) throws {
    for seed in 1...5 {
      let models = drawnModels(clients, seed: seed)
      let scores = naiveScores(models, byzantine: byzantine)
      let least = try #require(scores.min())
      let best = models.indices.filter { scores[$0] == least }
      let made = try merged(Krum(byzantine: byzantine), models)
      // One rounding, of numbers below 4.
      #expect(largestDifference(made, naiveMean(best.map { models[$0] })) <= 0x1p-23)
      if best.count == 1 { #expect(made == models[best[0]]) }
      let first = try merged(Krum(byzantine: byzantine, ties: .first), models)
      #expect(first == models[best[0]])
      let neighbours = max(1, clients - byzantine - 2)
      #expect(best.count == (clients > 1 && neighbours == 1 ? 2 : 1))
    }
  }

  @Test("of one client it is that one's model, and of two the mean")
  func few() throws {
    let models: [[Float]] = [[1, -3], [2, 5]]
    #expect(try merged(Krum(), [models[1]]) == [2, 5])
    #expect(try merged(Krum(), models) == [1.5, 1])
    #expect(try merged(Krum(), models, examples: [1, 900]) == [1.5, 1])
  }

  @Test("ties are shared, or go to the first as in Flower")
  func ties() throws {
    // Scores 10, 5, 5, 10.
    let models: [[Float]] = [[0], [1], [3], [4]]
    #expect(try merged(Krum(), models) == [2])
    #expect(try merged(Krum(ties: .first), models) == [1])
    #expect(try merged(Krum(ties: .first), models.reversed()) == [3])
    #expect(try merged(Krum(ties: .first), Array(models.prefix(2))) == [0])
    #expect(try merged(Krum(), [[5], [5], [5]]) == [5])
  }

  @Test("how clients are numbered does not matter, but where ties go to the first")
  func relabelling() throws {
    // Whole numbers, whose means of two are exact in any order.
    let models: [[Float]] = [[0, 4], [1, 0], [9, 9], [4, 1]]
    let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]]
    for count in 2...4 {
      for rule in [Krum(), Krum(byzantine: 1)] {
        let chosen = orders.map { order in order.filter { $0 < count }.map { models[$0] } }
        #expect(try Set(chosen.map { try merged(rule, $0) }).count == 1)
        // With one neighbour the nearest pair ties.
        let shares = count < 4 || rule.byzantine == 1
        let flower = Krum(byzantine: rule.byzantine, ties: .first)
        #expect(try Set(chosen.map { try merged(flower, $0) }).count == (shares ? 2 : 1))
      }
    }
  }

  @Test("Flower's defaults")
  func flower() {
    #expect(Krum.flowerDefaults == Krum(byzantine: 0, ties: .first))
    #expect(Krum() == Krum(byzantine: 0, ties: .mean))
  }

  @Test("refuses fewer clients than its promise needs")
  func clients() throws {
    for (byzantine, least) in [(0, 1), (1, 5), (2, 7)] {
      try Krum(byzantine: byzantine).check(clients: least)
    }
    for (byzantine, clients, most) in [(1, 4, 0), (2, 6, 1), (9, 5, 1), (1, 2, 0)] {
      let error = #expect(throws: InvalidSetting.self) {
        try Krum(byzantine: byzantine).check(clients: clients)
      }
      #expect(
        error?.description == """
          `byzantine` is \(byzantine), but must be at most \(most) where \(clients) clients take \
          part in a round: more than 2 × byzantine + 2 have to
          """)
    }
    let error = #expect(throws: InvalidSetting.self) { try Krum(byzantine: -1).validate() }
    #expect(error?.description == "`byzantine` is -1, but must be at least 0")
  }
}
