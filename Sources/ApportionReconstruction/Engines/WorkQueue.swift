import Synchronization

/// Hands out the indices `0..<count`, each exactly once.
package final class WorkQueue: Sendable {
  private let count: Int
  private let taken = Atomic(0)

  package init(count: Int) { self.count = count }

  package func next() -> Int? {
    let index = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
