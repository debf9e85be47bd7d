import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("ClassShards")
struct ClassShardsTests {
  private func rule(clients: Int, classes: Int, minimum: Int = 1) -> ClassShards {
    var rule = ClassShards()
    (rule.clients, rule.classesPerClient, rule.minimumExamples) = (clients, classes, minimum)
    return rule
  }

  /// `sizes[c]` examples of class c.
  private func dataset(_ sizes: [Int]) -> Dataset {
    let labels = sizes.enumerated().flatMap { label, size in
      Array(repeating: Int32(label), count: size)
    }
    return Dataset(
      features: labels.map(Float.init), featureCount: 1, labels: labels,
      classNames: sizes.indices.map { "no. \($0)" })
  }

  @Test(
    "every client holds exactly k classes, and every class is held",
    arguments: [(5, 2), (10, 1), (3, 4), (7, 3), (4, 10), (1, 10)],
    1...3 as ClosedRange<UInt64>)
  func exactlyK(clientsAndClasses: (Int, Int), seed: UInt64) throws {
    let (clients, classes) = clientsAndClasses
    let sizes = (0..<10).map { 20 + 3 * $0 }
    let dataset = dataset(sizes)
    let shards = try rule(clients: clients, classes: classes).partition(
      dataset, rows: Array(0..<dataset.count), using: RandomStream(seed: seed))
    let counts = shards.map { dataset.classCounts(of: $0.rows) }
    for held in counts { #expect(held.count { $0 > 0 } == classes) }
    let holders = (0..<10).map { label in counts.count { $0[label] > 0 } }
    // The classes that the fewest hold are taken first, so none is held twice more than another.
    #expect((holders.max() ?? 0) - (holders.min() ?? 0) <= 1)
    #expect(holders.allSatisfy { $0 >= 1 })
    for label in 0..<10 {
      let parts = counts.map { $0[label] }.filter { $0 > 0 }
      #expect((parts.max() ?? 0) - (parts.min() ?? 0) <= 1)
    }
  }

  @Test("which client holds which classes is drawn")
  func drawn() throws {
    let dataset = dataset([20, 20, 20, 20, 20, 20])
    let holdings = try (1...10).map { seed in
      try rule(clients: 3, classes: 2).partition(
        dataset, rows: Array(0..<120), using: RandomStream(seed: seed)
      ).map { dataset.classCounts(of: $0.rows).map { $0 > 0 } }
    }
    #expect(Set(holdings).count > 1)
  }

  @Test("a class without training rows is left out")
  func absentClass() throws {
    let dataset = dataset([10, 10, 10])
    let rows = Array(0..<10) + Array(20..<30)
    let shards = try rule(clients: 2, classes: 1).partition(
      dataset, rows: rows, using: RandomStream(seed: 1))
    #expect(shards.flatMap(\.rows).sorted() == rows)
    for shard in shards { #expect(Set(shard.rows.map { dataset.labels[$0] }).count == 1) }
  }

  @Test("refuses what cannot be dealt")
  func refusals() {
    func refusal(_ rule: ClassShards, _ sizes: [Int]) -> String {
      let dataset = dataset(sizes)
      return complaint {
        _ = try rule.partition(
          dataset, rows: Array(0..<dataset.count), using: RandomStream(seed: 1))
      }
    }
    #expect(
      refusal(rule(clients: 2, classes: 4), [20, 20, 20])
        == "shards: `classes_per_client` is 4, but the data have 3 classes")
    #expect(
      refusal(rule(clients: 2, classes: 1), [20, 20, 20]) == """
        shards: 2 clients of 1 class cannot hold all 3 classes; raise `clients` or \
        `classes_per_client`
        """)
    #expect(
      refusal(rule(clients: 2, classes: 2), [20, 20, 20, 20, 20]) == """
        shards: 2 clients of 2 classes cannot hold all 5 classes; raise `clients` or \
        `classes_per_client`
        """)
    // Were it dealt, two of the five would hold one class only.
    #expect(
      refusal(rule(clients: 5, classes: 2), [40, 3]) == """
        shards: class no. 1 is divided among 5 clients, but has only 3 training examples; lower \
        `clients` or `classes_per_client`
        """)
    #expect(
      refusal(rule(clients: 2, classes: 1, minimum: 5), [4, 20])
        .hasSuffix(
          "gets 4 examples, fewer than 5; lower `minimum_examples` or change the partition"))
  }
}
