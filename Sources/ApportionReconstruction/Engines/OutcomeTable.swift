/// The outcomes of the models of all coalitions on some examples, in bitmask order.
package struct OutcomeTable: Hashable, Sendable {
  /// Correct predictions.
  package var correct: [Int32]
  /// Sums of cross-entropies, in nats.
  package var lossSums: [Double]
  /// How many panels of examples were evaluated by stable forms.
  package var stablePanels = 0

  package init(players: Int) {
    correct = Array(repeating: 0, count: 1 << players)
    lossSums = Array(repeating: 0, count: 1 << players)
  }

  /// Adds the outcomes on other examples.
  package mutating func add(_ other: OutcomeTable) {
    for set in correct.indices {
      correct[set] += other.correct[set]
      lossSums[set] += other.lossSums[set]
    }
    stablePanels += other.stablePanels
  }
}
