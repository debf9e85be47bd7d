import ApportionPrimitives
import ApportionSimulation
import Testing

@Suite("IID")
struct IIDTests {
  @Test("clients are of one size to within one example", arguments: 1...24)
  func sizes(clients: Int) throws {
    var iid = IID()
    (iid.clients, iid.minimumExamples) = (clients, 1)
    for count in [24, 25, 47, 100] {
      let shards = try iid.partition(
        examples(count), rows: Array(0..<count), using: RandomStream(seed: 1))
      let sizes = shards.map(\.rows.count)
      #expect(shards.map(\.name) == (0..<clients).map(String.init))
      #expect(sizes.reduce(0, +) == count)
      #expect(sizes.allSatisfy { $0 == count / clients || $0 == (count + clients - 1) / clients })
    }
  }

  @Test("any row may come to any client", arguments: 1...3 as ClosedRange<UInt64>)
  func uniform(seed: UInt64) throws {
    var iid = IID()
    (iid.clients, iid.minimumExamples) = (4, 1)
    let dataset = examples(8)
    var met = [[Int]](repeating: [0, 0, 0, 0], count: 8)
    let draws = 400
    for draw in 0..<draws {
      let shards = try iid.partition(
        dataset, rows: Array(0..<8), using: RandomStream(seed: seed).child("draw", draw))
      for (client, shard) in shards.enumerated() {
        for row in shard.rows { met[row][client] += 1 }
      }
    }
    // Each of the 32 counts is binomial(400, ¼): 100 with a standard error of 8.7, four and a half
    // of them because the largest of so many is asked for.
    #expect(met.joined().allSatisfy { abs($0 - 100) <= 39 })
  }
}
