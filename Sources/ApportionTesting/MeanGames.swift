public import ApportionValuation

/// Federated averaging of equal clients under a linear utility: v(S) is the mean of its members' amounts,
/// and v(∅) = x₀.
///
///     φᵢ = 1/n · (xᵢ − x₀ + (Hₙ − 1)(xᵢ − mean of the others)),  Hₙ = 1 + 1/2 + … + 1/n
///
/// A client with the amount 0 is not a null player: averaging lets it dilute the others.
public struct MeanGame: ReferenceGame {
  /// xᵢ, one per player.
  public let amounts: [Double]
  /// x₀.
  public let empty: Double

  /// A game with these amounts and this worth of ∅.
  public init(amounts: [Double], empty: Double = 0) {
    (self.amounts, self.empty) = (amounts, empty)
  }

  public var playerCount: Int { amounts.count }

  public func worth(of coalition: Coalition) -> Double {
    let members = coalition.members
    guard !members.isEmpty else { return empty }
    return members.reduce(0) { $0 + amounts[$1] } / Double(members.count)
  }

  public var shapleyValues: [Double] {
    let n = Double(playerCount)
    let harmonic = (1...playerCount).reduce(0) { $0 + 1 / Double($1) }
    let sum = amounts.reduce(0, +)
    return amounts.map { x in
      let others = playerCount > 1 ? (sum - x) / (n - 1) : 0
      return (x - empty + (harmonic - 1) * (x - others)) / n
    }
  }
}

/// Federated averaging of equal clients under a quadratic utility: v(S) = ‖mean of its members' x‖²,
/// and v(∅) = 0.
///
/// For player i let a = Σ ‖xⱼ‖², b = ‖Σ xⱼ‖² and c = xᵢ · Σ xⱼ over the m = n − 1 others. The sum of
/// s of them, drawn at random, has the expected square e(s) = (s/m) a + s(s − 1)/(m(m − 1)) (b − a), so
///
///     φᵢ = 1/n Σₛ [(e(s) + 2 (s/m) c + ‖xᵢ‖²)/(s + 1)² − e(s)/s²],   the last term 0 at s = 0
public struct MeanSquareGame: ReferenceGame {
  /// xᵢ, one per player.
  public let vectors: [[Double]]
  /// A game with these vectors.
  public init(vectors: [[Double]]) { self.vectors = vectors }

  public var playerCount: Int { vectors.count }

  public func worth(of coalition: Coalition) -> Double {
    let members = coalition.members
    guard !members.isEmpty else { return 0 }
    let sum = sum(members)
    return dot(sum, sum) / Double(members.count * members.count)
  }

  public var shapleyValues: [Double] {
    let m = Double(playerCount - 1)
    return vectors.indices.map { player in
      let others = vectors.indices.filter { $0 != player }
      let (own, rest) = (vectors[player], sum(others))
      let a = others.reduce(0) { $0 + dot(vectors[$1], vectors[$1]) }
      let (b, c) = (dot(rest, rest), dot(own, rest))
      let total = (0..<playerCount).reduce(0.0) { total, size in
        let s = Double(size)
        let expected =
          size == 0 ? 0 : s / m * a + (size == 1 ? 0 : s * (s - 1) / (m * (m - 1))) * (b - a)
        let cross = size == 0 ? 0 : 2 * s / m * c
        return total + (expected + cross + dot(own, own)) / ((s + 1) * (s + 1))
          - (size == 0 ? 0 : expected / (s * s))
      }
      return total / Double(playerCount)
    }
  }

  private func sum(_ players: [Int]) -> [Double] {
    (vectors.first ?? []).indices.map { k in players.reduce(0) { $0 + vectors[$1][k] } }
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension Semivalue {
  /// E[pᵏ], the probability that k others all participate, or nil if it depends on the number of players.
  func moment(_ k: Int) -> Double? {
    func power(_ p: Double) -> Double { (0..<k).reduce(1) { product, _ in product * p } }
    switch self {
    case .shapley: return 1 / Double(k + 1)
    case .leaveOneOut: return 1
    case .individual: return k == 0 ? 1 : 0
    case .banzhaf(let inclusion): return power(inclusion)
    case .beta(let alpha, let beta):
      return (0..<k).reduce(1) { $0 * (beta + Double($1)) / (alpha + beta + Double($1)) }
    case .averageMarginalEffect(let inclusions, let weights):
      let weights = weights.isEmpty ? inclusions.map { _ in 1 } : weights
      return zip(inclusions, weights).reduce(0) { $0 + power($1.0) * $1.1 } / weights.reduce(0, +)
    case .sizes: return nil
    }
  }
}
