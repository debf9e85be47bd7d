import ApportionPrimitives
import ApportionReconstruction
import Testing

@Suite("OrderedSum")
struct OrderedSumTests {
  /// Tables whose losses give other sums in another order.
  static let tables = (0..<4).map { index in
    var table = OutcomeTable(players: 1)
    table.correct = [Int32(index), 10 * Int32(index)]
    table.lossSums = [[1e16, 1, -1e16, 1][index], 0.1 * Double(index)]
    return table
  }

  /// Every order in which they can arrive.
  static let arrivals = permutations(of: Array(0..<4))

  @Test("adds in the order of the index, whatever the order of arrival", arguments: arrivals)
  func order(arrival: [Int]) {
    let sum = OrderedSum(OutcomeTable(players: 1))
    for index in arrival { sum.add(Self.tables[index], at: index) }
    #expect(sum.value.correct == [6, 60])
    // ((1e16 + 1) − 1e16) + 1, whose first sum is rounded to 1e16.
    #expect(sum.value.lossSums == [1, 0.1 + 0.1 * 2 + 0.1 * 3])
  }

  @Test("has not added what still waits for an earlier one")
  func waiting() {
    let sum = OrderedSum(OutcomeTable(players: 1))
    sum.add(Self.tables[1], at: 1)
    #expect(sum.value == OutcomeTable(players: 1))
    sum.add(Self.tables[0], at: 0)
    #expect(sum.value.correct == [1, 10])
  }

  @Test("gives the same bits to many that add at once", arguments: [1, 2, 3] as [UInt64])
  func concurrent(seed: UInt64) async {
    let tables = (0..<200).map { index in
      var draws = RandomStream(seed: seed).child("table", index)
      var table = OutcomeTable(players: 2)
      for set in 0..<4 { table.lossSums[set] = draws.normal() * 1e8 }
      return table
    }
    var expected = OutcomeTable(players: 2)
    for table in tables { expected.add(table) }
    let sum = OrderedSum(OutcomeTable(players: 2))
    let queue = WorkQueue(count: tables.count)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { while let index = queue.next() { sum.add(tables[index], at: index) } }
      }
    }
    #expect(sum.value == expected)
  }

  private static func permutations(of items: [Int]) -> [[Int]] {
    items.isEmpty
      ? [[]]
      : items.flatMap { first in
        permutations(of: items.filter { $0 != first }).map { [first] + $0 }
      }
  }
}

@Suite("WorkQueue")
struct WorkQueueTests {
  @Test("hands out each index once, whoever asks", arguments: [1, 2, 8])
  func once(takers: Int) async {
    let queue = WorkQueue(count: 5000)
    let taken = await withTaskGroup(of: [Int].self) { group in
      for _ in 0..<takers {
        group.addTask {
          var mine: [Int] = []
          while let index = queue.next() { mine.append(index) }
          return mine
        }
      }
      return await group.reduce(into: [[Int]]()) { $0.append($1) }
    }
    #expect(taken.flatMap { $0 }.sorted() == Array(0..<5000))
    #expect(taken.allSatisfy { $0 == $0.sorted() })
    #expect(queue.next() == nil)
  }

  @Test("of nothing hands out nothing")
  func empty() {
    #expect(WorkQueue(count: 0).next() == nil)
  }
}
