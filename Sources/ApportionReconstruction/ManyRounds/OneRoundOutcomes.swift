import ApportionPrimitives
public import ApportionSimulation
public import ApportionValuation
import Synchronization

/// The outcome of every coalition's model in the one-round game, each evaluated once.
///
/// The model of a coalition adds up its steps of all rounds:
///
///     θ(S) = θ₀ + Σₜ (Aₜ(S ∩ Iₜ) − θₜ₋₁)
///
/// Aₜ is the model that the run's own strategy would have produced in round t from the members of S that took
/// part (`Round/replayed(with:)`), and θₜ₋₁ is the model before the round. A round without participants from
/// S adds no step. Under federated averaging θ(S) is *θ₀ + Σₜ Σₖ nₖ/n(S ∩ Iₜ) (θₖᵗ − θₜ₋₁)*, the paper's
/// algorithm. Player *k* is the client with id k.
///
/// The empty coalition is evaluated by the initial model of the run and the grand coalition by its final
/// model.
///
/// - Cost: for each coalition as many models as rounds, and one forward pass. The rounds stay in memory.
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019, section on
///   one-round reconstruction. Released code weighs by examples summed over rounds instead, which is the same
///   if all clients take part in all rounds.
public final class OneRoundOutcomes: CoalitionOutcomes {
  public static let gameID = "one-round"

  /// All rounds of the run, in order.
  public let rounds: [Round]
  public let playerCount: Int
  private let evaluation: EvaluationSet
  private let threads: Int
  private let first: Round
  private let last: Round
  private let known = Mutex<[Coalition: Outcome]>([:])

  /// Prepares the outcomes; nothing is evaluated until outcomes are requested.
  ///
  /// - Parameters:
  ///   - rounds: all rounds of a run in order, simulated or recorded.
  ///   - clients: the number of clients of the federation.
  ///   - evaluation: the validation examples.
  ///   - threads: the number of coalitions evaluated at once; it changes no result.
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
      "the rounds have clients outside the federation of \(clients) clients")
    (self.rounds, self.first, self.last) = (rounds, first, last)
    (playerCount, self.evaluation, self.threads) = (clients, evaluation, max(threads, 1))
  }

  /// The number of coalitions evaluated so far.
  public var evaluations: Int { known.withLock { $0.count } }

  /// The outcome of each coalition.
  ///
  /// - Throws: ``ReconstructionError/nonFiniteSum(clients:loss:)``, or what the strategy throws.
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
