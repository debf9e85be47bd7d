public import ApportionValuation

/// All rounds as one game: the weighted sum of a coalition's gains in the rounds.
///
///     v(S) = Σₜ wₜ vₜ(S),   normalised: Σₜ wₜ vₜ(S) / vₜ(N)
///
/// Its Shapley values are the sums of the rounds' Shapley values, by linearity. With uniform weights they are
/// the values that a run reports (multi-round, or FedSV if clients are absent); with exponential weights and
/// normalised rounds, λ-MR; with a minimum weight or gain, truncated MR. Other values of this game have the
/// same cost, including values that are not sums over rounds.
///
/// - Cost: that of the coalition in every round that counts.
/// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019 (MR,
///   λ-MR); `RoundWeights` for the others.
public struct MultiRoundGame: CoalitionGame {
  /// The rounds that count.
  public let rounds: [CohortGame]
  /// The factor of each of these rounds.
  public let factors: [Double]
  public let playerCount: Int

  /// Evaluates the gain of all clients in every round, to weight the rounds.
  ///
  /// - Parameters:
  ///   - rounds: at least one, all among the same clients.
  ///   - weights: the weights of the rounds.
  /// - Throws: ``ReconstructionError/noRounds``, `UnnormalizableRound` if rounds are to be normalised and the
  ///   gain of all clients is not positive in one that counts, or what a round throws.
  public init(_ rounds: [CohortGame], weights: RoundWeights = RoundWeights()) async throws {
    guard let first = rounds.first else { throw ReconstructionError.noRounds }
    playerCount = first.playerCount
    precondition(
      rounds.allSatisfy { $0.playerCount == first.playerCount }, "rounds of different federations")
    var counted: [(round: CohortGame, factor: Double)] = []
    for (index, weight) in weights.weights(ofRounds: rounds.count).enumerated() {
      let gain = try await rounds[index].value(of: .grand(first.playerCount))
      guard weights.counts(weight: weight, gain: gain) else { continue }
      guard !weights.normalised || gain > 0 else {
        throw UnnormalizableRound(
          round: index + 1, reason: "the gain of all clients is not positive")
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
