import Synchronization

/// Adds tables in the order of their indices, regardless of the order in which they arrive.
package final class OrderedSum: Sendable {
  private struct State {
    var sum: OutcomeTable
    var next = 0
    var waiting: [Int: OutcomeTable] = [:]
  }

  private let state: Mutex<State>

  package init(_ start: OutcomeTable) { state = Mutex(State(sum: start)) }

  package var value: OutcomeTable { state.withLock { $0.sum } }

  package func add(_ table: OutcomeTable, at index: Int) {
    state.withLock { state in
      state.waiting[index] = table
      while let ready = state.waiting.removeValue(forKey: state.next) {
        state.sum.add(ready)
        state.next += 1
      }
    }
  }
}
