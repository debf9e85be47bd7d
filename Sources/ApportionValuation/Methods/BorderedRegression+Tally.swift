extension BorderedRegression {
  /// The worths at the border, and the pairs drawn from the sizes between.
  public struct Tally: Codable, Hashable, Sendable {
    let edges: EdgeWorths
    /// For each pair drawn, the coalition with at most half of the players.
    var coalitions: [Coalition] = []
    /// For each pair drawn, ½ (v(S) − v(N∖S)).
    var halves: [Double] = []
    /// The size of each pair drawn or scheduled.
    private(set) var sizes: [Int] = []
    /// The number of each pair among those of its size.
    private(set) var places: [Int] = []

    init(_ edges: EdgeWorths) { self.edges = edges }

    private var playerCount: Int { edges.playerCount }

    /// *aᵢ*.
    var aloneSlopes: [Double] { Self.centred(edges.singletons) }

    /// *bᵢ*.
    var withoutSlopes: [Double] { Self.centred(edges.leaveOneOut).map { -$0 } }

    /// The worths minus their mean; 0 if they differ by rounding alone.
    ///
    /// Rounding would otherwise be fitted as a difference between players.
    private static func centred(_ worths: [Double]) -> [Double] {
      let low = worths.reduce(worths[0], min)
      let largest = worths.reduce(0) { max($0, abs($1)) }
      let excess = worths.map { $0 - low }
      guard excess.contains(where: { $0 > 1e-12 * largest }) else { return worths.map { _ in 0 } }
      let mean = excess.reduce(0, +) / Double(worths.count)
      return excess.map { $0 - mean }
    }

    /// The number of pairs whose smaller coalition has this size, or nil if it is above 2⁶².
    private func pairs(ofSize size: Int) -> Int? {
      2 * size == playerCount
        ? Combinations.binomial(playerCount - 1, size - 1)
        : Combinations.binomial(playerCount, size)
    }

    /// The weight of the pairs of size s in the values: *n / (s (n − s))* for each of the sizes s and n − s.
    private func weight(ofSize size: Int) -> Double {
      let parts = 2 * size == playerCount ? 1.0 : 2.0
      return parts * Double(playerCount) / Double(size * (playerCount - size))
    }

    /// Schedules the sizes of further pairs until there are `count`, or no pairs are left to draw.
    mutating func schedule(upTo count: Int) {
      guard playerCount > 3 else { return }
      let inner = Array(2...playerCount / 2)
      let limits = inner.map { pairs(ofSize: $0) }
      let weights = inner.map { weight(ofSize: $0) }
      var drawn = [Int](repeating: 0, count: inner.count)
      for size in sizes { drawn[size - 2] += 1 }
      while sizes.count < count {
        var (best, quotient) = (-1, 0.0)
        for index in inner.indices where limits[index].map({ drawn[index] < $0 }) ?? true {
          let own = weights[index] / (Double(drawn[index]) + 0.5)
          if own > quotient { (best, quotient) = (index, own) }
        }
        guard best >= 0 else { return }
        sizes.append(inner[best])
        places.append(drawn[best])
        drawn[best] += 1
      }
    }

    /// The weights of the coefficients β, γ, δ and ε in each player's value, one row per player.
    func effects() -> [[Double]] {
      let n = playerCount
      let (alone, without) = (aloneSlopes, withoutSlopes)
      let sizes = Double(n - 3) / Double(n - 1)
      var harmonic = 0.0
      for size in 2...n - 2 { harmonic += 1 / Double(size) }
      return (0..<n).map { player in
        var effect = [Double](repeating: -sizes / Double(n), count: n)
        effect[player] += sizes
        return effect + [alone[player] * harmonic / Double(n - 1), without[player] * sizes, 0]
      }
    }

    /// The pairs as rows of the regression.
    ///
    /// The weight of a size without drawn pairs is added to that of the next smaller size that has some.
    func rows() -> [PairRegression.Row] {
      let n = playerCount
      let (alone, without) = (aloneSlopes, withoutSlopes)
      var drawn = [Int](repeating: 0, count: n / 2 + 1)
      for size in sizes.prefix(coalitions.count) { drawn[size] += 1 }
      var weights = [Double](repeating: 0, count: n / 2 + 1)
      var heir = 2
      for size in 2...n / 2 {
        if drawn[size] > 0 { heir = size }
        weights[heir] += weight(ofSize: size)
      }
      return coalitions.indices.map { index in
        let (coalition, size) = (coalitions[index], sizes[index])
        var (first, last) = (0.0, 0.0)
        for player in coalition {
          first += alone[player]
          last += without[player]
        }
        let (small, large) = (1 / Double(size), 1 / Double(n - size))
        let count = Double(drawn[size])
        return PairRegression.Row(
          features: PairRegression.features(of: coalition, players: n)
            + [first * (small + large) / 2, last, small - large],
          target: halves[index], weight: weights[size] / count,
          missing: pairs(ofSize: size).map { 1 - count / Double($0) } ?? 1)
      }
    }
  }
}
