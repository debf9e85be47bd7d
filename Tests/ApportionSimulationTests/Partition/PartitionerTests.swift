import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("Every partitioner")
struct PartitionerTests {
  private static let seeds: ClosedRange<UInt64> = 1...4
  private let dataset = examples(720, sites: 3)
  /// Not all rows are for training.
  private let rows = (0..<720).filter { $0 % 8 != 5 }

  private var partitioners: [any Partitioner] {
    Catalog<any Partitioner>.partitioners.types.compactMap { $0.init() as? any Partitioner }
  }

  @Test("deals every training row once and no other, in order", arguments: seeds)
  func complete(seed: UInt64) throws {
    for partitioner in partitioners {
      let shards = try partitioner.partition(dataset, rows: rows, using: RandomStream(seed: seed))
      let dealt = shards.flatMap(\.rows)
      #expect(Set(dealt).count == dealt.count)
      #expect(Set(dealt).isSubset(of: rows))
      for shard in shards { #expect(shard.rows == shard.rows.sorted()) }
      // Given sizes leave what is beyond their sum to nobody.
      let expected = (partitioner as? GivenSizes)?.sizes.reduce(0, +) ?? rows.count
      #expect(dealt.count == expected)
    }
  }

  @Test("gives every client the minimum, and a name of its own", arguments: seeds)
  func minimum(seed: UInt64) throws {
    for partitioner in partitioners {
      let shards = try partitioner.partition(dataset, rows: rows, using: RandomStream(seed: seed))
      #expect(shards.allSatisfy { $0.rows.count >= partitioner.minimumExamples })
      #expect(Set(shards.map(\.name)).count == shards.count)
    }
  }

  @Test("deals the same for the same stream and otherwise for another", arguments: seeds)
  func seeded(seed: UInt64) throws {
    for partitioner in partitioners {
      func shards(_ seed: UInt64) throws -> [Shard] {
        try partitioner.partition(dataset, rows: rows, using: RandomStream(seed: seed))
      }
      #expect(try shards(seed) == shards(seed))
      let isNatural = partitioner is NaturalSites
      #expect(try (shards(seed) == shards(seed + 100)) == isNatural)
    }
  }

  @Test("refuses more clients than there are examples for, however many")
  func tooManyClients() {
    func refusal(_ partitioner: some Partitioner) -> String {
      complaint {
        _ = try partitioner.partition(
          dataset, rows: Array(rows.prefix(49)), using: RandomStream(seed: 1))
      }
    }
    var sizes = DirichletSizes()
    sizes.alpha = 100
    for (id, text) in [
      (IID.id, refusal(IID())), (DirichletLabels.id, refusal(DirichletLabels())),
      (DirichletSizes.id, refusal(sizes)), (ClassShards.id, refusal(ClassShards())),
    ] {
      #expect(
        text == """
          \(id): 5 clients with at least 10 examples each need 50, but there are 49 training \
          examples; lower `clients` or `minimum_examples`
          """)
    }
    var many = IID()
    (many.clients, many.minimumExamples) = (50, 1)
    #expect(
      refusal(many) == """
        iid: 50 clients with at least 1 example each need 50, but there are 49 training examples; \
        lower `clients` or `minimum_examples`
        """)
    (many.clients, many.minimumExamples) = (.max, 10)
    #expect(
      refusal(many) == """
        iid: 9223372036854775807 clients with at least 10 examples each need \
        92233720368547758070, but there are 49 training examples; lower `clients` or \
        `minimum_examples`
        """)
  }

  @Test("speaks of one thing in the singular")
  func singular() {
    #expect(
      PartitionError.tooManyClients(partition: "iid", clients: 1, examples: 1, minimum: 2)
        .description == """
          iid: 1 client with at least 2 examples each needs 2, but there is 1 training example; \
          lower `clients` or `minimum_examples`
          """)
    #expect(
      PartitionError.noLuck(partition: "iid", attempts: 1000, clients: 2, minimum: 1)
        .description == """
          iid: in 1000 draws, none gave each of 2 clients at least 1 example; raise `alpha`, or \
          lower `clients` or `minimum_examples`
          """)
    #expect(
      PartitionError.tooManyClassesPerClient(asked: 2, classes: 1).description
        == "shards: `classes_per_client` is 2, but the data have 1 class")
    #expect(
      PartitionError.classesWithoutClient(clients: 1, perClient: 1, classes: 2).description == """
        shards: 1 client of 1 class cannot hold all 2 classes; raise `clients` or \
        `classes_per_client`
        """)
    #expect(
      PartitionError.sizesExceedExamples(sum: 2, examples: 1).description
        == "sizes: the sizes add up to 2, but there is 1 training example")
  }

  @Test("refuses settings that are out of range")
  func settings() {
    func refusal<Rule: Partitioner>(_ rule: Rule, _ change: (inout Rule) -> Void) -> String {
      var rule = rule
      change(&rule)
      return complaint { try rule.validate() }
    }
    let noClients = "`clients` is 0, but must be at least 1"
    #expect(refusal(IID()) { $0.clients = 0 } == noClients)
    #expect(refusal(DirichletLabels()) { $0.clients = 0 } == noClients)
    #expect(refusal(DirichletSizes()) { $0.clients = 0 } == noClients)
    #expect(refusal(ClassShards()) { $0.clients = 0 } == noClients)
    let noMinimum = "`minimumExamples` is 0, but must be at least 1"
    #expect(refusal(IID()) { $0.minimumExamples = 0 } == noMinimum)
    #expect(refusal(DirichletLabels()) { $0.minimumExamples = 0 } == noMinimum)
    #expect(refusal(DirichletSizes()) { $0.minimumExamples = 0 } == noMinimum)
    #expect(refusal(ClassShards()) { $0.minimumExamples = 0 } == noMinimum)
    #expect(refusal(GivenSizes()) { $0.minimumExamples = 0 } == noMinimum)
    #expect(refusal(NaturalSites()) { $0.minimumExamples = 0 } == noMinimum)
    for (alpha, shown, allowed) in [
      (0.0, "0.0", "above 0 and finite"), (-1.0, "-1.0", "above 0 and finite"),
      (.infinity, "inf", "above 0 and finite"), (.nan, "nan", "above 0 and finite"),
      (1e-301, "1e-301", "at least 1e-300"),
    ] {
      let text = "`alpha` is \(shown), but must be \(allowed)"
      #expect(refusal(DirichletLabels()) { $0.alpha = alpha } == text)
      #expect(refusal(DirichletSizes()) { $0.alpha = alpha } == text)
    }
    #expect(
      refusal(ClassShards()) { $0.classesPerClient = 0 }
        == "`classesPerClient` is 0, but must be at least 1")
    #expect(
      refusal(GivenSizes()) { $0.sizes = [3, 0] }
        == "`sizes` is [3, 0], but must be one or more whole numbers of at least 1")
    #expect(
      refusal(GivenSizes()) { $0.sizes = [] }
        == "`sizes` is [], but must be one or more whole numbers of at least 1")
  }
}
