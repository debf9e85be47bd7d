import ApportionPrimitives
import ApportionSimulation

/// One way to evaluate the models of all coalitions of a round with an affine strategy.
///
/// Each worker creates its own engine for a round; the engine holds the worker's memory. It processes panels
/// of examples one at a time. Entries of the empty coalition, and of coalitions without weight, have no
/// meaning.
protocol CoalitionEngine: ~Copyable, SendableMetatype {
  /// Adds the outcome of every coalition's model on `panel` to `table`.
  mutating func evaluate(_ panel: EvaluationSet.Panel, into table: inout OutcomeTable)
}

extension OutcomeTable {
  /// Evaluates all coalitions of `players` players on all panels.
  ///
  /// The `workers` tasks take chunks of panels from a queue. The chunks are the same for any number of
  /// workers and their tables are added in order.
  static func evaluated<Engine: CoalitionEngine & ~Copyable>(
    by makeEngine: @escaping @Sendable () -> Engine, players: Int, on evaluation: EvaluationSet,
    workers: Int
  ) async throws -> OutcomeTable {
    let chunks = chunks(of: evaluation.panels.count, by: 4)
    let sum = OrderedSum(OutcomeTable(players: players))
    let queue = WorkQueue(count: chunks.count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(workers, chunks.count) {
        group.addTask {
          var engine = makeEngine()
          while let index = queue.next() {
            var table = OutcomeTable(players: players)
            for panel in evaluation.panels[chunks[index]] {
              try Task.checkCancellation()
              engine.evaluate(panel, into: &table)
            }
            sum.add(table, at: index)
          }
        }
      }
      try await group.waitForAll()
    }
    return sum.value
  }
}
