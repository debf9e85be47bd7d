import ApportionPrimitives
import Synchronization
import Testing

@Suite("concurrentMap")
struct ConcurrentMapTests {
  struct Failure: Error, Equatable {
    var index: Int
  }

  /// Which pieces of work have begun, and the most that were under way at once.
  final class Journal: Sendable {
    private let entries = Mutex((begun: [Int](), underWay: 0, most: 0))

    func begin(_ index: Int) {
      entries.withLock {
        $0.begun.append(index)
        $0.underWay += 1
        $0.most = max($0.most, $0.underWay)
      }
    }
    func end() { entries.withLock { $0.underWay -= 1 } }

    var begun: [Int] { entries.withLock { $0.begun } }
    var most: Int { entries.withLock { $0.most } }
  }

  @Test("results come in the order of the index, whatever the width", arguments: -1...4, 0...5)
  func order(width: Int, count: Int) async throws {
    let result = try await concurrentMap(count, width: width) { index in
      // Early pieces of work finish late.
      for _ in 0..<(10 * (count - index)) { await Task.yield() }
      return index * index
    }
    #expect(result == (0..<count).map { $0 * $0 })
  }

  @Test("a sum over the results has the same bits for 1, 2 and 3 at a time")
  func sameBits() async throws {
    let stream = RandomStream(seed: 1)
    var sums: Set<Double> = []
    for width in 1...3 {
      let draws = try await concurrentMap(100, width: width) { index in
        var own = stream.child("piece", index)
        return own.normal()
      }
      sums.insert(draws.reduce(0, +))
    }
    #expect(sums.count == 1)
  }

  @Test("results that are nil are kept")
  func optionals() async throws {
    let result = try await concurrentMap(3, width: 2) { $0 == 1 ? nil : $0 }
    #expect(result == [0, nil, 2])
  }

  @Test("no more than the width run at once", arguments: 1...3)
  func width(width: Int) async throws {
    let journal = Journal()
    _ = try await concurrentMap(20, width: width) { index in
      journal.begin(index)
      for _ in 0..<20 { await Task.yield() }
      journal.end()
    }
    #expect(journal.most <= width)
    #expect(journal.begun.sorted() == Array(0..<20))
  }

  // The time limit ends a hang, should these no longer run side by side.
  @Test("of several failures the one with the lowest index is reported", .timeLimit(.minutes(1)))
  func lowestFailure() async {
    let (failed, signal) = AsyncStream.makeStream(of: Void.self)
    await #expect(throws: Failure(index: 1)) {
      try await concurrentMap(5, width: 3) { index in
        switch index {
        case 1:
          // Fails only after the other has.
          for await _ in failed {}
          throw Failure(index: 1)
        case 2:
          signal.finish()
          throw Failure(index: 2)
        default: return index
        }
      }
    }
  }

  @Test("a cancelled map begins nothing more and says so", .timeLimit(.minutes(1)))
  func cancellation() async {
    let journal = Journal()
    let (begun, signal) = AsyncStream.makeStream(of: Void.self)
    let map = Task {
      try await concurrentMap(10, width: 1) { index in
        journal.begin(index)
        signal.finish()
        try? await Task.sleep(for: .seconds(3600))  // until cancelled
        return index
      }
    }
    for await _ in begun {}
    map.cancel()
    await #expect(throws: CancellationError.self) { try await map.value }
    #expect(journal.begun == [0])
  }
}

@Suite("chunks")
struct ChunksTests {
  @Test("cover the count once, in order, the last one shorter")
  func cover() {
    #expect(chunks(of: 7, by: 3) == [0..<3, 3..<6, 6..<7])
    #expect(chunks(of: 6, by: 3) == [0..<3, 3..<6])
    #expect(chunks(of: 2, by: 3) == [0..<2])
    #expect(chunks(of: 2, by: .max) == [0..<2])
    #expect(chunks(of: 0, by: 3) == [])
  }
}
