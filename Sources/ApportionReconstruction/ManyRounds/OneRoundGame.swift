public import ApportionValuation

/// The game of a whole run as if it were one round, under one utility: a coalition is worth the model
/// that its steps of all rounds add up to.
///
/// Like ``RoundGame`` it takes the updates as they were: what a client would have returned to another
/// coalition's model is not asked, which ``RetrainingGame`` does. Unlike it, one game is played at the
/// end, so that late rounds evaluate what early ones left.
///
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (one-round
///   reconstruction, OR).
public struct OneRoundGame: CoalitionGame {
  /// What results call it.
  public static let id = "one-round"

  public let outcomes: OneRoundOutcomes
  public let utility: Utility

  public init(_ outcomes: OneRoundOutcomes, utility: Utility) {
    (self.outcomes, self.utility) = (outcomes, utility)
  }

  public var playerCount: Int { outcomes.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await outcomes(coalitions).map { utility($0) }
  }
}
