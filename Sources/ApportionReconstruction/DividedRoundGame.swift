public import ApportionPrimitives
import ApportionSimulation
public import ApportionValuation

/// The game of a round, divided by what the validation examples are.
///
/// Accuracy and mean loss are means over examples, so a class counts by how many examples it has, and
/// every example alike.
public struct DividedRoundGame: DividedGame {
  /// What the parts are.
  public enum Division: String, ConfigurableChoice {
    /// The classes that validation examples have: what a client adds to each of them.
    case classes
    /// The examples one by one: how sure a value is, with no more of them.
    case examples
  }

  private let whole: RoundGame
  private let parts: [EvaluationSet]
  /// The class of each part's examples.
  public let labels: [Int]

  /// Nothing is evaluated before it is asked for.
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

  /// The worths of all coalitions on each of some parts.
  ///
  /// - Throws: ``ReconstructionError`` when a loss is not finite, or what the rule throws.
  /// - Cost: as ``RoundOutcomes/tabulate()`` on so many examples, where a part of one example takes as
  ///   long as one of a whole block of the kernels.
  public func tables(ofParts parts: Range<Int>) async throws -> [CoalitionTable] {
    try await whole.outcomes.tables(on: Array(self.parts[parts])).map { outcomes in
      CoalitionTable(worths: outcomes.map { whole.utility($0) })
    }
  }
}
