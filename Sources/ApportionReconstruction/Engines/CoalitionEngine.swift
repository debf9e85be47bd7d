import ApportionPrimitives
import ApportionSimulation

/// One way to judge the models of all coalitions of a round with an affine rule.
///
/// An engine is made for a round, once for each worker, and holds the worker's memory. It goes
/// through panels of examples one at a time. Entries of the empty set, and of sets without weight,
/// mean nothing.
protocol CoalitionEngine: ~Copyable, SendableMetatype {
  init(_ round: MixedRound, losses: Bool, kernels: Kernels)

  /// How many numbers a worker's memory holds, its table aside.
  static func size(of network: Network, players: Int) -> Int

  /// Adds what every coalition's model makes of `panel` to `table`.
  mutating func judge(_ panel: Evaluation.Panel, into table: inout OutcomeTable)
}

extension OutcomeTable {
  /// Judges all coalitions on all panels.
  ///
  /// `workers` of them take chunks of panels from a queue; chunks are the same for any number of workers and
  /// their tables are added in order.
  static func judged<Engine: CoalitionEngine & ~Copyable>(
    by engine: Engine.Type, _ round: MixedRound, on evaluation: Evaluation, losses: Bool,
    workers: Int, kernels: Kernels
  ) async throws -> OutcomeTable {
    let chunks = chunks(of: evaluation.panels.count, by: 4)
    let sum = OrderedSum(OutcomeTable(players: round.players))
    let queue = WorkQueue(count: chunks.count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(workers, chunks.count) {
        group.addTask {
          var engine = Engine(round, losses: losses, kernels: kernels)
          while let index = queue.next() {
            try Task.checkCancellation()
            var table = OutcomeTable(players: round.players)
            for panel in evaluation.panels[chunks[index]] { engine.judge(panel, into: &table) }
            sum.add(table, at: index)
          }
        }
      }
      try await group.waitForAll()
    }
    return sum.value
  }
}
