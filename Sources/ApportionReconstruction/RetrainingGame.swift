public import ApportionValuation

/// The game in which every coalition trains its own federation from scratch, under one utility.
///
/// The worth of a coalition is the utility of the last model that its members come to on their own,
/// and that of nobody the utility of the initial model. It answers what ``RoundGame`` does not: how
/// training would have gone without a client. Neither is an estimate of the other.
///
/// - Cost: see ``RetrainingOutcomes``.
/// - Source: Wang, Dang & Zhou, "Measure contribution of participants in federated learning", 2019,
///   and Song, Tong & Wei, "Profit allocation for federated learning", 2019, where it is the
///   definition that others are measured against.
public struct RetrainingGame: CoalitionGame {
  /// What results call it.
  public static let id = "retraining"

  public let outcomes: RetrainingOutcomes
  public let utility: Utility

  public init(_ outcomes: RetrainingOutcomes, utility: Utility) {
    (self.outcomes, self.utility) = (outcomes, utility)
  }

  public var playerCount: Int { outcomes.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await outcomes(coalitions).map { utility($0) }
  }
}
