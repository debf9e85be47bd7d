public import ApportionPrimitives

/// The coalitions of a round that were evaluated, and how the model of each does.
public struct EvaluatedCoalitions: Codable, Hashable, Sendable {
  /// How many examples each was evaluated on.
  public let exampleCount: Int
  /// The players of each; nil where all 2ⁿ coalitions are there, in bitmask order.
  @NullWhenNil public private(set) var members: [[Int]]?
  /// Correct predictions of each.
  public let correct: [Int]
  /// Sums of cross-entropies of each, in nats.
  public let lossSums: [Double]

  public init(exampleCount: Int, members: [[Int]]?, correct: [Int], lossSums: [Double]) {
    precondition(correct.count == lossSums.count)
    precondition(members.map { $0.count == correct.count } ?? true)
    self.exampleCount = exampleCount
    self.correct = correct
    self.lossSums = lossSums
    self.members = members
  }

  public var count: Int { correct.count }
}
