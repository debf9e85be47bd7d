public import ApportionValuation

/// The game a round played under one utility: a coalition is worth the model it would have made.
public struct RoundGame: CoalitionGame {
  /// What results call it; summed over rounds, its values are multi-round contributions.
  public static let id = "multi-round"

  public let outcomes: RoundOutcomes
  public let utility: Utility

  public init(_ outcomes: RoundOutcomes, utility: Utility) {
    (self.outcomes, self.utility) = (outcomes, utility)
  }

  public var playerCount: Int { outcomes.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await outcomes(coalitions).map { utility($0) }
  }
}
