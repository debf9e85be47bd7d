import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation
import Synchronization

/// What every coalition of a round's clients would have produced, each built and judged once.
///
/// Player *p* is the client of `round.updates[p]`. This is the only place where clients become
/// players. A coalition's model is made by the rule that the round really used, its memory as it was
/// at the start of the round; the outcome serves every utility.
public final class RoundOutcomes: Sendable {
  public let round: Round
  private let evaluation: Evaluation
  private let threads: Int
  private let known = Mutex<[Coalition: Outcome]>([:])

  /// Nothing is judged before it is asked for.
  ///
  /// Utilities are measured on `evaluation`; `threads` coalitions are judged at once, which changes
  /// no result.
  public init(of round: Round, on evaluation: Evaluation, threads: Int) {
    self.round = round
    self.evaluation = evaluation
    self.threads = threads
  }

  /// How many coalitions have been judged.
  public var evaluations: Int { known.withLock { $0.count } }

  /// The outcome of each coalition.
  ///
  /// - Cost: one model and one forward pass for each coalition not asked for before.
  /// - Throws: ``ReconstructionError`` when a loss is not finite, or what the rule throws.
  public func callAsFunction(_ coalitions: [Coalition]) async throws -> [Outcome] {
    let missing = known.withLock { known in
      var asked = Set(known.keys)
      return coalitions.filter { asked.insert($0).inserted }
    }
    let found = try await concurrentMap(missing.count, width: threads) { [self] index in
      let model = try round.replayed(with: missing[index].members)
      let outcome = evaluation(round.network, model)
      guard outcome.lossSum.isFinite else {
        throw ReconstructionError.nonFiniteLoss(
          round: round.number, clients: missing[index].members.map { round.updates[$0].client },
          loss: outcome.loss)
      }
      return outcome
    }
    return known.withLock { known in
      for (coalition, outcome) in zip(missing, found) { known[coalition] = outcome }
      return coalitions.compactMap { known[$0] }
    }
  }
}

/// The game a round played under one utility: a coalition is worth the model it would have made.
public struct RoundGame: CoalitionGame {
  public let outcomes: RoundOutcomes
  public let utility: Utility

  public init(_ outcomes: RoundOutcomes, utility: Utility) {
    (self.outcomes, self.utility) = (outcomes, utility)
  }

  public var playerCount: Int { outcomes.round.updates.count }

  public func values(of coalitions: [Coalition]) async throws -> [Double] {
    try await outcomes(coalitions).map { utility($0) }
  }
}

/// Why a round could not be accounted for, and what to change.
public enum ReconstructionError: Error, Hashable, Sendable {
  case nonFiniteLoss(round: Int, clients: [Int], loss: Double)
}

extension ReconstructionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFiniteLoss(let round, let clients, let loss):
      """
      round \(round): the model of \(clients.isEmpty ? "the round before" : "clients \(clients)") \
      has a validation loss of \(loss); lower `training.learning_rate`
      """
    }
  }
}
