public import ApportionValuation

/// All rounds as one game: what a coalition gained in them, added up.
///
///     v(S) = Σₜ wₜ vₜ(S),   normalised: Σₜ wₜ vₜ(S) / vₜ(N)
///
/// Its Shapley values are the sums of the rounds', since they are linear: those that a run reports with
/// uniform weights (multi-round, or FedSV where clients are absent), λ-MR with exponential weights and
/// normalised rounds, and truncated MR with a smallest weight or gain. Other values are had at the same
/// cost, among them such as no sum over rounds would give.
///
/// - Cost: the coalition's in every round that counts.
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (MR,
///   λ-MR); `RoundWeights` for the others.
public struct MultiRoundGame: CoalitionGame {
  /// The rounds that count.
  public let rounds: [CohortGame]
  /// What each of them is multiplied by.
  public let factors: [Double]
  public let playerCount: Int

  /// Asks every round what all together gained in it.
  ///
  /// - Parameters:
  ///   - rounds: at least one, among the same clients.
  ///   - weights: what they count for.
  /// - Throws: ``ReconstructionError/noRounds``, `UnnormalizableRound` where rounds are to be normalised and
  ///   nothing was gained in one that counts, or what a round throws.
  public init(_ rounds: [CohortGame], weights: RoundWeights = RoundWeights()) async throws {
    guard let first = rounds.first else { throw ReconstructionError.noRounds }
    playerCount = first.playerCount
    precondition(
      rounds.allSatisfy { $0.playerCount == first.playerCount }, "rounds are of other federations")
    var counted: [(round: CohortGame, factor: Double)] = []
    for (index, weight) in weights.weights(ofRounds: rounds.count).enumerated() {
      let gain = try await rounds[index].value(of: .grand(first.playerCount))
      guard weights.counts(weight: weight, gain: gain) else { continue }
      guard !weights.normalised || gain > 0 else {
        throw UnnormalizableRound(round: index + 1, reason: "all together gained nothing in it")
      }
      counted.append((rounds[index], weights.normalised ? weight / gain : weight))
    }
    (self.rounds, factors) = (counted.map(\.round), counted.map(\.factor))
  }

  public func worths(of coalitions: [Coalition]) async throws -> [Double] {
    var sums = [Double](repeating: 0, count: coalitions.count)
    for (round, factor) in zip(rounds, factors) {
      for (place, worth) in try await round.worths(of: coalitions).enumerated() {
        sums[place] += factor * worth
      }
    }
    return sums
  }
}
