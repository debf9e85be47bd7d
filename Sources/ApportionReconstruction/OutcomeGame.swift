public import ApportionSimulation
public import ApportionValuation

/// The outcomes of the coalitions of some players, each evaluated once for all utilities.
public protocol CoalitionOutcomes: Sendable {
  /// The id of the game of these outcomes in results.
  static var gameID: String { get }

  var playerCount: Int { get }

  /// The outcome of each coalition.
  ///
  /// - Throws: what the evaluation of a coalition throws.
  func callAsFunction(_ coalitions: [Coalition]) async throws -> [Outcome]

  /// The outcomes of all coalitions, in bitmask order.
  ///
  /// - Throws: what the evaluation of a coalition throws.
  func all() async throws -> [Outcome]
}

extension CoalitionOutcomes {
  public func all() async throws -> [Outcome] {
    try await self(Coalition.all(playerCount))
  }
}

/// The game of some outcomes under one utility.
public struct OutcomeGame<Outcomes: CoalitionOutcomes>: CoalitionGame {
  /// The id of the game in results.
  public static var id: String { Outcomes.gameID }

  /// The outcomes of the coalitions.
  public let outcomes: Outcomes
  /// The utility that turns outcomes into worths.
  public let utility: Utility

  /// Creates the game; nothing is evaluated until worths are requested.
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
/// The worth of a coalition is the utility of the final model that its members train without the other
/// clients; the worth of the empty coalition is that of the initial model. This game shows how training would
/// have gone without a client, which ``RoundGame`` does not. Neither estimates the other.
///
/// - Cost: see ``RetrainingOutcomes``.
/// - Source: Wang, Dang & Zhou, "Measure contribution of participants in federated learning", 2019, and Song,
///   Tong & Wei, "Profit allocation for federated learning", 2019, where it is the definition that other
///   methods are compared with.
public typealias RetrainingGame = OutcomeGame<RetrainingOutcomes>

/// The game of a whole run treated as one round.
///
/// The worth of a coalition is the utility of one model: the initial model with the coalition's steps of all
/// rounds added. Like ``RoundGame``, it uses the updates as they were returned; only ``RetrainingGame``
/// computes the updates that a client would have returned from a different model. Unlike ``RoundGame``, there
/// is a single game at the end of the run, so that the worths of early contributions depend on late rounds
/// too.
///
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (one-round
///   reconstruction, OR).
public typealias OneRoundGame = OutcomeGame<OneRoundOutcomes>
