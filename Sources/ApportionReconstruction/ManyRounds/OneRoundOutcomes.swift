import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation
import Synchronization

/// How the model of every coalition does that its steps of all rounds add up to, each evaluated once.
///
///     θ(S) = θ₀ + Σₜ (Aₜ(S ∩ Iₜ) − θₜ₋₁)
///
/// Aₜ is the model that the rule really used would have made in round t of those of S who took part,
/// `Round/replayed(with:)`, and θₜ₋₁ the one that the round started from; a round without any of them
/// is no step. Under federated averaging that is *θ₀ + Σₜ Σₖ nₖ/n(S ∩ Iₜ) (θₖᵗ − θₜ₋₁)*, the paper's
/// algorithm. Player *k* is the client with id k.
///
/// Nobody is evaluated by the first model, and everybody by the last, as they were.
///
/// - Cost: as many models as rounds, and one forward pass, for each coalition. The rounds stay in memory.
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019, section
///   on one-round reconstruction. Released code weighs by examples summed over rounds instead, which
///   is the same where all clients take part in all rounds.
public final class OneRoundOutcomes: CoalitionOutcomes {
  public static let gameID = "one-round"

  public let rounds: [Round]
  public let playerCount: Int
  private let evaluation: EvaluationSet
  private let threads: Int
  private let first: Round
  private let last: Round
  private let known = Mutex<[Coalition: Outcome]>([:])

  /// Nothing is evaluated before it is asked for.
  ///
  /// - Parameters:
  ///   - rounds: all rounds of a run in order, simulated or recorded.
  ///   - clients: how many the federation has.
  ///   - evaluation: the validation examples.
  ///   - threads: how many coalitions are evaluated at once; it changes no result.
  /// - Throws: ``ReconstructionError/noRounds``, or ``ReconstructionError/roundsApart(round:next:)``.
  public init(
    of rounds: [Round], clients: Int, on evaluation: EvaluationSet, threads: Int
  ) throws(ReconstructionError) {
    guard let first = rounds.first, let last = rounds.last else { throw .noRounds }
    for (round, next) in zip(rounds, rounds.dropFirst())
    where round.globalAfter != next.globalBefore {
      throw .roundsApart(round: round.number, next: next.number)
    }
    precondition(
      rounds.allSatisfy { $0.updates.allSatisfy { (0..<clients).contains($0.client) } },
      "the clients of the rounds are not those of a federation of \(clients)")
    (self.rounds, self.first, self.last) = (rounds, first, last)
    (playerCount, self.evaluation, self.threads) = (clients, evaluation, max(threads, 1))
  }

  /// How many coalitions have been evaluated.
  public var evaluations: Int { known.withLock { $0.count } }

  /// The outcome of each coalition.
  ///
  /// - Throws: ``ReconstructionError/nonFiniteSum(clients:loss:)``, or what a rule throws.
  public func callAsFunction(_ coalitions: [Coalition]) async throws -> [Outcome] {
    let missing = known.withLock { known in
      var asked = Set<Coalition>()
      return coalitions.filter { known[$0] == nil && asked.insert($0).inserted }
    }
    let found = try await concurrentMap(missing.count, width: threads) { [self] index in
      try outcome(of: missing[index])
    }
    return known.withLock { known in
      for (coalition, outcome) in zip(missing, found) { known[coalition] = outcome }
      return coalitions.compactMap { known[$0] }
    }
  }

  private func outcome(of coalition: Coalition) throws -> Outcome {
    let outcome = evaluation(first.network, try model(of: coalition))
    guard outcome.lossSum.isFinite else {
      throw ReconstructionError.nonFiniteSum(clients: coalition.members, loss: outcome.loss)
    }
    return outcome
  }

  /// θ(S), summed in double precision and rounded once.
  private func model(of coalition: Coalition) throws -> Parameters {
    let present = rounds.map { round in
      round.updates.indices.filter { coalition.contains(round.updates[$0].client) }
    }
    if present.allSatisfy(\.isEmpty) { return first.globalBefore }
    if zip(rounds, present).allSatisfy({ $0.updates.count == $1.count }) {
      return last.globalAfter
    }
    var sum = first.globalBefore.values.map(Double.init)
    for (round, members) in zip(rounds, present) {
      let made = try round.replayed(with: members).values
      for place in sum.indices {
        sum[place] += Double(made[place]) - Double(round.globalBefore.values[place])
      }
    }
    return Parameters(sum.map(Float.init))
  }
}
