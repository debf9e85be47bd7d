import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation
import Synchronization

/// The outcome of the final model that every coalition trains from scratch, each trained once.
///
/// Player *p* is the client of `federation.clients[p]`. All coalitions start from the same model, and a
/// client draws the same random numbers in each of them (`Federation/restricted(to:)`), so that coalitions
/// differ by their members and not by chance. Clients without examples are left out of every federation: they
/// are null players. If all clients have examples, the grand coalition is the run itself, bit for bit.
///
/// Clients with the same examples still shuffle them differently, each by its own id. Their values are equal
/// up to this randomness; if a batch holds all their examples, up to rounding.
///
/// A strategy aggregates the updates of any number of clients here, including one or two, even if it requires
/// more updates in a round of the full run: every strategy is defined for them.
///
/// - Cost: all 2ⁿ coalitions of n clients train each client in 2ⁿ⁻¹ of them, so together they take as long as
///   2ⁿ⁻¹ runs: 512 of them for 10 clients. Each is evaluated once, on `evaluation`. Outcomes can be stored
///   as they are found, so that an interrupted computation trains only the missing coalitions.
public final class RetrainingOutcomes: CoalitionOutcomes {
  public static let gameID = "retraining"

  /// The federation before its first round.
  public let federation: Federation
  private let evaluation: EvaluationSet
  private let threads: Int
  private let onOutcome: @Sendable (Coalition, Outcome) throws -> Void
  private let known: Mutex<[Coalition: Outcome]>
  private let knownBefore: Int

  /// Prepares the outcomes; nothing is trained until outcomes are requested.
  ///
  /// - Parameters:
  ///   - federation: all clients, before the first round; it is trained for the rounds of its plan.
  ///   - evaluation: the validation examples.
  ///   - threads: the number of coalitions that train at once; it changes no result.
  ///   - known: outcomes found before, of the same federation on the same examples; those coalitions are not
  ///     trained again.
  ///   - onOutcome: called with each coalition that was trained, without members that have no examples, one
  ///     call at a time and once per coalition. It must not request outcomes. If it throws, the coalition
  ///     counts as not trained.
  /// - Throws: ``ReconstructionError/tooManyToRetrain(count:)``.
  public init(
    of federation: Federation, on evaluation: EvaluationSet, threads: Int,
    known: [Coalition: Outcome] = [:],
    onOutcome: @escaping @Sendable (Coalition, Outcome) throws -> Void = { _, _ in }
  ) throws(ReconstructionError) {
    precondition(federation.roundsPlayed == 0, "coalitions train from scratch")
    guard federation.clients.count <= Coalition.capacity else {
      throw .tooManyToRetrain(count: federation.clients.count)
    }
    self.federation = federation
    self.evaluation = evaluation
    self.threads = max(threads, 1)
    self.onOutcome = onOutcome
    self.known = Mutex(known)
    knownBefore = known.count
  }

  public var playerCount: Int { federation.clients.count }

  /// The number of coalitions trained so far, including ∅ if it was requested, without those known before.
  public var evaluations: Int { known.withLock { $0.count } - knownBefore }

  /// The outcome of each coalition.
  /// - Parameter coalitions: any coalitions, in any order, repetitions allowed.
  /// - Returns: their outcomes, in the same order.
  /// - Throws: ``ReconstructionError/failedRetraining(clients:reason:)``, `CancellationError` within a round,
  ///   or what `onOutcome` throws.
  /// - Cost: one run for each coalition not trained before.
  public func callAsFunction(_ coalitions: [Coalition]) async throws -> [Outcome] {
    let missing = known.withLock { known in
      var asked = Set<Coalition>()
      return coalitions.map(withExamples).filter {
        known[$0] == nil && asked.insert($0).inserted
      }
    }
    // Threads left without a coalition of their own train the clients of other coalitions.
    let each = max(1, threads / max(missing.count, 1))
    _ = try await concurrentMap(missing.count, width: threads) { [self] index in
      let coalition = missing[index]
      let outcome = try await outcome(of: coalition, threads: each)
      try known.withLock { known in
        // Another caller may have trained this coalition in the meantime.
        guard known[coalition] == nil else { return }
        try onOutcome(coalition, outcome)
        known[coalition] = outcome
      }
    }
    return known.withLock { known in coalitions.compactMap { known[withExamples($0)] } }
  }

  /// The members that have examples.
  private func withExamples(_ coalition: Coalition) -> Coalition {
    Coalition(coalition.members.filter { federation.clients[$0].exampleCount > 0 })
  }

  private func outcome(of coalition: Coalition, threads: Int) async throws -> Outcome {
    let members = coalition.members
    do {
      let outcome = evaluation(
        federation.network, try await lastModel(of: members, threads: threads))
      if outcome.lossSum.isFinite { return outcome }
      throw failure(
        of: members,
        """
        the last model has a validation loss of \(outcome.loss.shown); lower \
        `training.learning_rate`
        """)
    } catch let error as SimulationError {
      throw failure(of: members, error.description)
    } catch let error as AggregationError {
      throw failure(of: members, error.description)
    }
  }

  private func lastModel(of members: [Int], threads: Int) async throws -> Parameters {
    guard !members.isEmpty else { return federation.global }
    var alone = federation.restricted(to: members)
    for _ in 0..<alone.plan.rounds {
      try Task.checkCancellation()
      _ = try await alone.nextRound(threads: threads)
    }
    return alone.global
  }

  private func failure(of members: [Int], _ reason: String) -> ReconstructionError {
    .failedRetraining(clients: members.map { federation.clients[$0].id }, reason: reason)
  }
}
