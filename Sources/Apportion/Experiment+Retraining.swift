import ApportionPrimitives
public import ApportionReconstruction
import ApportionStore
public import ApportionValuation
public import Foundation

extension Experiment {
  /// The game in which every coalition of the clients trains its own federation from scratch.
  ///
  /// It is the reference with which reconstructed contributions can be compared. Its grand coalition is
  /// this experiment's run. Nothing is trained until a method asks for a worth; exact values ask for all
  /// coalitions, which takes as long as 2ⁿ⁻¹ runs of the n clients without their account, so about ten
  /// clients are the practical limit. The other utility of the same trainings is
  /// `RetrainingGame(game.outcomes, utility: …)`.
  ///
  /// - Parameters:
  ///   - utility: how the last models are evaluated, or nil for the configuration's utility.
  ///   - threads: the number of coalitions that train at once; it changes no result.
  ///   - folder: where each coalition's outcome is stored as soon as it is found, and looked up before the
  ///     coalition is trained, so that an interrupted game trains only the missing ones; nil to store none.
  ///   - replacing: whether a stored game of another config may be replaced.
  /// - Returns: the game; player p is the client of index p.
  /// - Throws: what ``stage()`` throws, `ReconstructionError` for too many clients, or what
  ///   `RetrainingLog` throws for the folder.
  public func retraining(
    utility: Utility? = nil, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    keptIn folder: String? = nil, replacing: Bool = false
  ) throws -> RetrainingGame {
    let stage = try stage()
    let log = try folder.map {
      try RetrainingLog(
        path: $0, config: configuration.yaml(), replacing: replacing,
        players: stage.federation.clients.count, examples: stage.validation.count)
    }
    let outcomes = try RetrainingOutcomes(
      of: stage.federation, on: stage.validation, threads: threads, known: log?.known ?? [:]
    ) { coalition, outcome in try log?.append(outcome, of: coalition) }
    return RetrainingGame(outcomes, utility: utility ?? configuration.utility)
  }

  /// The value of each client in the retraining game, under both utilities.
  ///
  /// - Parameters:
  ///   - method: how the gain of the run over the initial model is divided; exact Shapley values by
  ///     default.
  ///   - threads: the number of coalitions that train at once; it changes no result.
  ///   - folder: where outcomes are stored, as in ``retraining(utility:threads:keptIn:replacing:)``.
  ///   - replacing: whether a stored game of another config may be replaced.
  /// - Returns: one value per client under each utility, all from the same trainings.
  /// - Throws: what ``retraining(utility:threads:keptIn:replacing:)`` throws, `ValuationError`,
  ///   `ReconstructionError` that names a coalition whose training failed, or `CancellationError`.
  public func retrainedValues(
    by method: any ValuationMethod = Shapley(),
    threads: Int = ProcessInfo.processInfo.activeProcessorCount,
    keptIn folder: String? = nil, replacing: Bool = false
  ) async throws -> [Utility: Attribution] {
    let outcomes = try retraining(threads: threads, keptIn: folder, replacing: replacing).outcomes
    let stream = RandomStream(seed: configuration.seed).child("valuation").child("retraining")
      .child(type(of: method).id)
    var values: [Utility: Attribution] = [:]
    for utility in Utility.allCases {
      values[utility] = try await method.attribution(
        of: RetrainingGame(outcomes, utility: utility), using: stream.child(utility.rawValue))
    }
    return values
  }
}
