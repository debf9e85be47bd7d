/// The excesses *u(S) − x(S)* of coalitions when the players receive the shares x.
struct Excesses {
  /// u, by bitmask.
  let gains: [Double]
  private var sums: [Double]

  init(of gains: [Double]) {
    self.gains = gains
    sums = Array(repeating: 0, count: gains.count)
  }

  /// The coalition with the largest excess, other than ∅ and N; among equals, the one with the lowest
  /// bitmask.
  ///
  /// Coalitions in `excluded` are skipped. If `first` is given, the result is the first coalition whose
  /// excess is above it. The result is nil if no coalition is left.
  ///
  /// - Cost: *2ⁿ* additions.
  mutating func largest(
    under shares: [Double], excluding excluded: Set<Int> = [], first: Double? = nil
  ) -> (coalition: Int, excess: Double)? {
    var best: (coalition: Int, excess: Double)?
    for set in 1..<max(gains.count - 1, 1) {
      sums[set] = sums[set & (set - 1)] + shares[set.trailingZeroBitCount]
      let excess = gains[set] - sums[set]
      guard best.map({ excess > $0.excess }) ?? true, !excluded.contains(set) else { continue }
      best = (set, excess)
      if let first, excess > first { break }
    }
    return best
  }
}
