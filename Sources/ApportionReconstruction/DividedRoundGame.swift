public import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation

/// The game of a round, divided into parts of the evaluation set.
///
/// Accuracy and mean loss are means over examples, so the weight of a class is its fraction of the examples,
/// and all examples have the same weight.
public struct DividedRoundGame: DividedGame {
  /// How the evaluation set is divided.
  public enum Division: String, ConfigurableChoice {
    /// One part per class of the evaluation set: shows what a client adds to each class.
    case classes
    /// One part per example: shows how uncertain a value is, given the finite number of examples.
    case examples
  }

  private let whole: RoundGame
  private let parts: [EvaluationSet]
  /// The class of each part's examples.
  public let labels: [Int]

  /// Divides the game; nothing is evaluated until worths are requested.
  public init(_ whole: RoundGame, by division: Division) {
    self.whole = whole
    parts =
      switch division {
      case .classes: whole.outcomes.evaluation.byClass
      case .examples: whole.outcomes.evaluation.byExample
      }
    labels = parts.compactMap { $0.panels.first?.label }
  }

  public var playerCount: Int { whole.playerCount }

  public var weights: [Double] {
    let count = Double(whole.outcomes.evaluation.count)
    return parts.map { Double($0.count) / count }
  }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await whole.worths(of: coalitions)
  }

  /// The worths of all coalitions on each of the given parts.
  ///
  /// - Throws: ``ReconstructionError`` if a loss is not finite, or what the strategy throws.
  /// - Cost: that of ``RoundOutcomes/tabulate()`` on the examples of the parts, where a part of one example
  ///   takes as long as a whole block of the kernels.
  public func tables(ofParts parts: Range<Int>) async throws -> [CoalitionTable] {
    try await whole.outcomes.tables(on: Array(self.parts[parts])).map { outcomes in
      CoalitionTable(worths: outcomes.map { whole.utility($0) })
    }
  }
}
