public import ApportionPrimitives

/// The coalitions of a round that were evaluated, and the outcome of the model of each.
public struct EvaluatedCoalitions: Codable, Hashable, Sendable {
  /// The number of examples that each coalition was evaluated on.
  public let exampleCount: Int
  /// The players of each coalition; nil if all 2ⁿ coalitions are included, in bitmask order.
  @NullWhenNil public private(set) var members: [[Int]]?
  /// The number of correct predictions of each coalition.
  public let correct: [Int]
  /// The sum of cross-entropies of each coalition, in nats.
  public let lossSums: [Double]

  /// Creates the list; the three arrays must have the same length.
  public init(exampleCount: Int, members: [[Int]]?, correct: [Int], lossSums: [Double]) {
    precondition(correct.count == lossSums.count)
    precondition(members.map { $0.count == correct.count } ?? true)
    self.exampleCount = exampleCount
    self.correct = correct
    self.lossSums = lossSums
    self.members = members
  }

  /// The number of evaluated coalitions.
  public var count: Int { correct.count }
}
