public import ApportionPrimitives

/// The weights with which the rounds' values are summed.
///
/// Weights apply to finished values, so changing them needs no further evaluation. The totals sum to what
/// the whole run achieved only if the weights are uniform and not normalised.
public struct RoundWeights: Codable, Hashable, Sendable {
  /// How the weight depends on the round.
  public enum Kind: String, ConfigurableChoice {
    /// 1 for every round.
    case uniform
    /// *max(R − i, 0) / R* for the round after i others, with the halting round R.
    ///
    /// - Source: Geimer, Fiz Pontiveros & State, "On the volatility of Shapley-based contribution
    ///   metrics in federated learning", 2025 (arXiv 2405.08044), equation 2.
    case inverseLinear = "inverse-linear"
    /// *λᵗ* for round t, counting from 1, with the decay λ.
    ///
    /// - Source: Song, Tong & Wei, "Profit allocation for federated learning", IEEE Big Data 2019,
    ///   where rounds are also `normalised` (λ-MR).
    case exponential
  }

  /// How the weight depends on the round.
  public var kind: Kind
  /// R of the inverse-linear weights, or 0 for the number of rounds.
  public var haltingRound: Int
  /// λ of the exponential weights.
  public var decay: Double
  /// Whether each round's values are first divided by their sum, so that all rounds count alike
  /// however much they achieved.
  public var normalised: Bool
  /// The smallest weight that counts, from 0 to 1: a round with a smaller one is left out.
  ///
  /// - Source: Wei, Tong, Zhou & Song, "Efficient and fair data valuation for horizontal federated
  ///   learning", 2020, where it ends λ-MR after the last λᵗ that is large enough (truncated MR).
  public var minimumWeight: Double
  /// The largest gain that does not count, in the units of the utility, or 0 to count all rounds.
  ///
  /// A round is left out if the absolute sum of its values is no larger. The values of an efficient
  /// method sum to *v(N) − v(∅)*, which is what the source compares.
  ///
  /// - Source: Liu, Chen, Yu, Liu & Cui, "GTG-Shapley", ACM TIST 2022, whose between-round truncation is
  ///   the TMR of its released code: 0.01 for accuracies, uniform weights.
  public var minimumGain: Double

  /// Weights of one kind; the settings that the kind does not use must keep their defaults.
  public init(
    _ kind: Kind = .uniform, haltingRound: Int = 0, decay: Double = 0.95, normalised: Bool = false,
    minimumWeight: Double = 0, minimumGain: Double = 0
  ) {
    (self.kind, self.haltingRound) = (kind, haltingRound)
    (self.decay, self.normalised) = (decay, normalised)
    (self.minimumWeight, self.minimumGain) = (minimumWeight, minimumGain)
  }

  /// Checks every setting.
  public func validate() throws(InvalidSetting) {
    try InvalidSetting.check(
      "haltingRound", haltingRound, haltingRound >= 0, mustBe: "at least 0, which means all rounds")
    try InvalidSetting.check(
      "haltingRound", haltingRound, kind == .inverseLinear || haltingRound == 0,
      mustBe: "left at 0 where `kind` is \(kind.rawValue), which does not halt")
    try InvalidSetting.check(
      "decay", decay, decay > 0 && decay <= 1, mustBe: "above 0 and at most 1")
    try InvalidSetting.check(
      "decay", decay, kind == .exponential || decay == 0.95,
      mustBe: "left at 0.95 where `kind` is \(kind.rawValue), which does not use it")
    try InvalidSetting.check(
      "minimumWeight", minimumWeight, (0...1).contains(minimumWeight), mustBe: "from 0 to 1")
    try InvalidSetting.check(
      "minimumGain", minimumGain, minimumGain >= 0 && minimumGain.isFinite, mustBe: "at least 0")
  }

  /// The weights of this many rounds, beginning with the first.
  public func weights(ofRounds count: Int) -> [Double] {
    untruncated(count).map { $0 < minimumWeight ? 0 : $0 }
  }

  private func untruncated(_ count: Int) -> [Double] {
    switch kind {
    case .uniform: return Array(repeating: 1, count: count)
    case .inverseLinear:
      let halt = haltingRound == 0 ? count : haltingRound
      return (0..<count).map { Double(max(halt - $0, 0)) / Double(halt) }
    case .exponential:
      var weight = 1.0
      return (0..<count).map { _ in
        weight *= decay
        return weight
      }
    }
  }

  /// Whether a round with this weight and gain counts.
  public func counts(weight: Double, gain: Double) -> Bool {
    weight > 0 && (minimumGain == 0 || abs(gain) > minimumGain)
  }

  /// The players' weighted totals over the rounds.
  ///
  /// - Parameters:
  ///   - rounds: one value per player, by round; 0 for a player that was absent.
  ///   - rounding: the rounding error of a value of one round; see ``Shares/init(of:rounding:)``.
  /// - Returns: one total per player.
  /// - Throws: ``UnnormalizableRound`` if rounds are to be normalised and one that counts cannot be.
  public func totals(
    of rounds: [[Double]], rounding: Double = 0
  ) throws(UnnormalizableRound) -> [Double] {
    var totals = [Double](repeating: 0, count: rounds.first?.count ?? 0)
    for (index, weight) in weights(ofRounds: rounds.count).enumerated() {
      precondition(rounds[index].count == totals.count, "rounds differ in their number of players")
      var values = rounds[index]
      guard counts(weight: weight, gain: values.reduce(0, +)) else { continue }
      if normalised {
        switch Shares(of: values, rounding: rounding) {
        case .fractions(let fractions): values = fractions
        case .withheld(let reason): throw UnnormalizableRound(round: index + 1, reason: reason)
        }
      }
      for (player, value) in values.enumerated() { totals[player] += weight * value }
    }
    return totals
  }
}

/// A round whose values cannot be divided by their sum.
public struct UnnormalizableRound: Error, Hashable, CustomStringConvertible {
  /// The round, counting from 1.
  public let round: Int
  /// Why its values cannot be divided by their sum.
  public let reason: String

  /// The error for one round.
  public init(round: Int, reason: String) { (self.round, self.reason) = (round, reason) }

  public var description: String {
    """
    round \(round) cannot be normalised: \(reason); leave `normalised` off, or let the weights halt \
    before this round
    """
  }
}
