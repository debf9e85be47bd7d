import ApportionSimulation

/// How the model of every coalition does on some examples, in bitmask order.
struct OutcomeTable: Hashable, Sendable {
  /// Correct predictions.
  var correct: [Int32]
  /// Sums of cross-entropies, in nats.
  var lossSums: [Double]

  init(players: Int) {
    correct = Array(repeating: 0, count: 1 << players)
    lossSums = Array(repeating: 0, count: 1 << players)
  }

  /// Adds what was found on other examples.
  mutating func add(_ other: OutcomeTable) {
    for set in correct.indices {
      correct[set] += other.correct[set]
      lossSums[set] += other.lossSums[set]
    }
  }
}
