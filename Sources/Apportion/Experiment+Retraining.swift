import ApportionPrimitives
public import ApportionReconstruction
import ApportionStore
public import ApportionValuation
public import Foundation

extension Experiment {
  /// The game in which every coalition of the clients trains its own federation from scratch: the
  /// reference that reconstructed contributions can be compared with.
  ///
  /// Its grand coalition is this experiment's run. Nothing is trained before a method asks; exact
  /// values ask for all coalitions, which takes as long as 2ⁿ⁻¹ runs of the n clients without their
  /// account, so that about ten clients are the most. The other utility of the same trainings is
  /// `RetrainingGame(game.outcomes, utility: …)`.
  ///
  /// - Parameters:
  ///   - utility: what the last models are evaluated by, or nil for that of the configuration.
  ///   - threads: how many coalitions train at once; it changes no result.
  ///   - folder: where each coalition's outcome is kept as it is found, and looked for before it is
  ///     trained, so that a game that was broken off trains only what is missing; nil to keep none.
  ///   - replacing: whether a game that another config has left there may be replaced.
  /// - Returns: the game; player p is the client of index p.
  /// - Throws: what ``stage()`` throws, `ReconstructionError` for too many clients, or what
  ///   `RetrainingLog` throws of the folder.
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

  /// What each client contributes where every coalition trains from scratch, under both utilities.
  ///
  /// - Parameters:
  ///   - method: how the gain of the run over the first model is divided; exact Shapley values by
  ///     default.
  ///   - threads: how many coalitions train at once; it changes no result.
  ///   - folder: where outcomes are kept, as in ``retraining(utility:threads:keptIn:replacing:)``.
  ///   - replacing: whether a game that another config has left there may be replaced.
  /// - Returns: one value per client under each utility, all from the same trainings.
  /// - Throws: what ``retraining(utility:threads:keptIn:replacing:)`` throws, `ValuationError`, `ReconstructionError`
  ///   that names a coalition whose training failed, or `CancellationError`.
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
