import ApportionPrimitives
public import ApportionReconstruction
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
  ///   - utility: what the last models are judged by, or nil for that of the configuration.
  ///   - threads: how many coalitions train at once; it changes no result.
  /// - Returns: the game; player p is the client of index p.
  /// - Throws: what ``stage()`` throws, or `ReconstructionError` for too many clients.
  public func retraining(
    utility: Utility? = nil, threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) throws -> RetrainingGame {
    let stage = try stage()
    let outcomes = try RetrainingOutcomes(
      of: stage.federation, on: stage.validation, threads: threads)
    return RetrainingGame(outcomes, utility: utility ?? configuration.utility)
  }
  /// What each client contributes where every coalition trains from scratch, under both utilities.
  ///
  /// - Parameters:
  ///   - method: how the gain of the run over the first model is divided; exact Shapley values by
  ///     default.
  ///   - threads: how many coalitions train at once; it changes no result.
  /// - Returns: one value per client under each utility, all from the same trainings.
  /// - Throws: what ``retraining(utility:threads:)`` throws, `ValuationError`, `ReconstructionError`
  ///   that names a coalition whose training failed, or `CancellationError`.
  public func retrainedValues(
    by method: any ValuationMethod = Shapley(),
    threads: Int = ProcessInfo.processInfo.activeProcessorCount
  ) async throws -> [Utility: Attribution] {
    let outcomes = try retraining(threads: threads).outcomes
    let stream = RandomStream(seed: configuration.seed).child("valuation").child("retraining")
      .child(type(of: method).id)
    var values: [Utility: Attribution] = [:]
    for utility in Utility.allCases {
      values[utility] = try await method.attribute(
        RetrainingGame(outcomes, utility: utility), using: stream.child(utility.rawValue))
    }
    return values
  }
}
