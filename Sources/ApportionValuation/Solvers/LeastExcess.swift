/// The smallest e for which the players can share *u(N)* so that no coalition's excess is above e, by
/// linear programming.
///
///     min e   with  Σ xᵢ = u(N),  Σ_{i ∈ S} xᵢ + e ≥ u(S) for every S but ∅ and N
///
/// Solved from its dual, which has n + 1 equations and a column for every coalition:
///
///     max Σ λ(S) u(S) − t u(N)   with  Σ_{S ∋ i} λ(S) = t for every i,  Σ λ(S) = 1,  λ ≥ 0
///
/// by the revised simplex method. A basis is n coalitions and t, which is never 0, and starts from
/// the coalitions of one. The largest excess under the shares that belong to a basis is the column to
/// enter, so that *2ⁿ* constraints are looked through but never stored.
///
/// It is our own because no library that comes with the toolchain solves linear programmes, because
/// general ones would be handed all constraints, and because its pivots are the same on every machine.
///
/// - Error: each basis is solved anew, so errors do not add up; a basis is final when no coalition
///   has an excess of more than 10⁻¹¹ of the largest |u| above e.
/// - Cost: a few times n pivots, each of *2ⁿ* additions and n³ multiplications.
/// - Source: Dantzig, "Linear programming and extensions", 1963, chapters 9 and 10; against cycling,
///   Bland, "New finite pivoting rules for the simplex method", Mathematics of Operations Research
///   2(2), 1977.
struct LeastExcess {
  let excess: Double
  /// Coalitions that have this excess under all shares that attain it.
  let coalitions: [Int]

  /// - Parameter gains: u by bitmask, of at least two players.
  init(of gains: [Double]) {
    let n = gains.count.trailingZeroBitCount
    let (grand, scale) = (gains.count - 1, gains.reduce(0) { max($0, abs($1)) })
    var excesses = Excesses(of: gains)
    var basis = (0..<n).map { 1 << $0 }
    var unmoved = 0
    while true {
      let weights = Self.weights(basis)
      let multipliers = Self.multipliers(basis, gains)
      let (shares, level) = (Array(multipliers.prefix(n)), multipliers[n])
      let tolerance = 1e-11 * scale
      // A long stay at one corner might be a circle, which the first candidate always leaves.
      let isStuck = unmoved > 4 * n
      guard
        let entering = excesses.largest(
          under: shares, first: isStuck ? level + tolerance : nil),
        entering.excess > level + tolerance
      else {
        coalitions = basis.indices.filter { weights[$0] > 1e-9 }.map { basis[$0] }
        excess = zip(basis, weights).reduce(-weights[n] * gains[grand]) {
          $0 + $1.1 * gains[$1.0]
        }
        return
      }
      let change = solve(Self.matrix(basis), Self.column(of: entering.coalition, players: n))
      let leaving = Self.leaving(basis, weights: weights, change: change)
      unmoved = weights[leaving] > 1e-12 ? 0 : unmoved + 1
      basis[leaving] = entering.coalition
    }
  }

  /// The coalition of the basis whose weight is the first to become 0; of equals the first by number.
  private static func leaving(_ basis: [Int], weights: [Double], change: [Double]) -> Int {
    var (best, limit) = (-1, Double.infinity)
    for place in basis.indices where change[place] > 1e-9 {
      let ratio = max(weights[place], 0) / change[place]
      let isEqual = abs(ratio - limit) <= 1e-12
      if isEqual ? basis[place] < basis[best] : ratio < limit {
        (best, limit) = (place, min(ratio, limit))
      }
    }
    precondition(best >= 0, "weights that add up to 1 are bounded")
    return best
  }

  /// λ of the basis, and t.
  private static func weights(_ basis: [Int]) -> [Double] {
    solve(matrix(basis), Array(repeating: 0, count: basis.count) + [1])
  }

  /// x and e, under which the excesses of the basis are all e.
  private static func multipliers(_ basis: [Int], _ gains: [Double]) -> [Double] {
    let columns = matrix(basis)
    let transposed = columns.indices.map { row in columns.map { $0[row] } }
    return solve(transposed, basis.map { gains[$0] } + [-gains[gains.count - 1]])
  }

  /// One column for each coalition of the basis and one for t; one row for each player and one for
  /// the sum.
  private static func matrix(_ basis: [Int]) -> [[Double]] {
    let n = basis.count
    return (0...n).map { row in
      basis.map { column(of: $0, players: n)[row] } + [row < n ? -1 : 0]
    }
  }

  private static func column(of coalition: Int, players n: Int) -> [Double] {
    (0..<n).map { coalition >> $0 & 1 == 1 ? 1 : 0 } + [1]
  }
}
