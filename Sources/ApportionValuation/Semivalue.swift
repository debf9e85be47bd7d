public import ApportionPrimitives

/// A value that averages marginal contributions with weights that depend on coalition size alone.
///
///     φᵢ = Σ_{S ⊆ N∖i} ω(|S|) (v(S ∪ i) − v(S)),   Σₛ C(n − 1, s) ω(s) = 1
///
/// All cases but ``sizes(_:)`` are defined for every n: every other player takes part independently with
/// the same probability p, and p is drawn from a distribution P, so that
/// *ω(s) = E_P[pˢ (1 − p)ⁿ⁻¹⁻ˢ]*.
///
/// - Source: Dubey, Neyman & Weber, "Value theory without efficiency", Mathematics of Operations
///   Research 6(1), 1981, theorem 1.
public enum Semivalue: Codable, Hashable, Sendable {
  /// P is uniform on [0, 1]: *ω(s) = s! (n − s − 1)! / n!*.
  case shapley
  /// p = 1: what the grand coalition loses without the player, *v(N) − v(N∖i)*.
  case leaveOneOut
  /// p = 0: what the player adds to the empty coalition, *v({i}) − v(∅)*.
  case individual
  /// p is `inclusion`; for ½ all coalitions have the same weight, *ω(s) = 2¹⁻ⁿ*.
  case banzhaf(inclusion: Double = 0.5)
  /// P is Beta(β, α), in this order: *ω(s) = B(s + β, n − 1 − s + α) / B(α, β)*.
  ///
  /// A large α favours small coalitions; Beta(1, 1) is Shapley.
  case beta(alpha: Double, beta: Double)
  /// p is one of `inclusions`, drawn with probabilities proportional to `weights`.
  ///
  /// If `weights` is empty, all are equally likely.
  case averageMarginalEffect(inclusions: [Double], weights: [Double] = [])
  /// The probabilities, up to a factor, that a player joins 0, 1, … n − 1 others: *C(n − 1, s) ω(s)*.
  case sizes([Double])

  /// The axioms that hold exactly for its values.
  public var guarantees: Axioms {
    self == .shapley
      ? [.efficiency, .symmetry, .nullPlayer, .linearity] : [.symmetry, .nullPlayer, .linearity]
  }

  /// Rejects parameters that are out of range.
  ///
  /// - Throws: `InvalidSetting` with the name of the parameter.
  public func validate() throws(InvalidSetting) {
    switch self {
    case .shapley, .leaveOneOut, .individual: break
    case .banzhaf(let inclusion):
      try InvalidSetting.check(
        "inclusion", inclusion.shown, (0...1).contains(inclusion), mustBe: "from 0 to 1")
    case .beta(let alpha, let beta):
      for (name, parameter) in [("alpha", alpha), ("beta", beta)] {
        try InvalidSetting.check(
          name, parameter.shown, parameter > 0 && parameter.isFinite, mustBe: "above 0 and finite")
      }
    case .averageMarginalEffect(let inclusions, let weights):
      try InvalidSetting.check(
        "inclusions", inclusions, !inclusions.isEmpty && inclusions.allSatisfy((0...1).contains),
        mustBe: "a list of at least one number, each from 0 to 1")
      guard !weights.isEmpty else { return }
      try InvalidSetting.check(
        "weights", weights, weights.count == inclusions.count,
        mustBe: "one number for each of the \(inclusions.count) inclusions, or empty")
      try Self.check("weights", weights)
    case .sizes(let chances): try Self.check("sizes", chances)
    }
  }

  /// Rejects weights of which one is below 0, all are 0, or the sum is not finite.
  static func check(_ name: String, _ weights: [Double]) throws(InvalidSetting) {
    let total = weights.reduce(0, +)
    try InvalidSetting.check(
      name, weights, weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite,
      mustBe: "at least 0 each, and not all 0, with a finite sum")
  }

  /// *ω(s)* for s = 0 … n − 1, the weight of one coalition of s players that a player joins.
  ///
  /// Weights below 10⁻³⁰⁸ underflow, from about a thousand players on; ``logWeights(players:)`` keeps them.
  public func weights(players n: Int) -> [Double] {
    logWeights(players: n).map(Elementary.exp)
  }

  /// *C(n − 1, s) ω(s)* for s = 0 … n − 1, the probability that a player joins s others.
  ///
  /// The probabilities sum to 1.
  public func sizeChances(players n: Int) -> [Double] {
    zip(logWeights(players: n), logBinomials(n - 1)).map { Elementary.exp($0 + $1) }
  }

  /// *ln ω(s)* for s = 0 … n − 1; −∞ for a size of weight 0.
  ///
  /// - Precondition: n is at least 1, the parameters are valid, and `sizes` has n numbers.
  /// - Error: about 10⁻¹⁶ times n; the weights are sums of logarithms, without factorials.
  public func logWeights(players n: Int) -> [Double] {
    precondition(n >= 1, "a semivalue of \(n) players has no weights")
    switch self {
    case .shapley: return logBinomials(n - 1).map { -$0 - Elementary.log(Double(n)) }
    case .leaveOneOut: return logBinomial(inclusion: 1, players: n)
    case .individual: return logBinomial(inclusion: 0, players: n)
    case .banzhaf(let inclusion): return logBinomial(inclusion: inclusion, players: n)
    case .beta(let alpha, let beta): return logBeta(alpha, beta, players: n)
    case .averageMarginalEffect(let inclusions, let weights):
      let chances = weights.isEmpty ? inclusions.map { _ in 1 } : weights
      let total = chances.reduce(0, +)
      let parts = zip(inclusions, chances).map { inclusion, chance in
        logBinomial(inclusion: inclusion, players: n).map {
          $0 + Elementary.log(chance / total)
        }
      }
      return (0..<n).map { size in logSum(parts.map { $0[size] }) }
    case .sizes(let chances):
      precondition(chances.count == n, "`sizes` has \(chances.count) numbers, not \(n)")
      let total = chances.reduce(0, +)
      return zip(chances, logBinomials(n - 1)).map { Elementary.log($0 / total) - $1 }
    }
  }
}

/// s ln p + (n − 1 − s) ln(1 − p).
private func logBinomial(inclusion: Double, players n: Int) -> [Double] {
  let (present, absent) = (Elementary.log(inclusion), Elementary.log(1 - inclusion))
  return (0..<n).map { size in
    // A count of 0 contributes 0 even if the logarithm is −∞; their product would be NaN.
    (size == 0 ? 0 : Double(size) * present)
      + (size == n - 1 ? 0 : Double(n - 1 - size) * absent)
  }
}

/// ln B(s + β, n − 1 − s + α) − ln B(α, β), from the ratios ω(0) = Π (α + k)/(α + β + k) over
/// k < n − 1, and ω(s + 1)/ω(s) = (s + β)/(n − 2 − s + α).
private func logBeta(_ alpha: Double, _ beta: Double, players n: Int) -> [Double] {
  let alone = (0..<n - 1).reduce(0.0) { sum, k in
    sum + Elementary.log((alpha + Double(k)) / (alpha + beta + Double(k)))
  }
  return (0..<n - 1).reduce(into: [alone]) { weights, size in
    let ratio = (Double(size) + beta) / (Double(n - 2 - size) + alpha)
    weights.append(weights[size] + Elementary.log(ratio))
  }
}

/// ln C(m, s) for s = 0 … m.
private func logBinomials(_ m: Int) -> [Double] {
  (0..<m).reduce(into: [0.0]) { logs, s in
    logs.append(logs[s] + Elementary.log(Double(m - s) / Double(s + 1)))
  }
}

/// ln Σ eˣ, computed relative to the largest x so that no power overflows.
private func logSum(_ logs: [Double]) -> Double {
  let largest = logs.max() ?? -.infinity
  guard largest > -.infinity else { return largest }
  return largest + Elementary.log(logs.reduce(0) { $0 + Elementary.exp($1 - largest) })
}
