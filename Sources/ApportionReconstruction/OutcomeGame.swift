public import ApportionSimulation
public import ApportionValuation

/// The outcomes of the coalitions of some players, each evaluated once for all utilities.
public protocol CoalitionOutcomes: Sendable {
  /// What results call the game of these outcomes.
  static var gameID: String { get }

  var playerCount: Int { get }

  /// The outcome of each coalition.
  ///
  /// - Throws: what evaluating one throws.
  func callAsFunction(_ coalitions: [Coalition]) async throws -> [Outcome]

  /// The outcomes of all coalitions, in bitmask order.
  ///
  /// - Throws: what evaluating one throws.
  func all() async throws -> [Outcome]
}

extension CoalitionOutcomes {
  public func all() async throws -> [Outcome] {
    try await self((0..<1 << playerCount).map(Coalition.init(index:)))
  }
}

/// The game of some outcomes under one utility.
public struct OutcomeGame<Outcomes: CoalitionOutcomes>: CoalitionGame {
  /// What results call it.
  public static var id: String { Outcomes.gameID }

  public let outcomes: Outcomes
  public let utility: Utility

  public init(_ outcomes: Outcomes, utility: Utility) {
    (self.outcomes, self.utility) = (outcomes, utility)
  }

  public var playerCount: Int { outcomes.playerCount }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    try await outcomes(coalitions).map { utility($0) }
  }

  public func allWorths() async throws -> [Double] {
    try await outcomes.all().map { utility($0) }
  }
}

/// The game of a round: the worth of a coalition is the utility of the model that it would have produced.
///
/// Its values, summed over rounds, are multi-round contributions.
public typealias RoundGame = OutcomeGame<RoundOutcomes>

/// The game in which every coalition trains its own federation from the start.
///
/// The worth of a coalition is the utility of the last model that its members train on their own; the worth
/// of the empty coalition is that of the initial model. It answers how training would have gone without a
/// client, which ``RoundGame`` does not. Neither estimates the other.
///
/// - Cost: see ``RetrainingOutcomes``.
/// - Source: Wang, Dang & Zhou, "Measure contribution of participants in federated learning", 2019,
///   and Song, Tong & Wei, "Profit allocation for federated learning", 2019, where it is the
///   definition that others are measured against.
public typealias RetrainingGame = OutcomeGame<RetrainingOutcomes>

/// The game of a whole run as if it were one round: the worth of a coalition is the utility of the model to
/// which its steps of all rounds add up.
///
/// Like ``RoundGame``, it uses the updates as they were; only ``RetrainingGame`` asks what a client would have
/// returned to another model. Unlike ``RoundGame``, there is one game at the end, so that late rounds also
/// evaluate what early ones contributed.
///
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (one-round
///   reconstruction, OR).
public typealias OneRoundGame = OutcomeGame<OneRoundOutcomes>
