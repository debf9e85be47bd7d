import ApportionPrimitives
import ApportionValuation
import Testing

@Suite("Combinations")
struct CombinationsTests {
  @Test(
    "are numbered without gap or repetition", arguments: [(1, 0), (1, 1), (6, 3), (9, 2), (9, 8)])
  func numbered(players: Int, size: Int) throws {
    let subsets = Combinations(of: players, size: size)
    let count = try #require(subsets.count)
    let all = Set((0..<count).map { subsets[$0] })
    #expect(all.count == count)
    #expect(all.allSatisfy { $0.count == size && $0.isSubset(of: .grand(players)) })
    #expect(count == (0..<1 << players).count { $0.nonzeroBitCount == size })
  }

  @Test("the last one of very many is the last players")
  func last() throws {
    let subsets = Combinations(of: 1000, size: 6)
    let count = try #require(subsets.count)
    #expect(count == 1_368_173_298_991_500)
    #expect(subsets[0].members == Array(0..<6))
    #expect(subsets[count - 1].members == Array(994..<1000))
  }

  @Test("as many as fit in 62 bits can be counted")
  func binomial() {
    #expect(Combinations.binomial(64, 32) == 1_832_624_140_942_590_534)
    #expect(Combinations.binomial(66, 33) == nil)
    #expect(Combinations.binomial(1024, 512) == nil)
    #expect(Combinations.binomial(1024, 1023) == 1024)
    #expect(Combinations.binomial(5, 6) == 0)
  }

  @Test(
    "a keyed order is an order, and another for another key", arguments: [1, 2, 3, 45, 64, 1000])
  func keyedOrder(count: Int) {
    let stream = RandomStream(seed: 1)
    let orders = (0..<2).map { key in
      let order = FeistelPermutation(count: count, using: stream.child("key", key))
      return (0..<count).map { order[$0] }
    }
    for order in orders { #expect(order.sorted() == Array(0..<count)) }
    #expect(count < 45 || orders[0] != orders[1])
  }

  @Test("every place of a keyed order holds every number equally often")
  func uniform() {
    var counts = [Int](repeating: 0, count: 36)
    for key in 0..<6000 {
      let order = FeistelPermutation(count: 6, using: RandomStream(seed: UInt64(key)))
      for place in 0..<6 { counts[place * 6 + order[place]] += 1 }
    }
    // Each is binomial with mean 1,000 and deviation 29; five of those, once, with fixed keys.
    #expect(counts.allSatisfy { abs($0 - 1000) < 145 }, "\(counts)")
  }

  @Test("random coalitions of a size have it, and hold every player equally often")
  func random() {
    var stream = RandomStream(seed: 3)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7000 {
      let coalition = stream.coalition(of: 7, size: 3)
      #expect(coalition.count == 3)
      for player in coalition { counts[player] += 1 }
    }
    // Mean 3,000, deviation 41.
    #expect(counts.allSatisfy { abs($0 - 3000) < 205 }, "\(counts)")
  }
}
