/// The smallest e for which *u(N)* can be divided so that no coalition's excess is above e, by linear
/// programming.
///
///     min e   with  Σ xᵢ = u(N),  Σ_{i ∈ S} xᵢ + e ≥ u(S) for every S but ∅ and N
///
/// It is solved through its dual, which has n + 1 equations and a column for every coalition:
///
///     max Σ λ(S) u(S) − t u(N)   with  Σ_{S ∋ i} λ(S) = t for every i,  Σ λ(S) = 1,  λ ≥ 0
///
/// by the revised simplex method. A basis consists of n coalitions and t, which is never 0; the first one
/// consists of the single players. The coalition with the largest excess under the shares that belong to
/// a basis is the entering column, so the *2ⁿ* constraints are scanned but never stored.
///
/// If the excesses of some coalitions are fixed, x satisfies them: each is a column that never leaves the
/// basis, as that of t is, and the coalitions whose excess follows from these are not constraints.
///
/// The solver is part of this module because no library that comes with the toolchain solves linear
/// programs, because general solvers would need all constraints at once, and because its pivots are the
/// same on every machine.
///
/// - Error: each basis is solved from scratch, so errors do not add up; a basis is final if no coalition
///   has an excess of more than 10⁻¹¹ of the largest |u| above e.
/// - Cost: a few times n pivots, each of *2ⁿ* additions and n³ multiplications.
/// - Source: Dantzig, "Linear programming and extensions", 1963, chapters 9 and 10; against cycling,
///   Bland, "New finite pivoting rules for the simplex method", Mathematics of Operations Research
///   2(2), 1977.
struct LeastCoreProgram {
  let excess: Double
  /// Coalitions that have this excess under every x that attains it.
  let coalitions: [Int]

  private let players: Int
  private let gains: [Double]
  /// Columns that never leave the basis, each with 0 as its last entry, and their costs.
  private let free: [(column: [Double], cost: Double)]

  /// - Parameters:
  ///   - gains: u by bitmask, of at least two players.
  ///   - fixed: excesses that x must have, including that of the grand coalition; they do not determine
  ///     x.
  init(of gains: [Double], given fixed: FixedExcesses? = nil) {
    let fixed = fixed ?? FixedExcesses(of: gains)
    let n = gains.count.trailingZeroBitCount
    (players, self.gains) = (n, gains)
    free = fixed.rows.enumerated().map { place, row in
      // The first column is that of t, with the sign of the formula.
      let sign = place == 0 ? -1.0 : 1
      return (
        FixedExcesses.indicator(of: row.coalition, players: n).map { $0 * sign } + [0],
        sign * row.sum
      )
    }
    let scale = gains.reduce(0) { max($0, abs($1)) }
    var excesses = Excesses(of: gains)
    var basis = fixed.firstBasis
    var unmoved = 0
    while true {
      let columns = basis.map { Self.column(of: $0, players: n) } + free.map(\.column)
      let costs = basis.map { gains[$0] } + free.map(\.cost)
      let rows = columns.indices.map { row in columns.map { $0[row] } }
      let weights = solve(rows, Array(repeating: 0, count: n) + [1])
      // x and e for which all coalitions of the basis have the excess e.
      let multipliers = solve(columns, costs)
      let (shares, level) = (Array(multipliers.prefix(n)), multipliers[n])
      let tolerance = 1e-11 * scale
      // Many steps without progress may be a cycle, which taking the first candidate always leaves.
      let isStuck = unmoved > 4 * n
      guard
        let entering = excesses.largest(
          under: shares, excluding: fixed.dependents,
          first: isStuck ? level + tolerance : nil),
        entering.excess > level + tolerance
      else {
        coalitions = basis.indices.filter { weights[$0] > 1e-9 }.map { basis[$0] }
        let known = zip(free, weights[basis.count...]).reduce(0) { $0 + $1.0.cost * $1.1 }
        excess = zip(basis, weights).reduce(known) { $0 + $1.1 * gains[$1.0] }
        return
      }
      let change = solve(rows, Self.column(of: entering.coalition, players: n))
      let leaving = Self.leaving(basis, weights: weights, change: change)
      unmoved = weights[leaving] > 1e-12 ? 0 : unmoved + 1
      basis[leaving] = entering.coalition
    }
  }

  /// The index of the coalition whose weight becomes 0 first; among equals, the one with the lowest
  /// bitmask.
  private static func leaving(_ basis: [Int], weights: [Double], change: [Double]) -> Int {
    var (best, limit) = (-1, Double.infinity)
    for place in basis.indices where change[place] > 1e-9 {
      let ratio = max(weights[place], 0) / change[place]
      let isEqual = abs(ratio - limit) <= 1e-12
      if isEqual ? basis[place] < basis[best] : ratio < limit {
        (best, limit) = (place, min(ratio, limit))
      }
    }
    precondition(best >= 0, "no coalition can leave the basis")
    return best
  }

  private static func column(of coalition: Int, players n: Int) -> [Double] {
    FixedExcesses.indicator(of: coalition, players: n) + [1]
  }
}
