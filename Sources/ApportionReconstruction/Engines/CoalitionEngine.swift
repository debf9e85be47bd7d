import ApportionPrimitives
import ApportionSimulation

/// One way to evaluate the models of all coalitions of a round with an affine rule.
///
/// An engine is made for a round, once for each worker, and holds the worker's memory. It goes
/// through panels of examples one at a time. Entries of the empty set, and of sets without weight,
/// mean nothing.
protocol CoalitionEngine: ~Copyable, SendableMetatype {
  /// Adds what every coalition's model makes of `panel` to `table`.
  mutating func evaluate(_ panel: EvaluationSet.Panel, into table: inout OutcomeTable)
}

extension OutcomeTable {
  /// Evaluates all coalitions of so many players on all panels.
  ///
  /// `workers` of them take chunks of panels from a queue; chunks are the same for any number of workers and
  /// their tables are added in order.
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
