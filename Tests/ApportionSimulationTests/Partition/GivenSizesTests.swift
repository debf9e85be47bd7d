import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("GivenSizes")
struct GivenSizesTests {
  private func refusal(_ change: (inout GivenSizes) -> Void) -> String {
    var rule = GivenSizes()
    change(&rule)
    return complaint {
      _ = try rule.partition(examples(50), rows: Array(0..<50), using: RandomStream(seed: 1))
    }
  }

  @Test("every client gets the size given, and what is left goes to nobody")
  func exact() throws {
    var rule = GivenSizes()
    rule.sizes = [7, 1, 20, 3]
    let shards = try rule.partition(
      examples(50), rows: Array(10..<50), using: RandomStream(seed: 1))
    #expect(shards.map(\.rows.count) == [7, 1, 20, 3])
    #expect(shards.map(\.name) == ["0", "1", "2", "3"])
    rule.sizes = [25, 25]
    let all = try rule.partition(
      examples(50), rows: Array(0..<50), using: RandomStream(seed: 1))
    #expect(all.flatMap(\.rows).sorted() == Array(0..<50))
  }

  @Test("one more client changes nobody else's examples")
  func anotherClient() throws {
    var rule = GivenSizes()
    rule.sizes = [7, 1]
    func shards() throws -> [Shard] {
      try rule.partition(examples(50), rows: Array(0..<50), using: RandomStream(seed: 1))
    }
    let two = try shards()
    rule.sizes.append(30)
    #expect(try Array(shards().prefix(2)) == two)
  }

  @Test("refuses sizes that the examples do not reach")
  func refusals() {
    #expect(
      refusal { $0.sizes = [30, 21] }
        == "sizes: the sizes add up to 51, but there are 50 training examples")
    #expect(
      refusal { $0.sizes = [.max, .max] } == """
        sizes: the sizes add up to 18446744073709551614, but there are 50 training examples
        """)
    #expect(
      refusal {
        $0.sizes = [10, 1]
        $0.minimumExamples = 5
      } == """
        sizes: client 1 gets 1 example, fewer than 5; lower `minimum_examples` or change the \
        partition
        """)
    #expect(
      refusal {
        $0.sizes = [10, 4]
        $0.minimumExamples = 5
      } == """
        sizes: client 1 gets 4 examples, fewer than 5; lower `minimum_examples` or change the \
        partition
        """)
  }
}
